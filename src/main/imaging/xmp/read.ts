import { decodePacket } from './encoding.ts';
import { describe, placesOf, properties, valuesOf, type Field, type Fields } from './properties.ts';

/**
 * The fields we know of a packet or sidecar.
 *
 * @throws PlainError with a sentence that calls the packet "it"
 */
export function readXmp(bytes: Uint8Array): Fields {
  const description = describe(decodePacket(bytes).text);
  const read = (field: Field): string | string[] | null => {
    const { kind } = properties[field];
    const [place] = placesOf(description, properties[field]);
    const values = place ? valuesOf(place, kind).map((value) => value.trim()) : [];
    const said = values.filter((value) => value !== '');
    return kind === 'bag' || kind === 'seq' ? said : (said[0] ?? null);
  };
  const names = Object.keys(properties) as Field[];
  return Object.fromEntries(names.map((field) => [field, read(field)])) as Fields;
}
