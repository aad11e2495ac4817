import {
  ascii,
  bytes,
  directories,
  long,
  placeOf,
  short,
  standardHeader,
  tiffOf,
  type Directory,
} from './made-tiff.ts';

/** RAW files written by code: what each maker's files are built like, around JPEGs that are given. */

export interface RawOptions {
  /** Of the RAW file, by EXIF's numbers. */
  orientation?: number;
  adobeRgb?: boolean;
  /** Bytes of sensor data before the previews. */
  gap?: number;
}

interface Jpegs {
  large: Buffer;
  small: Buffer;
}

const tag = {
  subfile: 0x00fe,
  width: 0x0100,
  height: 0x0101,
  compression: 0x0103,
  photometric: 0x0106,
  make: 0x010f,
  model: 0x0110,
  stripOffsets: 0x0111,
  orientation: 0x0112,
  stripCounts: 0x0117,
  subDirectories: 0x014a,
  jpegStart: 0x0201,
  jpegLength: 0x0202,
  exif: 0x8769,
  captured: 0x9003,
  makerNote: 0x927c,
  interoperability: 0xa005,
  dngVersion: 0xc612,
};

const sensor = Buffer.alloc(64, 0x5a);

/** A picture of the sensor, 6000 x 4000. */
const sensorDirectory = (): Directory =>
  new Map([
    [tag.subfile, long(0)],
    [tag.width, long(6000)],
    [tag.height, long(4000)],
    [tag.compression, short(34713)],
    [tag.photometric, short(32803)],
    [tag.stripOffsets, placeOf({ data: sensor })],
    [tag.stripCounts, long(sensor.length)],
  ]);

const jpegPointer = (data: Buffer): Directory =>
  new Map([
    [tag.jpegStart, placeOf({ data })],
    [tag.jpegLength, long(data.length)],
  ]);

const jpegStrip = (data: Buffer, compression: number): Directory =>
  new Map([
    [tag.subfile, long(1)],
    [tag.compression, short(compression)],
    [tag.photometric, short(6)],
    [tag.stripOffsets, placeOf({ data })],
    [tag.stripCounts, long(data.length)],
  ]);

function camera(
  make: string,
  model: string,
  { orientation = 1, adobeRgb = false }: RawOptions,
  note?: Buffer,
): Directory {
  const exif: Directory = new Map([[tag.captured, ascii('2024:05:01 10:00:00')]]);
  if (note) exif.set(tag.makerNote, bytes(note));
  if (adobeRgb) exif.set(tag.interoperability, directories(new Map([[1, ascii('R03')]])));
  return new Map([
    [tag.make, ascii(make)],
    [tag.model, ascii(model)],
    [tag.orientation, short(orientation)],
    [tag.exif, directories(exif)],
  ]);
}

const merged = (...parts: Directory[]): Directory => new Map(parts.flatMap((part) => [...part]));

const cr2 = ({ large, small }: Jpegs, options: RawOptions) => {
  const header = Buffer.concat([standardHeader(true), Buffer.from('CR\x02\0\0\0\0\0', 'latin1')]);
  header.writeUInt32LE(16, 4);
  const first = merged(camera('Canon', 'Canon EOS 6D', options), jpegStrip(large, 6));
  return tiffOf([first, jpegPointer(small), sensorDirectory()], { header, gap: options.gap ?? 0 });
};

const nef = ({ large, small }: Jpegs, options: RawOptions) => {
  // Nikon's note is a TIFF of its own, with a preview inside it.
  const inner = tiffOf([new Map([[0x0011, directories(jpegPointer(small))]])]);
  const note = Buffer.concat([Buffer.from('Nikon\0\x02\x10\0\0', 'latin1'), inner]);
  const first = camera('NIKON CORPORATION', 'NIKON D70', options, note);
  first.set(tag.subfile, long(1));
  first.set(tag.subDirectories, directories(jpegPointer(large), sensorDirectory()));
  return tiffOf([first], { gap: options.gap ?? 0 });
};

