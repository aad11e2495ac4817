/**
 * HEIC written by code, so that every pixel is known: HEVC whose blocks are all stored as plain samples (PCM), which
 * leaves one decision per block to the arithmetic coder.
 */

export interface HeicOptions {
  /** Of the samples: 8 or 10. */
  depth?: 8 | 10;
  /** Quarter turns against the clock, made by whoever shows it. */
  turns?: 0 | 1 | 2 | 3;
  /** Mirrored by whoever shows it, before the turns: left and right change places. */
  mirrored?: boolean;
  /** ICC profile. */
  profile?: Buffer;
  /** Colour primaries by H.273, where there is no profile. */
  primaries?: number;
  /** Other pictures in the file before the one that counts. */
  others?: Colours[];
  /** EXIF, from its TIFF header on. */
  exif?: Buffer;
}

/** Blocks of 16 x 16 pixels of one colour each, [row][column], red, green, blue from 0 to 255. */
export type Colours = (readonly [number, number, number])[][];

const block = 16;

/** @param colours four blocks each way at least, since a decoder may refuse smaller ones */
export function heicOf(colours: Colours, options: HeicOptions = {}): Buffer {
  const { depth = 8, turns = 0, mirrored = false, profile, primaries = 1, others = [], exif } = options;
  const pictures = [...others, colours];
  const primary = pictures.length;
  const coded = pictures.map((picture) => hevcOf(picture, depth));
  const size = (picture: Colours) => [(picture[0]?.length ?? 0) * block, picture.length * block] as const;

  const properties: Buffer[] = [];
  const assigned: number[][] = [];
  pictures.forEach((picture, i) => {
    const own: number[] = [];
    const add = (property: Buffer) => own.push(properties.push(property));
    const [width, height] = size(picture);
    add(box('ispe', u32(0, width, height)));
    add(box('hvcC', hevcConfiguration(coded[i]?.parameters ?? [], depth)));
    if (i + 1 === primary) {
      add(
        profile
          ? box('colr', Buffer.from('prof'), profile)
          : box('colr', Buffer.from('nclx'), u16(primaries, 13, 6), Buffer.from([0x80])),
      );
      // Properties of this kind are applied in the order in which they are named.
      if (mirrored) add(box('imir', Buffer.from([1])));
      if (turns > 0) add(box('irot', Buffer.from([turns])));
    }
    assigned.push(own);
  });

  const items = [
    ...coded.map(({ data }) => ({ type: 'hvc1', data })),
    ...(exif ? [{ type: 'Exif', data: Buffer.concat([u32(0), exif]) }] : []),
  ];
  const infos = items.map(({ type }, i) => fullBox('infe', 2, u16(i + 1, 0), Buffer.from(`${type}\0`)));
  const ipma = assigned.map((own, i) =>
    Buffer.concat([u16(i + 1), Buffer.from([own.length, ...own.map((number) => 0x80 | number)])]),
  );
  const metaAt = (start: number): Buffer => {
    let at = start;
    const places = items.map(({ data }, i) => {
      const place = Buffer.concat([u16(i + 1, 0, 1), u32(at, data.length)]);
      at += data.length;
      return place;
    });
    const references = exif ? [box('iref', u32(0), box('cdsc', u16(items.length, 1, primary)))] : [];
    return box(
      'meta',
      u32(0),
      fullBox('hdlr', 0, u32(0), Buffer.from('pict'), Buffer.alloc(13)),
      fullBox('pitm', 0, u16(primary)),
      fullBox('iinf', 0, u16(infos.length), ...infos),
      ...references,
      box('iprp', box('ipco', ...properties), fullBox('ipma', 0, u32(ipma.length), ...ipma)),
      fullBox('iloc', 0, Buffer.from([0x44, 0]), u16(places.length), ...places),
    );
  };
  const ftyp = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic'));
  const media = Buffer.concat(items.map(({ data }) => data));
  return Buffer.concat([ftyp, metaAt(ftyp.length + metaAt(0).length + 8), box('mdat', media)]);
}

const u16 = (...values: number[]): Buffer => {
  const data = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => data.writeUInt16BE(value, i * 2));
  return data;
};
const u32 = (...values: number[]): Buffer => {
  const data = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => data.writeUInt32BE(value, i * 4));
  return data;
};
const box = (name: string, ...content: Buffer[]): Buffer => {
  const data = Buffer.concat(content);
  return Buffer.concat([u32(8 + data.length), Buffer.from(name, 'latin1'), data]);
};
const fullBox = (name: string, version: number, ...content: Buffer[]): Buffer =>
  box(name, Buffer.from([version, 0, 0, 0]), ...content);

