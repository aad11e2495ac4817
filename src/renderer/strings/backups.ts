import type { Backup } from '../../shared/backups.ts';

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const kinds: Record<Backup['kind'], string> = {
  dated: '',
  schema: ', before an update',
  replaced: ', what a restore replaced',
};

export const backupWords = {
  title: 'Backups',
  none: 'No backup yet; one is made by itself once a day.',
  last: (at: number): string => `Last backup ${moment.format(at)}; made by itself once a day.`,
  make: 'Back up now',
  making: 'Backing up…',
  place: (folder: string): string => `In ${folder}`,
  line: ({ at, bytes, kind }: Backup): string =>
    `${moment.format(at)}${kinds[kind]} · ${(bytes / 1e6).toFixed(1)} MB`,
  restore: 'Restore…',
  restoreOf: (when: string): string => `Restore the backup of ${when}`,
  question:
    'Put this one back at the next start? The catalogue of today is kept beside the backups, and every decision made since stays.',
  yes: 'Restore at next start',
  no: 'Cancel',
  planned: 'A backup will be put back when Proofsheet starts next.',
  takeBack: 'Do not restore',
};
