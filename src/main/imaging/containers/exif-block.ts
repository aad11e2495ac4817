import { viewOf } from '../bytes.ts';
import { tag, type Directory, type Field } from './tiff-fields.ts';

/** They would lead nowhere in a block of its own. */
const pointers = new Set<number>([
  tag.exifDirectory,
  tag.gpsDirectory,
  tag.subDirectories,
  tag.interoperability,
]);
/** Longer values (profiles, maker's notes, embedded XMP) are not what an EXIF block is made for here. */
const longestExifValue = 1024;

/**
 * An EXIF block of its own, made of directories that may lie anywhere in a large file: header, first directory, EXIF
 * directory, GPS directory, then the values.
 */
export function exifBlock(
  first: Directory,
  exif: Directory | null,
  gps: Directory | null = null,
): Uint8Array {
  const little = first.littleEndian;
  const short = (directory: Directory) =>
    [...directory.fields].filter(([id, field]) => field.data.length <= longestExifValue && !pointers.has(id));
  const one = short(first);
  const two = exif === null ? [] : short(exif);
  const three = gps === null ? [] : short(gps);
  const oneAt = 8;
  const twoAt = oneAt + 2 + (one.length + 2) * 12 + 4;
  const threeAt = twoAt + 2 + two.length * 12 + 4;
  let valuesAt = threeAt + 2 + three.length * 12 + 4;
  const total = [...one, ...two, ...three].reduce((sum, [, field]) => sum + field.data.length + 1, valuesAt);
  const block = new Uint8Array(total);
  const view = viewOf(block);
  block.fill(little ? 0x49 : 0x4d, 0, 2);
  view.setUint16(2, 42, little);
  view.setUint32(4, oneAt, little);
  const pointer = (id: number, to: number): [number, Field] => {
    const data = new Uint8Array(4);
    viewOf(data).setUint32(0, to, little);
    return [id, { type: 4, count: 1, data }];
  };
  const write = (at: number, fields: [number, Field][]) => {
    view.setUint16(at, fields.length, little);
    fields.forEach(([id, field], i) => {
      const entry = at + 2 + i * 12;
      view.setUint16(entry, id, little);
      view.setUint16(entry + 2, field.type, little);
      view.setUint32(entry + 4, field.count, little);
      if (field.data.length <= 4) {
        block.set(field.data, entry + 8);
      } else {
        view.setUint32(entry + 8, valuesAt, little);
        block.set(field.data, valuesAt);
        valuesAt += field.data.length + (field.data.length & 1);
      }
    });
  };
  write(oneAt, [...one, pointer(tag.exifDirectory, twoAt), pointer(tag.gpsDirectory, threeAt)]);
  write(twoAt, two);
  write(threeAt, three);
  return block;
}

/** What a file without EXIF says in its own way, as an EXIF block. */
export function exifOf(facts: {
  orientation?: number;
  make?: string;
  model?: string;
  /** As EXIF writes it. */
  captured?: string;
}): Uint8Array {
  const directory = (entries: [number, Field | null][]): Directory => ({
    littleEndian: true,
    fields: new Map(entries.flatMap(([id, field]) => (field === null ? [] : [[id, field] as const]))),
    places: new Map(),
  });
  const { orientation = 1, make, model, captured } = facts;
  return exifBlock(
    directory([
      [tag.make, textField(make)],
      [tag.model, textField(model)],
      [tag.orientation, { type: 3, count: 1, data: Uint8Array.of(orientation, 0) }],
    ]),
    directory([[tag.captured, textField(captured)]]),
  );
}

function textField(text: string | undefined): Field | null {
  if (!text) return null;
  const data = new TextEncoder().encode(`${text}\0`);
  return { type: 2, count: data.length, data };
}
