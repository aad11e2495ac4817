import type { Range } from './container.ts';

/** A TIFF field's value as stored. */
export interface Field {
  type: number;
  count: number;
  data: Uint8Array;
}

export interface Directory {
  littleEndian: boolean;
  fields: Map<number, Field>;
  /** Where the values lie that do not fit into the directory itself, also those too long to be read with it. */
  places: Map<number, Range>;
}

export const tag = {
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
  tileOffsets: 0x0144,
  tileCounts: 0x0145,
  subDirectories: 0x014a,
  jpegStart: 0x0201,
  jpegLength: 0x0202,
  xmp: 0x02bc,
  exifDirectory: 0x8769,
  gpsDirectory: 0x8825,
  captured: 0x9003,
  makerNote: 0x927c,
  interoperability: 0xa005,
  dngVersion: 0xc612,
} as const;
