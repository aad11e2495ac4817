import { PlainError } from '../../../shared/result.ts';

/** Larger ones are not read: Lightroom's masks make a few megabytes at most. */
export const largestPacket = 16 * 1024 * 1024;

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** A packet as text; its byte order mark, if it has one, stays the first character. */
export interface PacketText {
  text: string;
  encoding: Encoding;
}

/** @throws PlainError where the bytes are too many, or no text in an encoding that XMP may have */
export function decodePacket(bytes: Uint8Array): PacketText {
  if (bytes.length > largestPacket) throw new PlainError('It is larger than 16 MB.');
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    const declared = /^\ufeff?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1] ?? encoding;
    if (!/^(utf-?8|utf-?16(le|be)?|us-ascii)$/i.test(declared)) {
      throw new PlainError(`It is written in ${declared}; XMP is written in UTF-8 or UTF-16.`);
    }
    return { text, encoding };
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError('It is not valid text.', { cause: error });
  }
}

/** The exact reverse of `decodePacket`. */
export function encodePacket({ text, encoding }: PacketText): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

/** By the byte order mark, or by where the zero byte of the first "<" lies. */
function encodingOf([first, second]: Uint8Array): Encoding {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return 'utf-8';
}
