// Is this Node new enough? If not, says in a line which one is needed. Written so that any Node can read it.
'use strict';
// "engines" of package.json; a test holds the two together.
var NEEDED = [20, 19];
var found = process.version.slice(1).split('.').map(Number);
var isEnough = found[0] > NEEDED[0] || (found[0] === NEEDED[0] && found[1] >= NEEDED[1]);
if (!isEnough) {
  process.exitCode = 2;
  process.stderr.write(
    'spurious: Node ' +
      NEEDED.join('.') +
      ' or later is needed, this is ' +
      process.version +
      '; see https://nodejs.org\n',
  );
}
module.exports = isEnough;
