import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { parseCandidates, parseTargets, readCandidates } from '../../src/files/index.ts';
import { shared } from '../shared.ts';
import { joinBytes, refusal, temporaryDirectory, utf8 } from './fixtures.ts';

const empty = new Uint8Array(0);
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

describe('files of other programs are named, with the line that converts them', () => {
  test.each<[string, Uint8Array | string, ...string[]]>([
    [
      'PyTorch, zip',
      zipSync({ 'archive/data.pkl': empty, 'archive/data/0': empty }),
      'a PyTorch file (zip)',
      'torch.load(',
      'numpy.savez',
    ],
    [
      'TorchScript',
      zipSync({ 'm/code/m.py': empty, 'm/data.pkl': empty }),
      'a PyTorch file (zip)',
      'torch.load(',
    ],
    [
      'PyTorch, legacy',
      joinBytes([0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e]),
      'a PyTorch file (legacy pickle)',
      'torch.load(',
    ],
    ['pickle', joinBytes([0x80, 4, 0x95], new Uint8Array(20)), 'a Python pickle', 'pickle.load(', 'trust'],
    ['pickle of protocol 0', 'cnumpy.core.multiarray\n_reconstruct\np0\n', 'a Python pickle'],
    [
      'ONNX',
      joinBytes([8, 8, 0x12, 7], utf8('pytorch'), [0x1a, 3], utf8('2.1')),
      'an ONNX model',
      'onnx.load(',
      'initializer',
    ],
    ['ONNX without a producer', joinBytes([8, 10, 0x3a, 200, 1], new Uint8Array(200)), 'an ONNX model'],
    ['HDF5', joinBytes(HDF5, new Uint8Array(200)), 'an HDF5 file', 'h5py.File(', '-v7'],
    [
      'MATLAB 7.3',
      joinBytes(utf8('MATLAB 7.3 MAT-file'.padEnd(512)), HDF5),
      'a MATLAB 7.3 (HDF5) file',
      '-v7',
      "['NAME'][()].T",
    ],
    [
      'JLD2',
      joinBytes(utf8('HDF5-based Julia Data Format, version 0.1.1'.padEnd(512)), HDF5),
      'a Julia JLD2 file',
      'npzwrite',
    ],
    [
      'a Git LFS pointer',
      'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n',
      'a Git LFS pointer',
      'git lfs pull',
    ],
    ['gzip', joinBytes([0x1f, 0x8b, 8, 0]), 'compressed by gzip', 'gunzip -k w'],
    ['bzip2', joinBytes(utf8('BZh91AY&SY')), 'compressed by bzip2', 'bunzip2'],
    ['xz', joinBytes([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), 'compressed by xz', 'unxz'],
    ['zstd', joinBytes([0x28, 0xb5, 0x2f, 0xfd]), 'compressed by zstd', 'zstd -d'],
    ['Parquet', joinBytes(utf8('PAR1'), new Uint8Array(20)), 'a Parquet file', 'read_parquet('],
    ['Feather', utf8('ARROW1\0\0'), 'an Arrow or Feather file', 'read_feather('],
    [
      'a spreadsheet',
      zipSync({ '[Content_Types].xml': empty, 'xl/workbook.xml': empty }),
      'a spreadsheet',
      'read_excel(',
    ],
    [
      'Keras',
      zipSync({ 'metadata.json': empty, 'config.json': empty, 'model.weights.h5': empty }),
      'a Keras file',
      'load_model(',
      '--transpose',
    ],
    [
      'Octave text',
      '# Created by Octave 8.4.0\n# name: W\n# type: matrix\n# rows: 2\n# columns: 2\n 1 2\n 3 4\n',
      'an Octave text file',
      '-v7',
    ],
    ['a web page', '\n<!DOCTYPE html>\n<html>', 'an HTML page', 'the file itself'],
  ])('%s', (_name, contents, ...words) => {
    const bytes = typeof contents === 'string' ? utf8(contents) : contents;
    for (const read of [parseCandidates, parseTargets]) refusal(() => read(bytes, 'w'), 'w: ', ...words);
  });

  test('a name that a shell would take apart is not put into the line', () => {
    for (const name of ["a'; rm x; '", 'a b', '$(x)', '-rf'])
      refusal(() => parseCandidates(Uint8Array.of(0x1f, 0x8b, 8, 0), name), 'gunzip -k FILE');
  });

  test('a column that is called c… is a table, no pickle', () => {
    refusal(() => parseCandidates(utf8('col\n1\n2\n'), 'w'), 'a vector (2 x 1)');
  });
});

const python = pythonWith(['numpy'], 'files that python writes are left out');
const directory = temporaryDirectory();
const WRITE = `
import gzip, json, pickle, sys, numpy as np
out = sys.argv[1]
a = np.arange(6.0).reshape(2, 3)
for p in range(6): pickle.dump(a, open(out + '/p%d.pkl' % p, 'wb'), protocol=p)
pickle.dump({'w': [1, 2]}, open(out + '/dict0.pkl', 'wb'), protocol=0)
gzip.open(out + '/w.gz', 'wb').write(b'1 2')
# The line that converts one of them: numpy is loaded already, which takes longer than all the rest; it has to import it all the same.
print('written', flush=True)
exec(sys.stdin.read(), {})
`;

import { pythonPath, pythonWith } from '../python.ts';

describe.skipIf(!python)('files that python writes', () => {
  test('pickles of every protocol and gzip are named; the line for a pickle converts it', async () => {
    const program = spawn(pythonPath(), ['-c', WRITE, directory], {
      cwd: directory,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(program, 'exit');
    await Promise.race([once(program.stdout, 'data'), ended]);
    for (const name of readdirSync(directory))
      refusal(
        () => readCandidates(join(directory, name)),
        name.endsWith('.gz') ? 'compressed by gzip' : 'a Python pickle',
      );
    const { message } = refusal(() => readCandidates(join(directory, 'p4.pkl')));
    const line = /python3 -c "(.*)" \(a pickle/.exec(message)![1]!;
    program.stdin.end(line);
    expect(await ended).toEqual([0, null]);
    expect(readCandidates(join(directory, 'weights.npy')).candidates[0]!.candidate).toMatchObject({
      weights: [
        [0, 1, 2],
        [3, 4, 5],
      ],
    });
  });
});

const cases = shared('cases');
test.skipIf(cases === null)('the PyTorch and HDF5 files of the audit', () => {
  refusal(() => readCandidates(join(cases!, 'm.pt')), 'a PyTorch file (zip)', 'python3 -c "import torch');
  refusal(() => readCandidates(join(cases!, 'x.h5')), 'an HDF5 file', 'python3 -c "import h5py');
});