const arw = ({ large, small }: Jpegs, options: RawOptions) => {
  const first = merged(camera('SONY', 'ILCE-7M3', options), jpegPointer(large));
  first.set(tag.subDirectories, directories(sensorDirectory()));
  return tiffOf([first, jpegPointer(small)], { gap: options.gap ?? 0 });
};

const dng = ({ large, small }: Jpegs, options: RawOptions) => {
  const first = merged(camera('Canon', 'Canon EOS 6D', options), jpegStrip(small, 7));
  first.set(tag.dngVersion, bytes(Buffer.from([1, 4, 0, 0])));
  first.set(tag.subDirectories, directories(sensorDirectory(), jpegStrip(large, 7)));
  return tiffOf([first], { gap: options.gap ?? 0 });
};

const rw2 = ({ large, small }: Jpegs, options: RawOptions) => {
  const first = merged(camera('Panasonic', 'DMC-G9', options), new Map([[0x002e, bytes(large)]]));
  return tiffOf([first, jpegPointer(small)], {
    header: standardHeader(true, 'IIU\0'),
    gap: options.gap ?? 0,
  });
};

const orf = ({ large, small }: Jpegs, options: RawOptions) => {
  const settings: Directory = new Map([
    [0x0100, long(1)],
    [0x0101, placeOf({ data: large })],
    [0x0102, long(large.length)],
  ]);
  const header = Buffer.from('OLYMPUS\0II\x03\0', 'latin1');
  const note = tiffOf([new Map([[0x2020, directories(settings)]])], { header });
  const first = camera('OLYMPUS CORPORATION', 'E-M1', options, note);
  return tiffOf([first, jpegPointer(small)], { header: standardHeader(true, 'IIRO'), gap: options.gap ?? 0 });
};

const pef = ({ large, small }: Jpegs, options: RawOptions) => {
  const header = Buffer.from('PENTAX \0II', 'latin1');
  const note = tiffOf(
    [
      new Map([
        [0x0003, long(large.length)],
        [0x0004, placeOf({ data: large })],
      ]),
    ],
    { header },
  );
  const first = camera('PENTAX', 'PENTAX K-1', options, note);
  first.set(tag.subDirectories, directories(sensorDirectory()));
  return tiffOf([first, jpegPointer(small)], { gap: options.gap ?? 0 });
};

const srw = ({ large, small }: Jpegs, options: RawOptions) => {
  const first = camera('SAMSUNG', 'NX500', options);
  first.set(tag.subDirectories, directories(sensorDirectory(), jpegPointer(large)));
  return tiffOf([first, jpegPointer(small)], { gap: options.gap ?? 0 });
};

/** The orientation is the JPEG's own. */
const raf = ({ large }: Jpegs, options: RawOptions) => {
  const header = Buffer.alloc(148);
  header.write('FUJIFILMCCD-RAW 0201FF129502X-T3', 'latin1');
  const start = header.length + (options.gap ?? 0);
  header.writeUInt32BE(start, 84);
  header.writeUInt32BE(large.length, 88);
  return Buffer.concat([header, Buffer.alloc(options.gap ?? 0), large, sensor]);
};

const box = (name: string, ...content: Buffer[]): Buffer => {
  const head = Buffer.alloc(8);
  const data = Buffer.concat(content);
  head.writeUInt32BE(8 + data.length, 0);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, data]);
};
const words = (...values: number[]): Buffer => {
  const data = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => data.writeUInt32BE(value, i * 4));
  return data;
};

