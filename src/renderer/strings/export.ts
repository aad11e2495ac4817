import type { DocumentKind, ExportPart, ExportReport, ExportWay } from '../../shared/export.ts';
import { files, photos, size } from './work.ts';

type What = ExportWay | DocumentKind;

const sheet = (count: number): string => `Make the contact sheet of ${photos(count)}`;
const table = (count: number): string => `Make the table of ${photos(count)}`;

export const exportStrings = {
  title: 'Export',
  what: 'What',
  whats: [
    ['copy', 'Copies'],
    ['move', 'Move the files'],
    ['link', 'Hard links'],
    ['pdf', 'Contact sheet, PDF'],
    ['html', 'Contact sheet, HTML'],
    ['csv', 'Table of everything known, CSV'],
    ['json', 'Table of everything known, JSON'],
  ] satisfies [What, string][],
  scope: 'Of',
  selected: (count: number): string => `the selection: ${photos(count)}`,
  inView: (count: number): string => `all in view: ${photos(count)}`,
  to: 'To',
  name: 'Name',
  part: 'RAW and JPEG',
  parts: [
    ['both', 'Both files of a shot'],
    ['raw', 'The RAW alone'],
    ['jpeg', 'The JPEG or HEIF alone'],
  ] satisfies [ExportPart, string][],
  inside: 'Verdicts inside the copies',
  insideHelp:
    'For programs that read no sidecar beside these: into JPEG, PNG, WebP, TIFF and DNG; beside all others a sidecar is written. In the fields of the program chosen in the settings.',
  help: {
    copy: 'Each copy is compared with its source by hash. Sidecars go along; a name that is taken gets a number.',
    move: 'On the same drive the files get another place, which can be undone. To another drive they are copied and compared, and the sources then lie in a folder _Moved beside their old place.',
    link: 'A second name for the same file, which takes no room; only on the same drive.',
    pdf: 'Twenty photos a page, with overall score and verdict. Names in other than Latin letters are on the HTML sheet.',
    html: 'One page that holds its pictures, with all scores and verdicts.',
    csv: 'One row a photo: path, verdict, scores, and what the file says.',
    json: 'One object a photo: path, verdict, scores, and what the file says.',
  } satisfies Record<What, string>,
  start: {
    copy: (count: number) => `Copy ${photos(count)}`,
    move: (count: number) => `Move ${photos(count)}`,
    link: (count: number) => `Link ${photos(count)}`,
    pdf: sheet,
    html: sheet,
    csv: table,
    json: table,
  } satisfies Record<What, (count: number) => string>,
  inBackground: 'Close; it goes on',
  close: 'Close',
  done: ({ what, files: count, photos: all, bytes }: ExportReport): string => {
    switch (what) {
      case 'copy':
        return `${files(count)} copied, ${size(bytes)}, each compared with its source by its hash.`;
      case 'move':
        return `${files(count)} moved.`;
      case 'link':
        return `${files(count)} linked.`;
      case 'pdf':
      case 'html':
      case 'csv':
      case 'json':
        return `Written, with ${photos(all)}.`;
    }
  },
  skipped: (count: number): string => `${files(count)} lay there already, byte for byte.`,
  setAside: (count: number): string =>
    `${files(count)} came from another drive; the sources lie in folders _Moved beside their old places.`,
  undo: (count: number): string => `Move ${files(count)} back`,
  failures: 'Not done',
  status: (share: number): string => `Exporting, ${String(Math.round(share * 100))} %`,
  statusDone: 'Exported',
  statusTrouble: 'Not all exported',
};
