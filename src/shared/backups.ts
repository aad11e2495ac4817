import { z } from 'zod';

/** A copy of the catalogue, of which `integrity_check` said that it is whole. */
export interface Backup {
  name: string;
  /** Milliseconds since 1970. */
  at: number;
  bytes: number;
  /** Made by the day, before the schema changed, or of what was there before a restore. */
  kind: 'dated' | 'schema' | 'replaced';
}

export interface BackupStatus {
  /** Where they are kept. */
  folder: string;
  /** The latest first. */
  backups: Backup[];
  /** The one to be put back at the next start; null for none. */
  restoring: string | null;
}

/** A request's input schema, and its output as a type alone. */
const request = <Input extends z.ZodType>(input: Input) => ({
  returns: <Output>() => ({ input }) as { input: Input; output?: Output },
});

export const backupRequests = {
  'backups.status': request(z.undefined()).returns<BackupStatus>(),
  /** Makes one now; it is checked when the answer comes. */
  'backups.make': request(z.undefined()).returns<BackupStatus>(),
  /** Puts one back at the next start, when nobody works with the catalogue; null takes that back. */
  'backups.restore': request(z.object({ name: z.string().max(200).nullable() })).returns<BackupStatus>(),
};
