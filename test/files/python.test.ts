import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCandidates, readMatVariables } from '../../src/files/index.ts';
import { temporaryDirectory } from './fixtures.ts';

const available = pythonWith(['numpy', 'scipy'], 'comparisons with files of numpy and scipy are left out');
const directory = temporaryDirectory();

/** Writes files with numpy and scipy; prints the arrays as lists, row a neuron, 17 digits. */
const SCRIPT = `
import json, sys, numpy as np, scipy.io, scipy.sparse
out = sys.argv[1]
rng = np.random.default_rng(20240601)
expected = {}
def plain(x):
    if isinstance(x, list): return [plain(y) for y in x]
    return str(x) if isinstance(x, int) and int(float(x)) != x else x
def note(name, a): expected[name] = plain(a.tolist())
for i, t in enumerate(['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8']):
    for order in '<>':
        for layout in 'CF':
            for shape in [(3, 4), (2, 3, 4), (2, 2), (5, 2)]:
                base = rng.integers(0, 100, shape) if t[0] == 'u' else rng.standard_normal(shape) * 50
                a = np.asarray(base).astype(order + t, order=layout)
                name = 'a-%s-%s-%s-%s.npy' % (t, 'le' if order == '<' else 'be', layout, 'x'.join(map(str, shape)))
                np.save(out + '/' + name, a); note(name, a)
a = rng.standard_normal((2, 3, 4))
np.savez(out + '/s.npz', weights=a, other=np.arange(3), text=np.array(['x'])); note('s.npz', a)
np.savez_compressed(out + '/c.npz', a[0]); note('c.npz', a[0])
for compressed in [False, True]:
    tag = 'c' if compressed else 'p'
    for t in ['f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8']:
        a = (rng.standard_normal((3, 4, 5)) * 50 + 60).astype(t)
        name = 'm-%s-%s.mat' % (tag, t)
        scipy.io.savemat(out + '/' + name, {'W': a}, do_compression=compressed)
        note(name, np.moveaxis(a, 2, 0))
        name = 'w-%s-%s.mat' % (tag, t)
        scipy.io.savemat(out + '/' + name, {'WbadNew': a}, do_compression=compressed)
        note(name, np.moveaxis(a, 2, 0))
        name = 'authors-%s-%s.mat' % (tag, t)
        scipy.io.savemat(out + '/' + name, {'WbadNew': a, 'magnitude': np.arange(5.), **{c: 1. for c in ['lambdaMin', 'objVals', 'r', 'deviations', 'maxFroDiff']}}, do_compression=compressed)
        note(name, np.transpose(a, (2, 1, 0)))
    a = rng.standard_normal((6, 6))
    scipy.io.savemat(out + '/odd-%s.mat' % tag, {'W': a, 'c': np.ones((2, 2)) * 1j, 's': {'a': 1}, 't': 'text',
        'p': scipy.sparse.eye(3), 'e': np.zeros((0, 3)), 'cell': np.array([1, 'a'], dtype=object),
        'b': np.array([[True]])}, do_compression=compressed, oned_as='row')
    note('odd-%s.mat' % tag, a)
def tensors(path, arrays):
    # The format in ten lines, by another hand: https://github.com/huggingface/safetensors#format
    names = {'float64': 'F64', 'float32': 'F32', 'float16': 'F16', 'int64': 'I64', 'uint8': 'U8', 'bool': 'BOOL'}
    header, data = {'__metadata__': {'format': 'np'}}, b''
    for name, a in arrays.items():
        b = a.tobytes()
        header[name] = {'dtype': names[str(a.dtype)], 'shape': list(a.shape), 'data_offsets': [len(data), len(data) + len(b)]}
        data += b
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    open(path, 'wb').write(len(text).to_bytes(8, 'little') + text + data)
for t in ['f8', 'f4', 'f2', 'i8']:
    a = (rng.standard_normal((3, 4, 5)) * 50).astype(t)
    tensors(out + '/t-%s.safetensors' % t, {'weights': a, 'targets': np.eye(5), 'mask': a > 0}); note('t-%s.safetensors' % t, a)
a = rng.standard_normal((6, 7))
for name, options in {'d.txt': {}, 'h.csv': {'delimiter': ',', 'header': 'weights of a net'}, 't.tsv': {'delimiter': '\\t', 'comments': '% ', 'footer': 'end'},
                      's.csv': {'delimiter': ';', 'fmt': '%.17g'}, 'w.txt': {'fmt': '%+.17e', 'newline': '\\r\\n'}}.items():
    np.savetxt(out + '/' + name, a, **options); note(name, a)
scipy.io.savemat(out + '/four.mat', {'W': a}, format='4')
print(json.dumps(expected))
`;

import { pythonPath, pythonWith } from '../python.ts';

describe.skipIf(!available)('files written by numpy and scipy', () => {
  const text = available ? execFileSync(pythonPath(), ['-c', SCRIPT, directory], { encoding: 'utf8' }) : '{}';
  const expected = Object.entries(JSON.parse(text) as Record<string, unknown[]>);

  test('there are as many as the script writes', () => {
    expect(expected.length).toBe(176 + 2 + 60 + 2 + 4 + 5);
  });

  test.each(expected)('%s', (name, values) => {
    const { candidates } = readCandidates(join(directory, name));
    const weights = candidates.map(({ candidate }) =>
      candidate.form === 'dense' ? candidate.weights : null,
    );
    // Text holds decimals, taken exactly: at 17 digits and more each belongs to one double.
    const plain = (x: unknown): unknown =>
      Array.isArray(x) ? x.map(plain) : /\.(txt|csv|tsv)$/.test(name) ? Number(x) : x;
    expect(plain(candidates[0]!.family === null ? weights[0] : weights)).toEqual(values);
  });

  test('what is no array of real numbers is named', () => {
    for (const tag of ['c', 'p']) {
      const path = join(directory, `odd-${tag}.mat`);
      const { variables, notes } = readMatVariables(readFileSync(path), path);
      expect([...variables.keys()]).toEqual(['W', 's.a']);
      expect(notes).toEqual([
        'variable c (complex array) is skipped',
        'variable t (char array) is skipped',
        'variable p (sparse array) is skipped',
        'variable e (empty array) is skipped',
        'variable cell (cell array) is skipped',
        'variable b (logical array) is skipped',
      ]);
    }
  });

  test('a MATLAB 4 file is refused with the way out', () => {
    expect(() => readCandidates(join(directory, 'four.mat'))).toThrow(/MATLAB 4 file.*-v7/);
  });
});
