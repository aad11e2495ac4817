import { decodePacket, encodePacket } from './encoding.ts';
import {
  containerOf,
  describe,
  isDefaultLanguage,
  itemsIn,
  placesOf,
  properties,
  rdf,
  valueOf,
  valuePlace,
  valuesOf,
  type Description,
  type Field,
  type Fields,
  type Place,
  type Property,
} from './properties.ts';
import type { Element } from './tree.ts';

/** What fields shall say: null or an empty list takes a field out. */
export type Changes = Partial<Fields>;

const emptyPacket = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Proofsheet">
 <rdf:RDF xmlns:rdf="${rdf}">
  <rdf:Description rdf:about=""/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
`;

/**
 * A packet in which just these fields say something else: every other character stays as it is, whoever wrote it.
 *
 * @param bytes the packet or sidecar so far; null makes a new one
 * @throws PlainError with a sentence that calls the packet "it"
 */
export function editXmp(bytes: Uint8Array | null, changes: Changes): Uint8Array {
  const packet = bytes === null ? ({ text: emptyPacket, encoding: 'utf-8' } as const) : decodePacket(bytes);
  let { text } = packet;
  for (const [field, value] of Object.entries(changes) as [Field, string | string[] | null][]) {
    const wanted = value === null ? [] : Array.isArray(value) ? value : [value];
    text = withProperty(text, properties[field], wanted);
  }
  return text === packet.text && bytes !== null ? bytes : encodePacket({ ...packet, text });
}

/** A stretch of the text and what takes its place. */
interface Splice {
  start: number;
  end: number;
  text: string;
}

function withProperty(text: string, property: Property, wanted: string[]): string {
  const description = describe(text);
  const [place, ...repeated] = placesOf(description, property);
  const superfluous = wanted.length === 0 && place ? [place, ...repeated] : repeated;
  if (superfluous.length > 0) {
    const removals = superfluous.map((one) => removal(text, one));
    return withProperty(splice(text, removals), property, wanted);
  }
  if (wanted.length === 0) return text;
  if (!place) return withNew(text, description, property, wanted);
  if (isSame(valuesOf(place, property.kind), wanted)) return text;
  const splices = replacement(text, place, property, wanted);
  // A list that was said as a plain text is said anew, in its right form.
  return splices
    ? splice(text, splices)
    : withProperty(splice(text, [removal(text, place)]), property, wanted);
}

const isSame = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((value, index) => value === right[index]);

/** From the end, so that the places before stay true. */
function splice(text: string, splices: Splice[]): string {
  let result = text;
  for (const { start, end, text: put } of splices.toSorted((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + put + result.slice(end);
  }
  return result;
}

function removal(text: string, place: Place): Splice {
  if ('attribute' in place) return { start: place.attribute.start, end: place.attribute.end, text: '' };
  return { start: lineStart(text, place.element.start), end: place.element.end, text: '' };
}

/** Where the blanks before an element begin, with one line break. */
function lineStart(text: string, start: number): number {
  const blanks = /(\r?\n)?[ \t]*$/.exec(text.slice(Math.max(0, start - 1000), start))?.[0] ?? '';
  return start - blanks.length;
}

/** null where the place is no form for such a property. */
function replacement(text: string, place: Place, { kind }: Property, wanted: string[]): Splice[] | null {
  const [first = ''] = wanted;
  if (kind === 'text') return [newValue('element' in place ? valuePlace(place.element) : place, first)];
  const container = 'element' in place ? containerOf(place.element) : undefined;
  if (!container) return null;
  return kind === 'lang' ? newDefault(text, container, first) : newItems(text, container, wanted);
}

function newValue(place: Place, value: string): Splice {
  if ('attribute' in place) {
    const { valueStart, valueEnd, quote } = place.attribute;
    return { start: valueStart, end: valueEnd, text: escape(value, quote) };
  }
  return newContent(place.element, escape(value));
}

function newContent(element: Element, content: string): Splice {
  return element.content
    ? { ...element.content, text: content }
    : { start: element.attributesEnd, end: element.end, text: `>${content}</${element.spelled}>` };
}

function newDefault(text: string, container: Element, value: string): Splice[] {
  const items = itemsIn(container);
  const item = items.find(isDefaultLanguage) ?? items[0];
  if (item) return [newValue(valuePlace(item), value)];
  const name = spelledIn(container, 'li');
  return [withChildren(text, container, [`<${name} xml:lang="x-default">${escape(value)}</${name}>`])];
}

/** Items that stay keep their place, and whatever is said about them. */
function newItems(text: string, container: Element, wanted: string[]): Splice[] {
  const missing = [...wanted];
  const splices: Splice[] = [];
  for (const item of itemsIn(container)) {
    const index = missing.indexOf(valueOf(item));
    if (index === -1) splices.push(removal(text, { element: item }));
    else missing.splice(index, 1);
  }
  if (missing.length === 0) return splices;
  const name = spelledIn(container, 'li');
  return [
    ...splices,
    withChildren(
      text,
      container,
      missing.map((value) => `<${name}>${escape(value)}</${name}>`),
    ),
  ];
}

/** Appends children on lines of their own, one step further in than the element. */
function withChildren(text: string, element: Element, children: string[]): Splice {
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(Math.max(0, element.start - 1000), element.start))?.[1];
  const outer = newLine + (indent ?? '');
  const lines = children.map((child) => `${outer} ${child.replaceAll('\n', `${outer} `)}`).join('');
  if (!element.content) {
    return { start: element.attributesEnd, end: element.end, text: `>${lines}${outer}</${element.spelled}>` };
  }
  const at = lineStart(text, element.content.end);
  const start = Math.max(at, element.content.start);
  return { start, end: start, text: start === element.content.end ? lines + outer : lines };
}

function withNew(
  text: string,
  { graph, descriptions }: Description,
  property: Property,
  wanted: string[],
): string {
  const [description] = descriptions;
  if (!description) {
    const name = spelledIn(graph, 'Description');
    const about = `${name.slice(0, name.indexOf(':') + 1)}about`;
    const added = splice(text, [withChildren(text, graph, [`<${name} ${about}=""/>`])]);
    return withProperty(added, property, wanted);
  }
  const { prefix, declaration } = prefixIn(description, property);
  const last = description.attributes.at(-1);
  const gap = (last && /^\s+/.exec(text.slice(last.start, last.end))?.[0]) ?? ' ';
  const at = description.attributesEnd;
  if (declaration !== null) {
    return withProperty(splice(text, [{ start: at, end: at, text: gap + declaration }]), property, wanted);
  }
  const name = `${prefix}:${property.name}`;
  const added =
    property.kind === 'text'
      ? { start: at, end: at, text: `${gap}${name}="${escape(wanted[0] ?? '', '"')}"` }
      : withChildren(text, description, [listElement(name, property.kind, wanted, description)]);
  return splice(text, [added]);
}

