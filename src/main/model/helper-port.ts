/** A running helper process, however it was started. */
export interface HelperPort {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the process is gone; also when it could not be started. */
  onExit(listener: (exit: HelperExit) => void): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

export interface StartOptions {
  /** What it writes on standard error is dropped. */
  quiet?: boolean;
}

export type StartHelper = (options?: StartOptions) => HelperPort;

export interface HelperExit {
  /** Null where a signal ended it. */
  code: number | null;
  signal: string | null;
}
