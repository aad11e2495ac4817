import { sentenceOf } from '../../shared/result.ts';
import type { BackupStatus } from '../../shared/backups.ts';
import { backupStatus, isBackupDue, planRestore } from './backups.ts';
import { backUpInThread } from './backup-thread.ts';

/** The copies of a catalogue: made by itself once a day, and put back when the person asks for it. */
export class BackupKeeper {
  readonly #dir: string;
  #making: Promise<void> | null = null;

  constructor(dir: string) {
    this.#dir = dir;
  }

  status(): BackupStatus {
    return backupStatus(this.#dir);
  }

  /** Whether one is due is to be asked before the catalogue is opened, since opening it writes to it. */
  isDue(): boolean {
    return isBackupDue(this.#dir, Date.now());
  }

  /** Whoever asks while one is being made waits for that. @throws PlainError where it could not be made */
  async make(): Promise<BackupStatus> {
    this.#making ??= backUpInThread(this.#dir).finally(() => (this.#making = null));
    await this.#making;
    return this.status();
  }

  /** By itself, at the start. */
  async makeQuietly(onTrouble: (sentence: string) => void): Promise<void> {
    await this.make().catch((error: unknown) => onTrouble(sentenceOf(error)));
  }

  restore(name: string | null): BackupStatus {
    planRestore(this.#dir, name);
    return this.status();
  }

  /** Waits for what is being made. */
  async settle(): Promise<void> {
    await this.#making?.catch(() => undefined);
  }
}
