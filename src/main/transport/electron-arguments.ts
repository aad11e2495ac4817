import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface DesktopArguments {
  /** Absolute. */
  roots: string[];
  catalogueDir: string | undefined;
}

/**
 * What the desktop application was started with: `[FOLDER...] [--catalogue DIR]`, without the program itself. Switches
 * meant for Chromium may stand among them and are passed over.
 */
export function readArguments(args: string[], workingFolder: string): DesktopArguments {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: { catalogue: { type: 'string' } },
  });
  const catalogue = values['catalogue'];
  return {
    roots: positionals.map((folder) => resolve(workingFolder, folder)),
    catalogueDir: typeof catalogue === 'string' ? resolve(workingFolder, catalogue) : undefined,
  };
}
