import { watch, type FSWatcher } from 'chokidar';
import { basename, relative, sep } from 'node:path';
import { isPrivateFolder } from './walk.ts';

/** After this long without an event the changes are handed on together: a card copy comes in bursts. */
const quietMs = 400;
/** But never later than this, so that a long copy shows as it comes. */
const longestWaitMs = 3000;

export interface RootWatcher {
  close(): Promise<void>;
}

export interface WatchOptions {
  root: string;
  /** Absolute folders to pass over. */
  exclude: readonly string[];
  /** Relative paths, forward slashes, where something came, changed or went; which of it shows a look there. */
  onChanges(paths: string[]): void;
  /** The system's watcher gave up, e.g. for want of handles. */
  onError(error: unknown): void;
  onReady(): void;
}

/** Watches a library folder and reports in bursts where something changed. */
export function watchRoot({ root, exclude, onChanges, onError, onReady }: WatchOptions): RootWatcher {
  const changed = new Set<string>();
  let quiet: NodeJS.Timeout | undefined;
  let longest: NodeJS.Timeout | undefined;

  const handOn = (): void => {
    clearTimeout(quiet);
    clearTimeout(longest);
    longest = undefined;
    const paths = [...changed];
    changed.clear();
    if (paths.length > 0) onChanges(paths);
  };
  const note = (path: string): void => {
    changed.add(relative(root, path).split(sep).join('/'));
    clearTimeout(quiet);
    quiet = setTimeout(handOn, quietMs);
    longest ??= setTimeout(handOn, longestWaitMs);
  };

  const watcher: FSWatcher = watch(root, {
    // A scan has compared the folder with the catalogue already.
    ignoreInitial: true,
    // The scan follows links once; a watcher that did so would report loops without end.
    followSymlinks: false,
    // A file still being copied is not news until its size has rested.
    awaitWriteFinish: { stabilityThreshold: 600, pollInterval: 150 },
    // Editors save by rename: the file is gone for a moment, and that moment is no news.
    atomic: true,
    // A file one may not read gets its own row and sentence.
    ignorePermissionErrors: true,
    ignored: (path, stats) =>
      path !== root &&
      (exclude.includes(path) || (stats?.isDirectory() === true && isPrivateFolder(basename(path)))),
  });
  for (const event of ['add', 'change', 'unlink', 'unlinkDir'] as const)
    watcher.on(event, (path: string) => note(path));
  watcher.on('error', onError);
  watcher.on('ready', onReady);
  return {
    close: async () => {
      clearTimeout(quiet);
      clearTimeout(longest);
      await watcher.close();
    },
  };
}
