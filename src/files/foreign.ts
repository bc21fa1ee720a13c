import { FileError } from './errors.ts';
import { begins } from './mark.ts';

interface Foreign {
  readonly what: string;
  readonly is: (head: Uint8Array, text: string) => boolean;
  readonly remedy: (name: string) => string;
}

const EXPECTED = 'one of the formats that are read';

const python = (code: string): string => `convert it: python3 -c "${code}"`;
const unpack =
  (program: string) =>
  (name: string): string =>
    `unpack it first: ${program} ${name}`;
const torch = (name: string): string =>
  python(
    `import torch, numpy; s = torch.load('${name}', map_location='cpu', weights_only=True); s = s if isinstance(s, dict) else {'weights': s}; numpy.savez('weights.npz', **{k: t.detach().double().numpy() for k, t in s.items()})`,
  );
const pickle = (name: string): string =>
  `${python(`import pickle, numpy; numpy.save('weights.npy', numpy.asarray(pickle.load(open('${name}', 'rb')), dtype='float64'))`)} (a pickle can run any program: only if you trust it)`;
const frame =
  (read: string) =>
  (name: string): string =>
    python(
      `import pandas, numpy; numpy.save('weights.npy', pandas.${read.replace('FILE', `'${name}'`)}.to_numpy(dtype='float64'))`,
    );
const octave = (): string => "in Octave save it again: save('-v7', 'weights.mat', 'weights')";

/** Programs and formats that are met where weights are kept, by what their files begin with. */
const FOREIGN: readonly Foreign[] = [
  {
    what: 'a Git LFS pointer, not the file itself',
    is: (_, text) => text.startsWith('version https://git-lfs.github.com/spec/'),
    remedy: () => 'fetch the file: git lfs pull',
  },
  { what: 'compressed by gzip', is: (head) => begins(head, [0x1f, 0x8b]), remedy: unpack('gunzip -k') },
  { what: 'compressed by bzip2', is: (_, text) => /^BZh[1-9]1AY/.test(text), remedy: unpack('bunzip2 -k') },
  {
    what: 'compressed by xz',
    is: (head) => begins(head, [0xfd, 0x37, 0x7a, 0x58]),
    remedy: unpack('unxz -k'),
  },
  {
    what: 'compressed by zstd',
    is: (head) => begins(head, [0x28, 0xb5, 0x2f, 0xfd]),
    remedy: unpack('zstd -d'),
  },
  {
    what: 'a PyTorch file (legacy pickle)',
    is: (head) => begins(head, [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9]),
    remedy: torch,
  },
  {
    what: 'a Python pickle',
    is: (head, text) =>
      (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) ||
      /^(\(?[dl]p\d+\n|c(numpy|copy_reg|builtins|collections|torch|__builtin__)\b[\w.]*\n)/.test(text),
    remedy: pickle,
  },
  {
    // Protocol buffers: field 1 (ir_version), then a field of those that ModelProto has.
    what: 'an ONNX model',
    is: (head) =>
      head[0] === 8 &&
      head[1]! >= 1 &&
      head[1]! <= 30 &&
      [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(head[2]!),
    remedy: (name) =>
      python(
        `import onnx, numpy; from onnx.numpy_helper import to_array; numpy.savez('weights.npz', **{t.name: to_array(t) for t in onnx.load('${name}').graph.initializer})`,
      ),
  },
  { what: 'a Parquet file', is: (_, text) => text.startsWith('PAR1'), remedy: frame('read_parquet(FILE)') },
  {
    what: 'an Arrow or Feather file',
    is: (_, text) => /^(ARROW1|FEA1)/.test(text),
    remedy: frame('read_feather(FILE)'),
  },
  {
    what: 'a Julia JLD2 file',
    is: (_, text) => text.startsWith('HDF5-based Julia Data Format'),
    remedy: (name) => `convert it: julia -e 'using JLD2, NPZ; npzwrite("weights.npz", load("${name}"))'`,
  },
  { what: 'an Octave text file', is: (_, text) => text.startsWith('# Created by Octave'), remedy: octave },
  { what: 'an Octave binary file', is: (_, text) => text.startsWith('Octave-1-'), remedy: octave },
  {
    what: 'an HTML page',
    is: (_, text) => /^\s*<(!doctype html|html)/i.test(text),
    remedy: () => 'download the file itself, not the page about it',
  },
];

/** Zip archives that are no .npz file, by the names in them. */
const ARCHIVES: readonly (Omit<Foreign, 'is'> & { readonly entry: RegExp })[] = [
  { what: 'a PyTorch file (zip)', entry: /(^|\/)(data|constants)\.pkl$/, remedy: torch },
  {
    what: 'a spreadsheet (.xlsx)',
    entry: /^(\[Content_Types\]\.xml|xl\/.*)$/,
    remedy: frame('read_excel(FILE, header=None)'),
  },
  {
    what: 'a Keras file',
    entry: /^model\.weights\.h5$/,
    remedy: (name) =>
      `${python(`import keras, numpy; numpy.savez('weights.npz', *keras.models.load_model('${name}').get_weights())`)}, then --transpose (neurons are columns there)`,
  },
];

/** Kept: to make one takes as long as all that is looked for. */
const LATIN = new TextDecoder('latin1');
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The refusal of a file of another program, with the line that converts it; null for any other file. */
export function foreignRefusal(head: Uint8Array, file: string): FileError | null {
  const text = LATIN.decode(head.subarray(0, 256));
  const known = FOREIGN.find(({ is }) => is(head, text));
  if (known !== undefined) return new FileError(file, '', known.what, EXPECTED, known.remedy(nameIn(file)));
  return begins(head, HDF5) || begins(head, HDF5, 512) ? hdf5Refusal(file, text.startsWith('MATLAB')) : null;
}

/** The refusal of a zip archive with entries of these names; null when no program is known that writes such. */
export function archiveRefusal(names: readonly string[], file: string): FileError | null {
  const known = ARCHIVES.find(({ entry }) => names.some((name) => entry.test(name)));
  return known === undefined
    ? null
    : new FileError(file, '', known.what, EXPECTED, known.remedy(nameIn(file)));
}

/** The refusal of an HDF5 file; MATLAB since 7.3 writes such, with the dimensions in the other order. */
export function hdf5Refusal(file: string, matlab = true): FileError {
  const convert = python(
    `import h5py, numpy; numpy.save('weights.npy', h5py.File('${nameIn(file)}')['NAME'][()]${matlab ? '.T' : ''})`,
  );
  const what = matlab ? 'a MATLAB 7.3 (HDF5) file' : 'an HDF5 file (h5py, Keras or MATLAB 7.3)';
  const again = "in MATLAB save it again with save('name.mat', 'weights', '-v7'), or";
  return new FileError(file, '', what, 'a MATLAB 5 to 7.2 file or .npy', `${again} ${convert}`);
}

/** The name in a line that people copy: only where nothing in it would have to be quoted. */
function nameIn(file: string): string {
  return /^[\w./+-]{1,100}$/.test(file) && !file.startsWith('-') ? file : 'FILE';
}
