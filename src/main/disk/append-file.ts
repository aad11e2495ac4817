import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';

/** A file of our own that only grows. It is made where there is none. */
export class AppendFile {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'a+');
  }

  get size(): number {
    return fstatSync(this.#file).size;
  }

  /** Shorter than asked for at the end. */
  readAt(position: number, length: number): Buffer {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(this.#file, buffer, 0, length, position));
  }

  /** It is on the drive when this returns. */
  append(text: string): void {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}
