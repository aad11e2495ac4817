import { utilityProcess } from 'electron';
import { helperEntry, helperEnvironment } from '../model/fork-helper.ts';
import type { HelperPort, StartOptions } from '../model/helper-port.ts';

/** Starts the helper as a utility process, which Electron's own fuses allow where a plain fork of it is not. */
export function startUtilityHelper({ quiet = false }: StartOptions = {}): HelperPort {
  const child = utilityProcess.fork(helperEntry, [], {
    serviceName: 'Proofsheet scoring',
    env: { ...process.env, ...helperEnvironment },
    stdio: ['ignore', 'ignore', quiet ? 'ignore' : 'inherit'],
  });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => {
      child.postMessage(message);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', (code) => {
        listener({ code, signal: null });
      });
    },
    kill: () => {
      // `kill` of Electron asks politely, which native code in a loop does not hear.
      if (child.pid === undefined) child.kill();
      else process.kill(child.pid, 'SIGKILL');
    },
  };
}
