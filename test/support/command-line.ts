import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const project = join(import.meta.dirname, '..', '..');

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the command line as npm does: in the project's folder, told where it was called; from its sources unless `program` says otherwise. */
export function startCommand(
  args: string[],
  calledIn = project,
  program = join('src', 'cli', 'main.ts'),
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(project, program), ...args], {
    cwd: project,
    env: { ...process.env, INIT_CWD: calledIn },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([status]) => ({
    status: status as number | null,
    stdout,
    stderr,
  }));
  return { child, ended };
}

export const runCommand = (args: string[], calledIn?: string): Promise<Ended> =>
  startCommand(args, calledIn).ended;
