import { readdirSync, readFileSync } from 'node:fs';

/** Resident megabytes of a process and all it started, shared pages counted for each of them. Linux only. */
export function treeMegabytes(pid: number): number {
  const own = /^VmRSS:\s+(\d+) kB/m.exec(readOrEmpty(`/proc/${pid}/status`))?.[1] ?? '0';
  const threads = listOrEmpty(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readOrEmpty(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return Number(own) / 1024 + children.reduce((sum, child) => sum + treeMegabytes(child), 0);
}

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
