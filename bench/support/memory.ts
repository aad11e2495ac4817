import { readdirSync, readFileSync } from 'node:fs';

/** Resident megabytes of a process and all it started, shared pages counted for each of them. Linux only. */
export const treeMegabytes = (pid: number): number =>
  treeOf(pid).reduce((sum, each) => sum + megabytesOf(each), 0);

/** Resident megabytes of the largest process below one whose command line holds a text. Linux only. */
export const largestMegabytes = (pid: number, text: string): number =>
  Math.max(
    0,
    ...treeOf(pid)
      .filter((each) => readOrEmpty(`/proc/${each}/cmdline`).includes(text))
      .map(megabytesOf),
  );

function treeOf(pid: number): number[] {
  const threads = listOrEmpty(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readOrEmpty(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(treeOf)];
}

const megabytesOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/status`))?.[1] ?? '0') / 1024;

/** A process may end between two looks at it. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function listOrEmpty(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