function listElement(name: string, kind: 'bag' | 'seq' | 'lang', wanted: string[], scope: Element): string {
  const container = spelledIn(scope, { bag: 'Bag', seq: 'Seq', lang: 'Alt' }[kind]);
  const li = spelledIn(scope, 'li');
  const language = kind === 'lang' ? ' xml:lang="x-default"' : '';
  const items = wanted.map((value) => `  <${li}${language}>${escape(value)}</${li}>`);
  return [`<${name}>`, ` <${container}>`, ...items, ` </${container}>`, `</${name}>`].join('\n');
}

/** A name of RDF with the prefix in force there. */
function spelledIn(element: Element, name: string): string {
  const prefix = element.scope.entries().find(([, uri]) => uri === rdf)?.[0] ?? '';
  return prefix === '' ? name : `${prefix}:${name}`;
}

/** A prefix for the property's namespace: one in force, or a new one that hides no other. */
function prefixIn(description: Element, { uri, prefix }: Property) {
  const known = description.scope.entries().find(([name, bound]) => name !== '' && bound === uri);
  if (known) return { prefix: known[0], declaration: null };
  let free = prefix;
  for (let n = 2; description.scope.has(free); n++) free = prefix + n;
  return { prefix: free, declaration: `xmlns:${free}="${uri}"` };
}

function escape(value: string, quote = ''): string {
  const text = [...value]
    .filter(isXmlCharacter)
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    // As they stand, a parser would take them for blanks, and so would whoever sets lines anew.
    .replaceAll('\r', '&#xD;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\t', '&#x9;');
  return quote === '' ? text : text.replaceAll(quote, quote === '"' ? '&quot;' : '&apos;');
}

function isXmlCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return '\t\n\r'.includes(character);
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}