/** The full-size JPEG is a track's only sample. */
const cr3 = ({ large, small }: Jpegs, options: RawOptions) => {
  const uuid = (id: string) => Buffer.from(id, 'hex');
  const exif = tiffOf([new Map([[tag.captured, ascii('2024:05:01 10:00:00')]])]);
  const first = camera('Canon', 'Canon EOS M50', options);
  first.delete(tag.exif);
  first.set(tag.width, short(6000)).set(tag.height, short(4000));
  const preview = (length: number) => [words(0, 0x0001_0654, 0x0438_0001, length)];
  const ftyp = box('ftyp', Buffer.from('crx \0\0\0\x01crx isom', 'latin1'));
  const moovAt = (start: number) =>
    box(
      'moov',
      box(
        'uuid',
        uuid('85c0b687820f11e08111f4ce462b6a48'),
        box('CMT1', tiffOf([first])),
        box('CMT2', exif),
        box('THMB', words(0, 0x00a0_0078, small.length, 0x0001_0000), small),
      ),
      box(
        'trak',
        box(
          'mdia',
          box(
            'minf',
            box('stbl', box('stsz', words(0, large.length, 1)), box('co64', words(0, 1, 0, start))),
          ),
        ),
      ),
    );
  const previews = box(
    'uuid',
    uuid('eaf42b5e1c984b88b9fbb7dc406e4d16'),
    words(0, 1),
    box('PRVW', ...preview(small.length), small),
  );
  const before = ftyp.length + moovAt(0).length + previews.length + 8 + (options.gap ?? 0);
  return Buffer.concat([
    ftyp,
    moovAt(before),
    previews,
    box('mdat', Buffer.alloc(options.gap ?? 0), large, sensor),
  ]);
};

/** Canon's first RAW: one heap with its directory at its end. */
const crw = ({ large, small }: Jpegs, { orientation = 1, gap = 0 }: RawOptions) => {
  const image = Buffer.alloc(28);
  image.writeUInt32LE(3072, 0);
  image.writeUInt32LE(2048, 4);
  image.writeInt32LE({ 6: 90, 3: 180, 8: 270 }[orientation] ?? 0, 12);
  const records: [number, Buffer][] = [
    [0x1810, image],
    [0x080a, Buffer.from('Canon\0Canon EOS D60\0', 'latin1')],
    [0x2005, Buffer.concat([sensor, Buffer.alloc(gap)])],
    [0x2007, large],
    [0x2008, small],
  ];
  const directory = Buffer.alloc(2 + records.length * 10 + 4);
  directory.writeUInt16LE(records.length, 0);
  let at = 0;
  records.forEach(([id, data], i) => {
    directory.writeUInt16LE(id, 2 + i * 10);
    directory.writeUInt32LE(data.length, 4 + i * 10);
    directory.writeUInt32LE(at, 8 + i * 10);
    at += data.length;
  });
  directory.writeUInt32LE(at, directory.length - 4);
  const header = Buffer.alloc(26);
  header.write('II\x1a\0\0\0HEAPCCDR', 'latin1');
  return Buffer.concat([header, ...records.map(([, data]) => data), directory]);
};

/** Sigma's RAW: sections with a list of them at the end. */
const x3f = ({ large, small }: Jpegs, { orientation = 1, gap = 0 }: RawOptions) => {
  const little = (...values: number[]) => words(...values).swap32();
  const header = Buffer.alloc(40);
  header.write('FOVb', 'latin1');
  little(6000, 4000, { 6: 90, 3: 180, 8: 270 }[orientation] ?? 0).copy(header, 28);
  const section = (jpeg: Buffer) =>
    Buffer.concat([Buffer.from('SECi'), little(0x20000, 2, 18, 0, 0, 0), jpeg]);
  const sections = [section(small), section(large)];
  const list = [Buffer.from('SECd'), little(0x20000, sections.length)];
  let at = header.length + gap;
  for (const data of sections) {
    list.push(little(at, data.length), Buffer.from('IMA2'));
    at += data.length;
  }
  return Buffer.concat([header, Buffer.alloc(gap), ...sections, ...list, little(at)]);
};

/** By the name's ending. */
export const madeRaws = { cr2, nef, arw, dng, rw2, orf, pef, srw, raf, cr3, crw, x3f };
