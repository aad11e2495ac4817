import type { FileHandle } from 'node:fs/promises';
import { openToRead } from '../disk/read.ts';

/** Bytes that are read where they are needed. */
export interface Bytes {
  readonly size: number;
  /** @returns `length` bytes, fewer at the end, none outside */
  read(start: number, length: number): Promise<Uint8Array>;
}

const headSize = 64 * 1024;
/** Small neighbouring values (a TIFF directory and what it points to) come with one read. */
const leastRead = 8 * 1024;

/** A file opened read-only; keeps its head and the last stretch read in memory. */
export class FileBytes implements Bytes {
  readonly size: number;
  /** Bytes read from the drive so far: of a large file, few. */
  loaded = 0;
  #handle: FileHandle;
  #head: Uint8Array | null = null;
  #last: { start: number; data: Uint8Array } = { start: 0, data: new Uint8Array() };

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  static async open(file: string): Promise<FileBytes> {
    const handle = await openToRead(file);
    try {
      return new FileBytes(handle, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async head(): Promise<Uint8Array> {
    return (this.#head ??= await this.#load(0, headSize));
  }

  async read(start: number, length: number): Promise<Uint8Array> {
    if (start < 0 || start >= this.size || length <= 0) return new Uint8Array();
    const end = Math.min(this.size, start + length);
    if (end <= headSize) return (await this.head()).subarray(start, end);
    const last = this.#last;
    if (start >= last.start && end <= last.start + last.data.length) {
      return last.data.subarray(start - last.start, end - last.start);
    }
    const data = await this.#load(start, Math.max(end - start, leastRead));
    this.#last = { start, data };
    return data.subarray(0, end - start);
  }

  async #load(start: number, length: number): Promise<Uint8Array> {
    const buffer = new Uint8Array(Math.min(length, this.size - start));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await this.#handle.read(buffer, filled, buffer.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.loaded += filled;
    return buffer.subarray(0, filled);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

/** Bytes in memory. */
export const bytesOf = (data: Uint8Array): Bytes => ({
  size: data.length,
  read: (start, length) => Promise.resolve(data.subarray(Math.max(0, start), Math.max(0, start + length))),
});

/** A stretch of other bytes, counted from its own start. */
export const partOf = (bytes: Bytes, start: number, size: number): Bytes => {
  const own = Math.max(0, Math.min(size, bytes.size - start));
  return {
    size: own,
    read: (from, length) => bytes.read(start + from, Math.min(length, own - from)),
  };
};

export const viewOf = (data: Uint8Array): DataView => new DataView(data.buffer, data.byteOffset, data.length);

/** ASCII of a magic number or a chunk's name. */
export const asciiOf = (data: Uint8Array, start = 0, length = data.length): string =>
  String.fromCharCode(...data.subarray(start, start + length));
