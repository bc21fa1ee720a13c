// Writes small synthetic digit data: DIR/images.idx (8 x 8 pixels), DIR/labels.idx, and DIR/model.json, a random fully
// connected ReLU network for them. The same arguments give the same bytes.
//
//   node scripts/synthetic-digits.mjs DIR [COUNT] [SEED] [HIDDEN]      defaults: 100 examples, seed 1, 16 hidden neurons
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const GLYPHS = [
  '01110 10001 10011 10101 11001 10001 01110',
  '00100 01100 00100 00100 00100 00100 01110',
  '01110 10001 00001 00110 01000 10000 11111',
  '11111 00010 00100 00010 00001 10001 01110',
  '00010 00110 01010 10010 11111 00010 00010',
  '11111 10000 11110 00001 00001 10001 01110',
  '00110 01000 10000 11110 10001 10001 01110',
  '11111 00001 00010 00100 01000 01000 01000',
  '01110 10001 10001 01110 10001 10001 01110',
  '01110 10001 10001 01111 00001 00010 01100',
].map((rows) => rows.split(' '));
const SIDE = 8;

const [folder, count = 100, seed = 1, hidden = 16] = process.argv.slice(2);
const [examples, start, width] = [count, seed, hidden].map(Number);
if (folder === undefined || ![examples, start, width].every((x) => Number.isSafeInteger(x) && x > 0)) {
  console.error('synthetic-digits: DIR [COUNT] [SEED] [HIDDEN], whole numbers above 0');
  process.exit(2);
}

// mulberry32: 32 bits of state are enough for pictures.
let state = start >>> 0;
const uniform = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const below = (n) => Math.floor(uniform() * n);

/** One picture: the glyph at a random place, in a random strength, some pixels blotted, a little noise everywhere. */
function picture(digit) {
  const pixels = new Uint8Array(SIDE * SIDE);
  const [dx, dy, strength] = [below(4), below(2), 160 + below(96)];
  for (let i = 0; i < pixels.length; i++) pixels[i] = below(32);
  for (const [y, row] of GLYPHS[digit].entries())
    for (const [x, cell] of [...row].entries())
      if (cell === '1' && uniform() > 0.04) pixels[(y + dy) * SIDE + x + dx] = strength - below(40);
  return pixels;
}

/** An IDX file of unsigned bytes: sizes big-endian, the last index fastest. */
function idx(shape, bytes) {
  const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  head.setUint32(0, 0x0800 + shape.length);
  for (const [i, size] of shape.entries()) head.setUint32(4 + 4 * i, size);
  return Buffer.concat([Buffer.from(head.buffer), Buffer.from(bytes)]);
}

const labels = Uint8Array.from({ length: examples }, () => below(10));
const images = Buffer.concat([...labels].map(picture));
const random = (scale) => Number((scale * (uniform() + uniform() + uniform() - 1.5) * 2).toFixed(6));
const layer = (rows, columns, activation) => ({
  weights: Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => random(1 / Math.sqrt(columns))),
  ),
  bias: Array.from({ length: rows }, () => 0),
  activation,
});
const model = {
  format: 'spurious-model',
  version: 1,
  layers: [layer(width, SIDE * SIDE, 'relu'), layer(10, width, 'linear')],
  origin: { script: 'scripts/synthetic-digits.mjs', seed: start },
};
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'images.idx'), idx([examples, SIDE, SIDE], images));
writeFileSync(join(folder, 'labels.idx'), idx([examples], labels));
writeFileSync(join(folder, 'model.json'), `${JSON.stringify(model)}\n`);
console.log(
  `${examples} pictures of ${SIDE} x ${SIDE} and a model with ${width} hidden neurons in ${folder}`,
);
