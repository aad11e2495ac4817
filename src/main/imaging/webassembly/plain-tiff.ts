/**
 * An uncompressed TIFF in memory: the way to hand unpacked pixels to libvips together with what their colours mean.
 *
 * @returns the TIFF and the place in it for the pixels: 8 bits, row by row
 */
export function layOutTiff(
  width: number,
  height: number,
  channels: 3 | 4,
  profile: Uint8Array | null,
): { tiff: Uint8Array<ArrayBuffer>; pixels: Uint8Array<ArrayBuffer> } {
  const rowBytes = width * channels;
  const rowsPerStrip = Math.max(1, Math.floor(stripBytes / rowBytes));
  const strips = Math.ceil(height / rowsPerStrip);
  const entries: [tag: number, type: number, count: number, value: number | Uint8Array][] = [
    [0x0100, 4, 1, width],
    [0x0101, 4, 1, height],
    [0x0102, 3, channels, shorts(Array<number>(channels).fill(8))],
    [0x0103, 3, 1, 1],
    [0x0106, 3, 1, 2],
    [0x0111, 4, strips, new Uint8Array(strips * 4)],
    [0x0115, 3, 1, channels],
    [0x0116, 4, 1, rowsPerStrip],
    [0x0117, 4, strips, new Uint8Array(strips * 4)],
  ];
  // Transparency that the colours have not been multiplied by.
  if (channels === 4) entries.push([0x0152, 3, 1, 2]);
  if (profile !== null) entries.push([0x8773, 7, profile.length, profile]);

  const valuesAt = 8 + 2 + entries.length * 12 + 4;
  const far = entries.map(([, , , value]) => (typeof value === 'number' ? 0 : Math.max(4, value.length)));
  const pixelsAt = valuesAt + far.reduce((sum, length) => sum + length + (length & 1), 0);
  const tiff = new Uint8Array(pixelsAt + rowBytes * height);
  const view = new DataView(tiff.buffer);
  tiff.set([0x49, 0x49, 42, 0, 8]);
  view.setUint16(8, entries.length, true);
  let at = valuesAt;
  entries.forEach(([tag, type, count, value], i) => {
    const entry = 10 + i * 12;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, type, true);
    view.setUint32(entry + 4, count, true);
    if (typeof value === 'number') return view.setUint32(entry + 8, value, true);
    const starts = tag === 0x0111;
    if (starts || tag === 0x0117) {
      const list = new DataView(value.buffer);
      for (let strip = 0; strip < strips; strip++) {
        const rows = Math.min(rowsPerStrip, height - strip * rowsPerStrip);
        const start = pixelsAt + strip * rowsPerStrip * rowBytes;
        list.setUint32(strip * 4, starts ? start : rows * rowBytes, true);
      }
    }
    if (value.length <= 4) return tiff.set(value, entry + 8);
    view.setUint32(entry + 8, at, true);
    tiff.set(value, at);
    at += value.length + (value.length & 1);
  });
  return { tiff, pixels: tiff.subarray(pixelsAt) };
}

/** libtiff unpacks a strip at a time. */
const stripBytes = 256 * 1024;

function shorts(values: number[]): Uint8Array {
  const data = new Uint8Array(values.length * 2);
  values.forEach((value, i) => (data[i * 2] = value));
  return data;
}
