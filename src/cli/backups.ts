import { join } from 'node:path';
import { createApplication, defaultCatalogueDir } from '../main/application.ts';
import { BackupKeeper } from '../main/catalogue/backup-keeper.ts';
import { PlainError } from '../shared/result.ts';

interface BackupOptions {
  catalogue?: string;
  list?: true;
  restore?: string;
}

/** Backs up the catalogue, also while Proofsheet is open on it; or lists the backups, or puts one back. */
export async function backupCommand({ catalogue, list, restore }: BackupOptions): Promise<void> {
  const backups = new BackupKeeper(catalogue ?? defaultCatalogueDir());
  if (restore !== undefined) {
    backups.restore(restore);
    return await withReplay(catalogue, false);
  }
  const { backups: all, folder } = list ? backups.status() : await backups.make();
  for (const { name, bytes, at } of list ? all : all.slice(0, 1)) {
    const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
    process.stdout.write(`${time}  ${(bytes / 1e6).toFixed(1)} MB  ${list ? name : join(folder, name)}\n`);
  }
  if (list && all.length === 0) throw new PlainError(`There are no backups in ${folder}.`);
}

/** Brings the decisions of the log beside the catalogue into it, and, where that is turned on, into the sidecars. */
export const replayCommand = ({ catalogue }: BackupOptions): Promise<void> => withReplay(catalogue, true);

async function withReplay(catalogueDir: string | undefined, replays: boolean): Promise<void> {
  const application = await createApplication({
    mode: 'headless',
    ...(catalogueDir !== undefined && { catalogueDir }),
  });
  application.events.on('notice', ({ text }) => process.stderr.write(`${text}\n`));
  try {
    if (replays) {
      const { decisions, photos, waiting } = await application.catalogue.replay();
      process.stdout.write(
        `${decisions} decisions brought back, ${photos} photos changed, ${waiting} decisions wait for photos that are not in the library\n`,
      );
    }
    application.sidecars.noteAll();
    await application.sidecars.settle();
  } finally {
    await application.close();
  }
}
