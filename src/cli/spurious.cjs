#!/usr/bin/env node
// What any Node can read, however old: what needs another one stands behind the question.
'use strict';
if (require('./node-version.cjs')) require('./launch.js').launch(process.argv.slice(2));
