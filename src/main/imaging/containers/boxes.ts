import { asciiOf, viewOf, type Bytes } from '../bytes.ts';

/** A box of an ISO base media file. */
export interface Box {
  name: string;
  /** Of the content, behind the box's own header. */
  start: number;
  end: number;
}

const mostBoxes = 4096;

/** The boxes that lie one behind the other in a stretch of a file. */
export async function boxesIn(bytes: Bytes, from: number, to: number): Promise<Box[]> {
  const boxes: Box[] = [];
  let at = from;
  while (at + 8 <= to && boxes.length < mostBoxes) {
    const head = await bytes.read(at, 16);
    if (head.length < 8) break;
    const view = viewOf(head);
    const short = view.getUint32(0);
    const long = short === 1 && head.length === 16;
    const size = long ? Number(view.getBigUint64(8)) : short === 0 ? to - at : short;
    const header = long ? 16 : 8;
    if (size < header) break;
    boxes.push({ name: asciiOf(head, 4, 4), start: at + header, end: Math.min(to, at + size) });
    at += size;
  }
  return boxes;
}
