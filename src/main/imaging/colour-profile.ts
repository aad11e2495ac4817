/**
 * ICC profiles (version 4) of the colour spaces that photos name without carrying a profile: three primaries, already
 * adapted to the D50 of profiles, and one curve for all of them.
 */

type Triple = readonly [number, number, number];

interface Space {
  name: string;
  red: Triple;
  green: Triple;
  blue: Triple;
  /** Parameters of ICC's `para` curve, type 0 (gamma alone) or type 3. */
  curve: readonly number[];
}

const srgbCurve = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];

const spaces = {
  adobeRgb: {
    name: 'Adobe RGB (1998) compatible',
    red: [0.60974, 0.31111, 0.01947],
    green: [0.20528, 0.62567, 0.06087],
    blue: [0.14919, 0.06322, 0.74457],
    curve: [563 / 256],
  },
  displayP3: {
    name: 'Display P3 compatible',
    red: [0.51512, 0.2412, -0.00105],
    green: [0.29198, 0.69225, 0.04189],
    blue: [0.1571, 0.06657, 0.78407],
    curve: srgbCurve,
  },
  bt2020: {
    name: 'BT.2020 primaries',
    red: [0.67348, 0.27904, -0.00193],
    green: [0.16566, 0.67534, 0.02998],
    blue: [0.12505, 0.04561, 0.79686],
    curve: srgbCurve,
  },
} satisfies Record<string, Space>;

/** @returns an ICC profile of less than 1 KiB */
export function colourProfile(space: keyof typeof spaces): Uint8Array {
  const { name, red, green, blue, curve } = spaces[space];
  const shared = curveData(curve);
  const tags: [string, Buffer][] = [
    ['desc', textData(name)],
    ['cprt', textData('No copyright, use freely')],
    ['wtpt', xyzData([0.9642, 1, 0.8249])],
    ['rXYZ', xyzData(red)],
    ['gXYZ', xyzData(green)],
    ['bXYZ', xyzData(blue)],
    ['rTRC', shared],
    ['gTRC', shared],
    ['bTRC', shared],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  const values: Buffer[] = [];
  let at = headerSize + table.length;
  tags.forEach(([tag, data], i) => {
    table.write(tag, 4 + i * 12, 'latin1');
    table.writeUInt32BE(at, 8 + i * 12);
    table.writeUInt32BE(data.length, 12 + i * 12);
    values.push(data);
    at += data.length;
  });
  return Buffer.concat([header(at), table, ...values]);
}

/** The profile for primaries by ITU-T H.273; null for sRGB's and for what is not met in photos. */
export function profileOfPrimaries(primaries: number | null): Uint8Array | null {
  if (primaries === 12) return colourProfile('displayP3');
  return primaries === 9 ? colourProfile('bt2020') : null;
}

const headerSize = 128;

function header(size: number): Buffer {
  const data = Buffer.alloc(headerSize);
  data.writeUInt32BE(size, 0);
  data.writeUInt32BE(0x04300000, 8);
  data.write('mntrRGB XYZ ', 12, 'latin1');
  [2026, 1, 1].forEach((part, i) => data.writeUInt16BE(part, 24 + i * 2));
  data.write('acsp', 36, 'latin1');
  xyzData([0.9642, 1, 0.8249]).copy(data, 68, 8);
  return data;
}

const fixed = (value: number): number => Math.round(value * 65536);

function xyzData(value: Triple): Buffer {
  const data = Buffer.alloc(20);
  data.write('XYZ ', 'latin1');
  value.forEach((part, i) => data.writeInt32BE(fixed(part), 8 + i * 4));
  return data;
}

function curveData(parameters: readonly number[]): Buffer {
  const data = Buffer.alloc(12 + parameters.length * 4);
  data.write('para', 'latin1');
  data.writeUInt16BE(parameters.length === 1 ? 0 : 3, 8);
  parameters.forEach((part, i) => data.writeInt32BE(fixed(part), 12 + i * 4));
  return data;
}

function textData(text: string): Buffer {
  const letters = Buffer.from(text, 'utf16le').swap16();
  const data = Buffer.alloc(28 + letters.length + ((4 - (letters.length & 3)) & 3));
  data.write('mluc', 'latin1');
  data.writeUInt32BE(1, 8);
  data.writeUInt32BE(12, 12);
  data.write('enUS', 16, 'latin1');
  data.writeUInt32BE(letters.length, 20);
  data.writeUInt32BE(28, 24);
  letters.copy(data, 28);
  return data;
}
