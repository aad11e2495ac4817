import { realpath } from 'node:fs/promises';
import { createApplication, type Application } from '../main/application.ts';
import type { ExportRow } from '../main/catalogue/types.ts';
import { writeWhole } from '../main/disk/write-whole.ts';
import type { EngineId } from '../shared/engines.ts';
import { PlainError, sentenceOf } from '../shared/result.ts';
import { toCsv } from './csv.ts';
import { ProgressLine } from './progress-line.ts';

export interface GivenFolder {
  /** As it was written in the call. */
  given: string;
  /** Absolute. */
  path: string;
}

/** Scores folders without a window: same code, same catalogue. One that is given twice counts once. */
export async function score(
  given: GivenFolder[],
  options: { csv?: string; catalogue?: string; engine?: EngineId; model?: string },
): Promise<void> {
  const folders = [...new Map(given.map((folder) => [folder.given, folder])).values()];
  for (const folder of folders) {
    await realpath(folder.path).catch(() => {
      throw new PlainError(`The folder ${folder.given} does not exist; check its spelling.`);
    });
  }
  const application = await createApplication({
    mode: 'headless',
    ...(options.catalogue !== undefined && { catalogueDir: options.catalogue }),
    ...(options.engine !== undefined && { engine: options.engine }),
    ...(options.model !== undefined && { modelDir: options.model }),
  });
  const stop = (): void => void application.close().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await run(application, folders, options.csv);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await application.close();
  }
}

async function run(application: Application, folders: GivenFolder[], csv: string | undefined): Promise<void> {
  const { catalogue, library, ingest, manifest, events } = application;
  const line = new ProgressLine();
  events.on('progress', (progress) => line.show(progress));
  events.on('notice', ({ text }) => line.say(text));

  const paths = folders.map(({ path }) => path);
  // A folder may have been taken into a larger one by the next, so the places are asked for once all are in.
  for (const path of paths) await library.add(path);
  const places = await Promise.all(paths.map((path) => library.add(path)));
  await catalogue.limitJobsTo(places);
  for (const place of places) await library.scan(place.root, place.folder);
  ingest.wake();
  await ingest.idle().catch((error: unknown) => {
    // A full drive or a damaged model is no wrong call.
    throw new Error(sentenceOf(error), { cause: error });
  });

  const rows: ExportRow[] = [];
  for (const [index, place] of places.entries()) {
    const prefix = prefixOf(folders, index);
    for (const row of await catalogue.exportRows(place.root, place.folder)) {
      rows.push({ ...row, path: prefix + withoutFolder(row.path, place.folder) });
    }
  }
  const text = toCsv(rows, manifest);
  if (csv === undefined) process.stdout.write(text);
  else await writeCsv(csv, text);

  const { decoded, scored } = ingest.totals;
  // Folders given may overlap; a photo counts once.
  const photos = [...new Map(rows.map((row) => [row.photo, row])).values()];
  const failed = photos.filter(({ failure }) => failure !== null).length;
  line.say(
    `decoded ${decoded}, scored ${scored}, unchanged ${photos.length - scored - failed}, failed ${failed}`,
  );
}

/** With several folders a path begins with the folder as it was given. */
function prefixOf(folders: GivenFolder[], index: number): string {
  const given = folders[index]?.given ?? '';
  if (folders.length === 1) return '';
  const slashes = process.platform === 'win32' ? given.replaceAll('\\', '/') : given;
  return slashes.endsWith('/') ? slashes : `${slashes}/`;
}

const withoutFolder = (path: string, folder: string): string =>
  folder === '' ? path : path.slice(folder.length + 1);

async function writeCsv(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, text);
  } catch (error) {
    throw new PlainError(
      `The CSV could not be written to ${file}; check that its folder exists and may be written to.`,
      {
        cause: error,
      },
    );
  }
}
