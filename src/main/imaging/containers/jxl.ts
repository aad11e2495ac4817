import { asciiOf, viewOf, type Bytes } from '../bytes.ts';
import { boxesIn } from './boxes.ts';
import { emptyContainer, type Container, type Range } from './container.ts';

const longestExif = 1 << 20;
/** Size and orientation stand at the very start of the codestream. */
const headerLength = 32;

/** JPEG XL: a bare codestream, or boxes with the codestream in one of them or cut into several. */
export async function readJxl(bytes: Bytes): Promise<Container> {
  const signature = await bytes.read(0, 2);
  if (signature[0] === 0xff) {
    const whole = { start: 0, end: bytes.size };
    return { ...emptyContainer, picture: [whole], ...readHeader(await bytes.read(2, headerLength)) };
  }
  const picture: Range[] = [];
  let exif: Uint8Array | null = null;
  let xmp: Uint8Array | null = null;
  for (const { name, start, end } of await boxesIn(bytes, 0, bytes.size)) {
    if (name === 'jxlc') picture.push({ start, end });
    // A part begins with its number.
    if (name === 'jxlp') picture.push({ start: start + 4, end });
    if (name === 'xml ' && xmp === null)
      xmp = (await bytes.read(start, Math.min(end - start, longestExif))).slice();
    if (name === 'Exif' && exif === null) {
      const data = await bytes.read(start, Math.min(end - start, longestExif));
      // Some writers keep JPEG's mark before the TIFF header.
      const at = 4 + (data.length >= 4 ? viewOf(data).getUint32(0) : 0);
      exif = data.slice(asciiOf(data, at, 4) === 'Exif' ? at + 6 : at);
    }
  }
  const [first] = picture;
  const header = first === undefined ? {} : readHeader(await bytes.read(first.start + 2, headerLength));
  return { ...emptyContainer, picture, exif, xmp, ...header };
}

/** Widths by the codestream's number for common shapes. */
const ratios: Record<number, number> = { 1: 1, 2: 1.2, 3: 4 / 3, 4: 1.5, 5: 16 / 9, 6: 1.25, 7: 2 };
const sizeBits = [9, 13, 18, 30];

/** Size and orientation from the bits behind the signature; EXIF's orientation counts for nothing beside them. */
function readHeader(data: Uint8Array): Pick<Container, 'width' | 'height' | 'turned'> {
  let at = 0;
  const take = (count: number): number => {
    let value = 0;
    for (let bit = 0; bit < count; bit++, at++) {
      if (((data[at >> 3] ?? 0) >> (at & 7)) & 1) value += 2 ** bit;
    }
    return value;
  };
  const small = take(1) === 1;
  const side = (): number => 1 + (small ? take(5) * 8 + 7 : take(sizeBits[take(2)] ?? 9));
  const height = side();
  const ratio = ratios[take(3)];
  const width = ratio === undefined ? side() : Math.floor(height * ratio + 1e-9);
  const plain = take(1) === 1;
  const orientation = !plain && take(1) === 1 ? 1 + take(3) : 1;
  return { width, height, turned: { quarter: orientation >= 5 } };
}
