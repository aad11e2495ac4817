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
  /** An XMP packet: RDF as XML in UTF-8. */
  xmp: Uint8Array | null;
  /** Stored size in pixels, before any orientation. */
  width: number | null;
  height: number | null;
  /** The container turns the picture by itself and EXIF's orientation is void. */
  turned?: { quarter: boolean };
  raw?: RawFacts;
  heif?: HeifFacts;
}

/** What the outside of a RAW file says beyond that. */
export interface RawFacts {
  /** Where a JPEG may lie, by what the file says; to be looked at before it is believed. */
  previews: Range[];
  /** How the camera was held, by EXIF's numbers, where the file says it elsewhere than in its EXIF. */
  orientation: number | null;
  /** The camera was set to Adobe RGB, which its previews then hold without saying so themselves. */
  adobeRgb: boolean;
}

/** What the outside of a HEIF file says of its pictures. */
export interface HeifFacts {
  /** Some are HEVC, which the prebuilt libvips has no decoder for. */
  hevc: boolean;
  /** An ICC profile. */
  profile: Uint8Array | null;
  /** Colour primaries by ITU-T H.273, beside a profile or without: 1 sRGB, 9 BT.2020, 12 Display P3. */
  primaries: number | null;
}

export const emptyContainer: Container = { picture: [], exif: null, xmp: null, width: null, height: null };

/** @param quarter turned by 90 or 270 degrees */
export const uprightSize = (
  { width, height }: Pick<Container, 'width' | 'height'>,
  quarter: boolean,
): Pick<Container, 'width' | 'height'> => (quarter ? { width: height, height: width } : { width, height });
