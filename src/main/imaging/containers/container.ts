/** A stretch of the file, from byte `start` up to, not including, `end`. */
export interface Range {
  start: number;
  end: number;
}

/** What the outside of a photo says, read without decoding it. */
export interface Container {
  /** Where the compressed picture lies, in order; metadata may change around it. Empty if it was not found. */
  picture: Range[];
  /** An EXIF block: TIFF header, first directory, EXIF directory. */
  exif: Uint8Array | null;
  /** Stored size in pixels, before any orientation. */
  width: number | null;
  height: number | null;
  /** The container turns the picture by itself and EXIF's orientation is void. */
  turned?: { quarter: boolean };
}

export const emptyContainer: Container = { picture: [], exif: null, width: null, height: null };
