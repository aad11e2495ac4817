import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HelperPort, StartOptions } from './helper-port.ts';
import { poolThreads } from './helper-setup.ts';

/** The helper's entry, for whoever starts it in another way. */
export const helperEntry = fileURLToPath(
  new URL(`./helper-process${extname(import.meta.url)}`, import.meta.url),
);

/** What must be in the helper's environment before it starts. */
export const helperEnvironment = {
  UV_THREADPOOL_SIZE: String(poolThreads()),
  // glibc gives every thread a heap of its own and never hands it back: decoding in turn on six makes it grow.
  MALLOC_ARENA_MAX: '2',
};

/** Starts the helper as a child process of node. */
export function forkHelper({ quiet = false }: StartOptions = {}): HelperPort {
  const child = fork(helperEntry, [], {
    serialization: 'advanced',
    env: { ...process.env, ...helperEnvironment },
    // The parent's flags (a debugger's port, a test runner's loader) are not the helper's.
    execArgv: [],
    stdio: ['ignore', 'ignore', quiet ? 'ignore' : 'inherit', 'ipc'],
  });
  return {
    pid: child.pid,
    send: (message) => {
      // A process that has just died is told of by its exit.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      let told = false;
      const tell = (code: number | null, signal: string | null) => {
        if (!told) listener({ code, signal });
        told = true;
      };
      child.on('exit', tell);
      // Without 'spawn' there will be no 'exit'.
      child.on('error', () => {
        if (child.pid === undefined) tell(null, null);
      });
    },
    kill: () => child.kill('SIGKILL'),
  };
}
