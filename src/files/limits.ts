/** Largest file that is read at all. */
export const MAX_FILE_BYTES: number = 2 ** 30;

/** Largest JSON text. */
export const MAX_TEXT_BYTES: number = 2 ** 28;

/** Most entries of one weight matrix (n·d) or one target matrix (k·d). */
export const MAX_POINT_ENTRIES = 4_000_000;

/** Most values in one JSON text: room for weights and targets of the largest size. */
export const MAX_JSON_VALUES = 8_500_000;

/** Most entries and most rows of a table of data. */
export const MAX_DATA_ENTRIES = 100_000_000;
export const MAX_DATA_ROWS = 1_000_000;

/** Most entries of one binary array, all families together. */
export const MAX_ARRAY_ENTRIES: number = 2 ** 24;

/** Most bytes that the compressed parts of one file may inflate to, all together. */
export const MAX_INFLATED_BYTES: number = 2 ** 29;

/** Most variables in one .mat or .npz file. */
export const MAX_VARIABLES = 10_000;

/** Longest decimal string or JSON number, in characters, and largest size of its exponent. */
export const MAX_DECIMAL_LENGTH = 2000;
export const MAX_DECIMAL_EXPONENT = 400;

/** Bounds of the block form: size of a block, number of blocks, number of neuron types. */
export const MAX_BLOCK_SIZE = 1_000_000_000;
export const MAX_BLOCKS = 1000;
export const MAX_NEURON_TYPES = 10_000;
