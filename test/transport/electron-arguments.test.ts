import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/main/transport/electron-arguments.ts';

describe('arguments of the desktop application', () => {
  it.each([
    { args: [], roots: [], catalogueDir: undefined },
    { args: ['a', '/b'], roots: [resolve('/w/a'), resolve('/b')], catalogueDir: undefined },
    { args: ['--catalogue', 'c', 'a'], roots: [resolve('/w/a')], catalogueDir: resolve('/w/c') },
    { args: ['--catalogue=c', '--', '--odd'], roots: [resolve('/w/--odd')], catalogueDir: resolve('/w/c') },
    { args: ['--allow-file-access-from-files', '--lang=de', 'a'], roots: [resolve('/w/a')] },
    { args: ['--catalogue'], roots: [], catalogueDir: undefined },
  ])('$args', ({ args, roots, catalogueDir }) => {
    expect(readArguments(args, '/w')).toEqual({ roots, catalogueDir });
  });
});