const nal = { slice: 19, video: 32, sequence: 33, picture: 34 } as const;

function hevcConfiguration(parameters: Buffer[], depth: number): Buffer {
  const head = Buffer.from([
    ...[1, depth === 8 ? 1 : 2, ...compatibility(depth), 0x90, 0, 0, 0, 0, 0, 60],
    ...[0xf0, 0, 0xfc, 0xfd, 0xf8 | (depth - 8), 0xf8 | (depth - 8), 0, 0, 0x0f, parameters.length],
  ]);
  const arrays = parameters.map((unit) =>
    Buffer.concat([Buffer.from([0x80 | ((unit[0] ?? 0) >> 1)]), u16(1, unit.length), unit]),
  );
  return Buffer.concat([head, ...arrays]);
}

const compatibility = (depth: number): number[] => [depth === 8 ? 0x60 : 0x20, 0, 0, 0];

/** An intra picture, 4:2:0, full range, BT.601: parameter sets, and the slice behind its length. */
function hevcOf(colours: Colours, depth: 8 | 10): { parameters: Buffer[]; data: Buffer } {
  const [columns, rows] = [colours[0]?.length ?? 0, colours.length];
  const video = new Bits().put(4, 0).put(2, 3).put(6, 0).put(3, 0).put(1, 1).put(16, 0xffff);
  profileOf(video, depth).put(1, 1).ue(0).ue(0).ue(0).put(6, 0).ue(0).put(1, 0).put(1, 0);
  const sequence = new Bits().put(4, 0).put(3, 0).put(1, 1);
  profileOf(sequence, depth)
    .ue(0)
    .ue(1)
    .ue(columns * block)
    .ue(rows * block)
    .put(1, 0);
  sequence
    .ue(depth - 8)
    .ue(depth - 8)
    .ue(0)
    .put(1, 1)
    .ue(0)
    .ue(0)
    .ue(0);
  // Blocks of 16 alone; transforms of 4 to 16, none of them met.
  sequence.ue(1).ue(0).ue(0).ue(2).ue(0).ue(0);
  sequence.put(1, 0).put(1, 0).put(1, 0);
  // PCM in blocks of 16, not filtered.
  sequence
    .put(1, 1)
    .put(4, depth - 1)
    .put(4, depth - 1)
    .ue(1)
    .ue(0)
    .put(1, 1);
  sequence.ue(0).put(1, 0).put(1, 0).put(1, 0);
  // Full range and the matrix of BT.601.
  sequence
    .put(1, 1)
    .put(1, 0)
    .put(1, 0)
    .put(1, 1)
    .put(3, 5)
    .put(1, 1)
    .put(1, 1)
    .put(8, 1)
    .put(8, 13)
    .put(8, 6);
  sequence.put(1, 0).put(3, 0).put(1, 0).put(1, 0).put(1, 0).put(1, 0);
  const picture = new Bits().ue(0).ue(0).put(1, 0).put(1, 0).put(3, 0).put(1, 0).put(1, 0).ue(0).ue(0).se(0);
  picture
    .put(1, 0)
    .put(1, 0)
    .put(1, 0)
    .se(0)
    .se(0)
    .put(1, 0)
    .put(1, 0)
    .put(1, 0)
    .put(1, 0)
    .put(1, 0)
    .put(1, 0);
  picture.put(1, 0).put(1, 0).put(1, 0).put(1, 0).ue(0).put(1, 0).put(1, 0);

  const parameters = [
    unitOf(nal.video, video.trailed()),
    unitOf(nal.sequence, sequence.trailed()),
    unitOf(nal.picture, picture.trailed()),
  ];
  const slice = unitOf(nal.slice, sliceOf(colours, depth));
  return { parameters, data: Buffer.concat([u32(slice.length), slice]) };
}

const profileOf = (bits: Bits, depth: number): Bits => {
  bits.put(8, depth === 8 ? 1 : 2);
  for (const byte of compatibility(depth)) bits.put(8, byte);
  return bits.put(8, 0x90).put(20, 0).put(20, 0).put(8, 60);
};

/** Three bytes that look like a unit's start are broken up. */
function unitOf(type: number, payload: Buffer): Buffer {
  const data = [type << 1, 1];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      data.push(3);
      zeros = 0;
    }
    data.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(data);
}

