import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { realpath, stat } from 'node:fs/promises';
import { createApplication, type Application } from '../main/application.ts';
import { PlainError } from '../shared/result.ts';
import type { VerdictAnswer } from '../shared/history.ts';
import type { VerdictChange } from '../shared/verdict.ts';

interface CatalogueOption {
  catalogue?: string;
}

/** Decides about photos, or about all photos in a folder, as one step of the history. */
export async function verdictCommand(
  paths: string[],
  verdict: VerdictChange,
  options: CatalogueOption,
): Promise<void> {
  if (Object.keys(verdict).length === 0) {
    throw new PlainError('Say what the verdict is: --pick, --reject, --unflag, --stars or --label.');
  }
  await withApplication(options, async ({ catalogue, verdicts }) => {
    const photos = new Set<number>();
    for (const path of paths) for (const photo of await photosAt(catalogue, path)) photos.add(photo);
    say(await verdicts.set([...photos], verdict, null));
  });
}

export const undoCommand = (options: CatalogueOption): Promise<void> =>
  withApplication(options, async ({ verdicts }) => {
    const { undo } = await verdicts.undoState();
    if (!undo) throw new PlainError('There is nothing to undo.');
    process.stdout.write(`Undone: ${undo.words}\n`);
    say(await verdicts.undo(undo.step));
  });

export const redoCommand = (options: CatalogueOption): Promise<void> =>
  withApplication(options, async ({ verdicts }) => {
    const { redo } = await verdicts.undoState();
    if (!redo) throw new PlainError('There is nothing to redo.');
    process.stdout.write(`Done again: ${redo.words}\n`);
    say(await verdicts.redo(redo.step));
  });

/** The latest steps, the newest first; with `to` goes back, or forward, to one of them. */
export const historyCommand = ({
  limit,
  to,
  ...options
}: CatalogueOption & { limit: number; to?: number }): Promise<void> =>
  withApplication(options, async ({ verdicts }) => {
    if (to !== undefined) return say(await verdicts.goTo(to === 0 ? null : to));
    const { entries, more } = await verdicts.history(null, limit);
    for (const { step, at, words, undone } of entries) {
      const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
      process.stdout.write(`${String(step).padStart(6)}  ${time}  ${undone ? '(undone) ' : ''}${words}\n`);
    }
    if (more) process.stdout.write(`Older ones are shown with --limit ${limit * 10}.\n`);
  });

function say({ changed, kept }: VerdictAnswer): void {
  const left =
    kept > 0 ? `, ${kept} left as they are, because something else has decided about them since` : '';
  process.stdout.write(`${changed} changed${left}\n`);
}

async function withApplication(
  { catalogue }: CatalogueOption,
  work: (application: Application) => Promise<void>,
): Promise<void> {
  const application = await createApplication({
    mode: 'headless',
    ...(catalogue !== undefined && { catalogueDir: catalogue }),
  });
  application.events.on('notice', ({ text }) => process.stderr.write(`${text}\n`));
  try {
    await work(application);
  } finally {
    await application.close();
  }
}

/** @throws PlainError naming a path that the library does not know */
async function photosAt(catalogue: Application['catalogue'], given: string): Promise<number[]> {
  const path = await realpath(given).catch(() => given);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  for (const root of await catalogue.roots()) {
    const below = relative(root.path, path);
    if (below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) continue;
    const slashes = below.split(sep).join('/');
    const folder = isFolder ? slashes : dirname(slashes) === '.' ? '' : dirname(slashes);
    const rows = await catalogue.exportRows(root.id, folder);
    const photos = rows.filter((row) => isFolder || row.path === slashes).map(({ photo }) => photo);
    if (photos.length > 0) return photos;
  }
  throw new PlainError(
    `${given} is not in the library; score it first: proofsheet score ${join(isFolder ? given : dirname(given))}`,
  );
}
