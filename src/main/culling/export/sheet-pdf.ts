import { PDFDocument, rgb, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';
import type { ModelManifest } from '../../../shared/manifest.ts';
import { overallOf, verdictWords } from './caption.ts';
import type { Listed } from './document.ts';

/** A4 upright, in points. */
const page = { width: 595, height: 842, margin: 36 };
const columns = 4;
const rows = 5;
const gap = 12;
const cell = {
  width: (page.width - 2 * page.margin - (columns - 1) * gap) / columns,
  height: (page.height - 2 * page.margin - 16 - (rows - 1) * gap) / rows,
};
const caption = 24;
const dark = rgb(0.13, 0.13, 0.13);
const quiet = rgb(0.4, 0.4, 0.4);

/** Twenty photos a page, each with its name, overall score and verdict. */
export async function pdfSheet(
  photos: readonly Listed[],
  tasks: ModelManifest['tasks'],
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const perPage = columns * rows;
  const pages = Math.max(1, Math.ceil(photos.length / perPage));
  for (let number = 0; number < pages; number++) {
    const sheet = document.addPage([page.width, page.height]);
    for (const [index, photo] of photos.slice(number * perPage, (number + 1) * perPage).entries()) {
      const x = page.margin + (index % columns) * (cell.width + gap);
      const top = page.height - page.margin - Math.floor(index / columns) * (cell.height + gap);
      await drawPhoto(document, sheet, photo, { x, top });
      const score = overallOf(photo, tasks);
      const scoreText = score === null ? '' : String(score);
      const scoreWidth = font.widthOfTextAtSize(scoreText, 8);
      const baseline = top - cell.height + caption - 10;
      const name = fitting(photo.name, font, cell.width - scoreWidth - 6);
      sheet.drawText(name, { x, y: baseline, size: 8, font, color: dark });
      sheet.drawText(scoreText, {
        x: x + cell.width - scoreWidth,
        y: baseline,
        size: 8,
        font,
        color: dark,
      });
      sheet.drawText(verdictWords(photo), { x, y: baseline - 10, size: 7, font, color: quiet });
    }
    const foot = `${number + 1} / ${pages}`;
    sheet.drawText(foot, {
      x: page.width - page.margin - font.widthOfTextAtSize(foot, 7),
      y: page.margin - 14,
      size: 7,
      font,
      color: quiet,
    });
  }
  return await document.save();
}

async function drawPhoto(
  document: PDFDocument,
  sheet: PDFPage,
  { jpeg, verdict }: Listed,
  { x, top }: { x: number; top: number },
): Promise<void> {
  const height = cell.height - caption;
  if (!jpeg) {
    sheet.drawRectangle({ x, y: top - height, width: cell.width, height, color: rgb(0.93, 0.93, 0.93) });
    return;
  }
  const image = await document.embedJpg(jpeg);
  const size = image.scaleToFit(cell.width, height);
  sheet.drawImage(image, {
    ...size,
    x: x + (cell.width - size.width) / 2,
    y: top - height + (height - size.height) / 2,
    opacity: verdict.pick === 'reject' ? 0.35 : 1,
  });
}

/** The fonts that every reader has know Latin letters only; a name in others is on the HTML sheet. */
function fitting(text: string, font: PDFFont, width: number): string {
  const known = new Set(font.getCharacterSet());
  const clean = [...text.normalize('NFC')].map((one) => (known.has(one.codePointAt(0) ?? 0) ? one : '?'));
  while (clean.length > 1 && font.widthOfTextAtSize(clean.join(''), 8) > width) {
    clean.splice(Math.floor(clean.length / 2), 1);
  }
  return clean.join('');
}