/** Ranges of the less probable symbol by the state of the probability, where the range is in its fourth quarter. */
const lessProbable = [
  240, 227, 216, 205, 195, 185, 175, 166, 158, 150, 142, 135, 128, 122, 116, 110, 104, 99, 94, 89, 85, 80, 76,
  72, 69, 65, 62, 59, 56, 53, 50, 48, 45, 43, 41, 39, 37, 35, 33, 31, 30, 28, 27, 25, 24, 23, 22, 21, 20, 19,
  18, 17, 16, 15, 14, 14, 13, 12, 12, 11, 11, 10, 9,
];

function sliceOf(colours: Colours, depth: 8 | 10): Buffer {
  const bits = new Bits().put(1, 1).put(1, 0).ue(0).ue(2).se(0).align();
  const blocks = colours.flat();
  let state = 0;
  let coder = new Coder(bits);
  blocks.forEach((colour, i) => {
    // Not split: "2N x 2N" is the probable answer each time.
    coder.probable(lessProbable[state] ?? 9);
    state = Math.min(62, state + 1);
    coder.last(1);
    coder.flush();
    bits.align0();
    const [y, cb, cr] = samplesOf(colour, depth);
    for (let sample = 0; sample < block * block; sample++) bits.put(depth, y);
    for (let sample = 0; sample < (block * block) / 4; sample++) bits.put(depth, cb);
    for (let sample = 0; sample < (block * block) / 4; sample++) bits.put(depth, cr);
    coder = new Coder(bits);
    const isLast = i === blocks.length - 1;
    coder.last(isLast ? 1 : 0);
    if (isLast) coder.flush();
  });
  return bits.done();
}

function samplesOf([r, g, b]: readonly [number, number, number], depth: number): [number, number, number] {
  const most = 2 ** depth - 1;
  const y = 0.299 * r + 0.587 * g + 0.114 * b;
  const clamp = (value: number) => Math.max(0, Math.min(most, Math.round(value)));
  const half = 2 ** (depth - 1);
  return [
    clamp((y / 255) * most),
    clamp(((b - y) / 1.772 / 255) * most + half),
    clamp(((r - y) / 1.402 / 255) * most + half),
  ];
}

/** Bits, the highest of each byte first. */
class Bits {
  #bytes: number[] = [];
  #free = 0;

  put(count: number, value: number): this {
    for (let bit = count - 1; bit >= 0; bit--) {
      if (this.#free === 0) {
        this.#bytes.push(0);
        this.#free = 8;
      }
      this.#free--;
      const last = this.#bytes.length - 1;
      this.#bytes[last] = (this.#bytes[last] ?? 0) | (((value >>> bit) & 1) << this.#free);
    }
    return this;
  }

  /** Exponential Golomb, unsigned. */
  ue(value: number): this {
    const length = 31 - Math.clz32(value + 1);
    return this.put(length, 0).put(length + 1, value + 1);
  }

  se(value: number): this {
    return this.ue(value > 0 ? value * 2 - 1 : -value * 2);
  }

  /** A one, then zeros up to the byte's end. */
  align(): this {
    return this.put(1, 1).align0();
  }

  align0(): this {
    this.#free = 0;
    return this;
  }

  trailed(): Buffer {
    return this.align().done();
  }

  done(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** The arithmetic coder of H.265 9.3.4, for symbols that turn out as expected and for the end of something. */
class Coder {
  #bits: Bits;
  #low = 0;
  #range = 510;
  #first = true;
  #outstanding = 0;

  constructor(bits: Bits) {
    this.#bits = bits;
  }

  /** @param lessProbableRange of the symbol that did not come; the range is in its fourth quarter here */
  probable(lessProbableRange: number): void {
    this.#range -= lessProbableRange;
    this.#renormalise();
  }

  last(symbol: 0 | 1): void {
    this.#range -= 2;
    if (symbol === 1) {
      this.#low += this.#range;
      this.#range = 2;
    }
    this.#renormalise();
  }

  /** After the symbol that says that something ends: its last bit is the stop bit. */
  flush(): void {
    this.#write((this.#low >> 9) & 1);
    this.#bits.put(2, ((this.#low >> 7) & 3) | 1);
  }

  #renormalise(): void {
    while (this.#range < 256) {
      if (this.#low < 256) this.#write(0);
      else if (this.#low >= 512) {
        this.#low -= 512;
        this.#write(1);
      } else {
        this.#low -= 256;
        this.#outstanding++;
      }
      this.#range *= 2;
      this.#low *= 2;
    }
  }

  #write(bit: number): void {
    if (this.#first) this.#first = false;
    else this.#bits.put(1, bit);
    for (; this.#outstanding > 0; this.#outstanding--) this.#bits.put(1, 1 - bit);
  }
}
