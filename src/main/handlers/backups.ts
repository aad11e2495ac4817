import type { backupRequests } from '../../shared/backups.ts';
import type { Handlers } from '../../shared/contract.ts';
import type { BackupKeeper } from '../catalogue/backup-keeper.ts';

export const backupHandlers = (backups: BackupKeeper): Pick<Handlers, keyof typeof backupRequests> => ({
  'backups.status': () => backups.status(),
  'backups.make': () => backups.make(),
  'backups.restore': ({ name }) => backups.restore(name),
});
