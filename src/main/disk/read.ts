import { open, type FileHandle } from 'node:fs/promises';

/** For the rest of the program, which has no other way to open a file: nothing can be written through it. */
export const openToRead = (file: string): Promise<FileHandle> => open(file, 'r');
