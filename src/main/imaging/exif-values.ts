/** How EXIF and XMP write what is read here. */

/** "2018:09:02 14:03:05"; cameras without a clock write zeros or blanks. */
export function parseDate(text: string | null, subSeconds: string | null): number | null {
  const match = /^(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?/.exec(text ?? '');
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const inRange = year >= 1826 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!inRange || hour > 23 || minute > 59 || second > 60) return null;
  const digits = /^\d+/.exec(subSeconds ?? '')?.[0] ?? '0';
  return Date.UTC(year, month - 1, day, hour, minute, second) + Math.floor(Number(`0.${digits}`) * 1000);
}

/** "+02:00" or "Z", in minutes east of UTC. */
export function parseOffset(text: string | null): number | null {
  if (text === 'Z') return 0;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(text ?? '');
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return minutes > 14 * 60 ? null : match[1] === '-' ? -minutes : minutes;
}

const companyWords =
  /[,\s]+(inc|corporation|corp|co|ltd|camera|company|electric|optical|imaging|techwin)\b.*$/i;

/** "NIKON CORPORATION" and "NIKON D70" make "NIKON D70"; "Canon" and "EOS 40D" make "Canon EOS 40D". */
export function cameraName(make: string | null, model: string | null): string | null {
  if (make === null || model === null) return model ?? make;
  const brand = make.replace(companyWords, '');
  const firstWord = model.split(' ')[0]?.toLowerCase();
  return brand
    .toLowerCase()
    .split(' ')
    .some((word) => word === firstWord)
    ? model
    : `${brand} ${model}`;
}

/** -1 (rejected) to 5 stars. */
export const validRating = (value: number | null): number | null =>
  value !== null && value >= -1 && value <= 5 ? Math.round(value) : null;
