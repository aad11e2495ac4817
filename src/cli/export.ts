import { realpath } from 'node:fs/promises';
import { createApplication, type Application } from '../main/application.ts';
import { exportFiles } from '../main/culling/export/export-files.ts';
import { writeDocument } from '../main/culling/export/document.ts';
import type { Reins } from '../main/culling/copies/work.ts';
import type { EditorId } from '../shared/editors.ts';
import type { DocumentKind, ExportPart, ExportReport, ExportWay } from '../shared/export.ts';
import { parseTemplate } from '../shared/name-template.ts';
import { PlainError } from '../shared/result.ts';
import type { WorkProgress } from '../shared/work.ts';
import { ProgressLine } from './progress-line.ts';

export interface ExportOptions {
  to: string;
  picks?: true;
  leastStars?: number;
  catalogue?: string;
}

export interface ExportFilesOptions extends ExportOptions {
  name: string;
  move?: true;
  link?: true;
  only?: ExportPart;
  xmpInside?: true;
  editor?: EditorId;
}

/** Copies, links or moves photos of the library; the report is printed as JSON. */
export async function exportFilesCommand(folders: string[], options: ExportFilesOptions): Promise<void> {
  const template = parseTemplate(options.name);
  const way: ExportWay = options.move ? 'move' : options.link ? 'link' : 'copy';
  await exporting(folders, options, async ({ catalogue, sidecarSettings }, photos, reins) => {
    const { report } = await exportFiles({
      catalogue,
      photos,
      folder: options.to,
      template,
      way,
      part: options.only ?? 'both',
      inside: options.xmpInside
        ? { ...sidecarSettings(), ...(options.editor && { sidecarEditor: options.editor }) }
        : null,
      ...reins,
    });
    return report;
  });
}

/** Writes a contact sheet or a table of photos of the library. */
export async function exportDocumentCommand(folders: string[], options: ExportOptions): Promise<void> {
  const kind = /\.(pdf|html|csv|json)$/i.exec(options.to)?.[1]?.toLowerCase() as DocumentKind | undefined;
  if (!kind)
    throw new PlainError(
      'Give a file that ends in .pdf or .html for a contact sheet, .csv or .json for a table.',
    );
  const file = options.to.slice(0, -kind.length - 1);
  await exporting(folders, options, ({ catalogue, manifest, thumbFile }, photos, reins) =>
    writeDocument({ catalogue, tasks: manifest.tasks, thumbFile, photos, file, kind, ...reins }),
  );
}

async function exporting(
  folders: string[],
  options: ExportOptions,
  work: (application: Application, photos: number[], reins: Reins) => Promise<ExportReport>,
): Promise<void> {
  const application = await createApplication({
    mode: 'headless',
    ...(options.catalogue !== undefined && { catalogueDir: options.catalogue }),
  });
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const line = new ProgressLine();
  try {
    const photos = await photosIn(application, folders, options);
    const report = await work(application, photos, {
      signal: stop.signal,
      proceed: () => Promise.resolve(),
      onProgress: (progress) => line.draw(describe(progress), progress.bytesDone / progress.bytes),
    });
    for (const { file, sentence } of report.failures) line.say(`${file}: ${sentence}`);
    line.say(`${report.files} done, ${report.skipped} there already, ${report.failures.length} failed`);
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    if (report.failures.length > 0 || report.stopped !== null) process.exitCode = 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await application.close();
  }
}

async function photosIn(
  { library, catalogue }: Application,
  folders: string[],
  { picks, leastStars = 0 }: ExportOptions,
): Promise<number[]> {
  const photos = new Set<number>();
  for (const folder of folders) {
    const path = await realpath(folder).catch(() => {
      throw new PlainError(`The folder ${folder} does not exist; check its spelling.`);
    });
    const place = await library.add(path);
    const { ids } = await catalogue.openView({
      ...place,
      sort: { key: 'name', descending: false },
      ranges: [],
    });
    const rows = await catalogue.rows([...ids]);
    for (const { id, verdict } of rows) {
      if ((!picks || verdict.pick === 'pick') && verdict.stars >= leastStars) photos.add(id);
    }
  }
  if (photos.size === 0) {
    throw new PlainError('The library knows no such photos; score their folders first: proofsheet score.');
  }
  return [...photos];
}

const describe = ({ files, filesDone, file }: WorkProgress): string => `${filesDone} of ${files}, ${file}`;
