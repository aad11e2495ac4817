import { access, stat } from 'node:fs/promises';
import { emptyReport, type DocumentKind, type ExportReport } from '../../../shared/export.ts';
import type { ModelManifest } from '../../../shared/manifest.ts';
import type { PhotoDetail } from '../../../shared/photo.ts';
import { PlainError } from '../../../shared/result.ts';
import type { WorkProgress } from '../../../shared/work.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { writeNew } from '../../disk/write-new.ts';
import { sheetPicture } from '../../imaging/sheet-picture.ts';
import type { Reins } from '../copies/work.ts';
import { htmlSheet } from './sheet-html.ts';
import { pdfSheet } from './sheet-pdf.ts';
import { csvTable, jsonTable } from './table.ts';

export interface DocumentOptions extends Reins {
  catalogue: Catalogue;
  tasks: ModelManifest['tasks'];
  thumbFile: (uid: string, picture: string) => string;
  photos: number[];
  /** Absolute path, without ending. */
  file: string;
  kind: DocumentKind;
}

/** A photo as it stands in a contact sheet or table. */
export interface Listed extends PhotoDetail {
  /** Absolute path. */
  path: string;
  /** The picture; null where there is none, or none is wanted. */
  jpeg: Uint8Array | null;
}

const pageSize = 100;

/** Contact sheets as PDF or HTML, tables as CSV or JSON, of everything that is known of photos. */
export async function writeDocument(options: DocumentOptions): Promise<ExportReport> {
  const { kind, photos, signal, tasks } = options;
  const report: ExportReport = { ...emptyReport(kind), photos: photos.length };
  const listed = await list(options, kind === 'pdf' || kind === 'html');
  if (signal.aborted) return { ...report, stopped: 'Stopped. Nothing was written.' };
  const bytes = await made(kind, listed, tasks);
  const file = await writeNew(await freeFile(options.file, kind), bytes);
  const missing = photos.length - listed.length;
  if (missing > 0) {
    report.failures.push({
      file: `${missing} ${missing === 1 ? 'photo' : 'photos'}`,
      sentence: 'The files are gone, so nothing is said of them.',
    });
  }
  return {
    ...report,
    photos: listed.length,
    files: 1,
    bytes: bytes.length,
    places: [{ from: '', to: file }],
  };
}

async function made(
  kind: DocumentKind,
  listed: Listed[],
  tasks: ModelManifest['tasks'],
): Promise<Uint8Array> {
  switch (kind) {
    case 'pdf':
      return await pdfSheet(listed, tasks);
    case 'html':
      return Buffer.from(htmlSheet(listed, tasks));
    case 'csv':
      return Buffer.from(csvTable(listed, tasks));
    case 'json':
      return Buffer.from(jsonTable(listed, tasks));
  }
}

async function list(
  { catalogue, photos, thumbFile, signal, proceed, onProgress }: DocumentOptions,
  withPictures: boolean,
): Promise<Listed[]> {
  const progress: WorkProgress = {
    files: photos.length,
    filesDone: 0,
    bytes: photos.length,
    bytesDone: 0,
    file: '',
  };
  const listed: Listed[] = [];
  for (let at = 0; at < photos.length && !signal.aborted; at += pageSize) {
    const ids = photos.slice(at, at + pageSize);
    const files = await catalogue.placesOf(ids);
    for (const detail of await catalogue.details(ids)) {
      await proceed();
      if (signal.aborted) return listed;
      const place = files.find(({ photo }) => photo === detail.id);
      const thumb = place?.uid && place.picture ? thumbFile(place.uid, place.picture) : null;
      listed.push({
        ...detail,
        path: place?.path ?? '',
        jpeg: withPictures && thumb ? await pictureOf(thumb) : null,
      });
      progress.filesDone++;
      progress.bytesDone++;
      onProgress({ ...progress, file: detail.name });
    }
  }
  return listed;
}

/** A photo that has no thumbnail yet, or a damaged one, has an empty frame. */
async function pictureOf(thumb: string): Promise<Uint8Array | null> {
  try {
    await access(thumb);
    return await sheetPicture(thumb);
  } catch {
    return null;
  }
}

async function freeFile(file: string, kind: DocumentKind): Promise<string> {
  for (let attempt = 1; attempt < 10_000; attempt++) {
    const name = `${attempt === 1 ? file : `${file}-${attempt}`}.${kind}`;
    if (!(await stat(name).catch(() => null))) return name;
  }
  throw new PlainError(`There are too many files named ${file} already; choose another name.`);
}
