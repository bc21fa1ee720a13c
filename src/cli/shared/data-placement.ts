import { join } from 'node:path';
import { type DataFile, type DataRows, dataFileOf, dataFileText } from '../../certificate/index.ts';
import { writeFileAtomic } from '../../files/index.ts';

/** Numbers beyond which data are not written into a certificate. */
const MANY = 500_000;

/** Where the data of certificates go: inside, or into a file whose name has the beginning of its sha256. */
export class DataPlacement {
  private readonly beside: boolean;
  /** The text of the file; null where the data are inside. */
  text: string | null = null;
  private name = '';

  constructor(beside: boolean) {
    this.beside = beside;
  }

  readonly place = (rows: DataRows): DataRows | DataFile => {
    const { inputs, labels, outputs } = rows;
    const width = inputs[0]!.length + labels[0]!.length * (outputs == null ? 1 : 2);
    if (!this.beside && inputs.length * width < MANY) return rows;
    this.text = dataFileText(rows);
    const named = dataFileOf('data', rows, this.text);
    this.name = `data-${named.sha256.slice(0, 16)}.csv`;
    return { ...named, file: this.name };
  };

  /** Writes the file, if there is one, before the certificate that names it. */
  write(folder: string): void {
    if (this.text !== null) writeFileAtomic(join(folder, this.name), this.text);
  }
}
