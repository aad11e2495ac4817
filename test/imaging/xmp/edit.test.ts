import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editXmp, type Changes } from '../../../src/main/imaging/xmp/edit.ts';
import { decodePacket } from '../../../src/main/imaging/xmp/encoding.ts';
import { describe as topLevel, properties } from '../../../src/main/imaging/xmp/properties.ts';
import { readXmp } from '../../../src/main/imaging/xmp/read.ts';
import { photosAbsent, sharedPhotos } from '../shared-photos.ts';

const known = new Set(Object.values(properties).map(({ uri, name }) => uri + name));
const isForeign = ({ uri, name }: { uri: string; name: string }): boolean => !known.has(uri + name);

/** Everything in a packet that others wrote, character by character. */
function foreign(bytes: Uint8Array) {
  const { text } = decodePacket(bytes);
  const { graph, descriptions } = topLevel(text);
  const inside = descriptions.map((description) => ({
    attributes: description.attributes
      .filter((attribute) => isForeign(attribute) && !attribute.name.startsWith('xmlns'))
      .map(({ start, end }) => text.slice(start, end)),
    namespaces: description.attributes
      .filter(({ name }) => name.startsWith('xmlns'))
      .map(({ value, name }) => `${name}=${value}`),
    elements: description.children.filter(isForeign).map(({ start, end }) => text.slice(start, end)),
    comments: text.slice(description.start, description.end).match(/<!--.*?-->|<\?.*?\?>/gs) ?? [],
  }));
  return { before: text.slice(0, graph.start), inside, after: text.slice(graph.end) };
}

/** Namespaces may be added to, nothing else. */
function expectForeignKept(before: Uint8Array, after: Uint8Array): void {
  const [old, now] = [foreign(before), foreign(after)];
  expect(now.before).toBe(old.before);
  expect(now.after).toBe(old.after);
  expect(now.inside.length).toBe(Math.max(1, old.inside.length));
  old.inside.forEach((one, index) => {
    const { namespaces, ...rest } = one;
    expect(now.inside[index]).toMatchObject(rest);
    expect(now.inside[index]?.namespaces).toEqual(expect.arrayContaining(namespaces));
  });
}

const text = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.constantFrom('<!--', '&amp;', '"\'', ']]>', 'Röt', '🙂', '\r\n\t', '\0'),
);
const list = fc.array(text, { maxLength: 4 });
const changes: fc.Arbitrary<Changes> = fc.record(
  {
    rating: fc.option(fc.constantFrom('-1', '0', '3', '5')),
    label: fc.option(text),
    pick: fc.option(fc.constantFrom('-1', '0', '1')),
    pickLabel: fc.option(fc.constantFrom('0', '1', '3')),
    darktableLabels: list,
    subject: list,
    hierarchicalSubject: list,
    title: fc.option(text),
    description: fc.option(text),
    creator: list,
    ownPick: fc.option(text),
  },
  { requiredKeys: [] },
);

/** What a reader gives back of a value: XML has no control characters, and blanks at the ends mean nothing. */
const isXmlCharacter = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return (
    '\t\n\r'.includes(character) ||
    (code >= 0x20 && (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff)
  );
};
const said = (value: string): string => [...value].filter(isXmlCharacter).join('').trim();

function expectSaid(bytes: Uint8Array, wanted: Changes): void {
  const read = readXmp(bytes);
  for (const [field, value] of Object.entries(wanted) as [keyof Changes, string | string[] | null][]) {
    if (Array.isArray(value)) {
      expect([...(read[field] ?? [])].sort()).toEqual(value.map(said).filter(Boolean).sort());
    } else {
      expect(read[field], field).toEqual(value === null ? null : said(value) || null);
    }
  }
}

const packet = (inside: string, attributes = ''): string =>
  `<?xml version="1.0"?>\n<!-- kept --><x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
${inside}
 </rdf:RDF>
</x:xmpmeta><?adobe keep?>`.replace('<rdf:Description ', `<rdf:Description ${attributes} `);

const faces = `<mwg:Regions rdf:parseType='Resource' xmlns:mwg="urn:regions">
    <mwg:List><rdf:Bag><rdf:li mwg:Name="Zoë &amp; Ян" /></rdf:Bag></mwg:List>
   </mwg:Regions>`;

/** The same in the dialects that programs write. */
const dialects: Record<string, string> = {
  'attributes, as Adobe writes': packet(`  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   xmp:Rating="2"
   crs:Exposure2012="+0.50"
   crs:Note='said "so" &#x41; &lt;b&gt;'>
   ${faces}
  </rdf:Description>`),
  'elements, a description a namespace, as ExifTool writes': packet(`
 <rdf:Description rdf:about='' xmlns:xap='http://ns.adobe.com/xap/1.0/'>
  <xap:Rating>4</xap:Rating><!-- of a person -->
  <xap:Label><![CDATA[Rot]]></xap:Label>
 </rdf:Description>
 <rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'>
  <dc:subject><rdf:Bag><rdf:li>one</rdf:li><rdf:li xml:lang='de'>zwei</rdf:li></rdf:Bag></dc:subject>
  <dc:title><rdf:Alt><rdf:li xml:lang='x-default'>T</rdf:li><rdf:li xml:lang='de'>Titel</rdf:li></rdf:Alt></dc:title>
 </rdf:Description>
 <rdf:Description rdf:about='' xmlns:o='urn:other'>${faces}</rdf:Description>`),
  'prefixes that mean something else': packet(
    `<rdf:Description rdf:about='uuid:1' xmp:Rating="9" dc:subject="x" xmlns:digiKam="urn:not-digikam"/>`,
    `xmlns:xmp="urn:not-xmp" xmlns:dc='urn:not-dc'`,
  ),
  'a default namespace, values with qualifiers': packet(`<rdf:Description rdf:about="">
   <Rating xmlns="http://ns.adobe.com/xap/1.0/" rdf:parseType="Resource">
    <rdf:value>3</rdf:value><q xmlns="urn:q">0.5</q>
   </Rating></rdf:Description>`),
  'what breaks the rules: said twice, a list as a text': packet(
    `<rdf:Description rdf:about="" xmp:Rating="1" dc:subject="lone"
      xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    ><xmp:Rating>2</xmp:Rating><dc:creator>Me</dc:creator></rdf:Description>`,
  ),
  'nothing yet': packet(''),
  'nothing yet, and no room': `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>`,
};

const packets: [string, Uint8Array][] = [
  ...Object.entries(dialects).map(([name, one]): [string, Uint8Array] => [name, Buffer.from(one)]),
  ['Windows line ends', Buffer.from(Object.values(dialects)[0]?.replaceAll('\n', '\r\n') ?? '')],
  ['UTF-16, big-endian', Buffer.from(`\ufeff${dialects['nothing yet']}`, 'utf16le').swap16()],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${Object.values(dialects)[1]}`)],
  ...(photosAbsent ? [] : sharedPhotos('sidecars')).map((path): [string, Uint8Array] => [
    basename(path),
    readFileSync(path),
  ]),
];

describe.each(packets)('editXmp on %s', (_name, bytes) => {
  it('says what it was told through any changes, and keeps what others wrote', () => {
    fc.assert(
      fc.property(fc.array(changes, { minLength: 1, maxLength: 4 }), (steps) => {
        let current = bytes;
        for (const step of steps) {
          current = editXmp(current, step);
          expectSaid(current, step);
        }
        expectForeignKept(bytes, current);
      }),
      { numRuns: 25 },
    );
  });

  it('gives the same bytes back where nothing changes', () => {
    const { rating, subject, title } = readXmp(bytes);
    const untouched = editXmp(bytes, Buffer.from(bytes).includes('lone') ? {} : { rating, subject, title });
    expect(Buffer.compare(untouched, bytes)).toBe(0);
  });

  it('ends where it began when a field that was not there is set and taken out', () => {
    fc.assert(
      fc.property(fc.constantFrom('1', '3'), (value) => {
        const without = editXmp(bytes, { pickLabel: null, ownStars: null });
        const declared = editXmp(editXmp(without, { pickLabel: value, ownStars: value }), {
          pickLabel: null,
          ownStars: null,
        });
        expectForeignKept(without, declared);
      }),
      { numRuns: 2 },
    );
  });
});

describe('editXmp', () => {
  it('changes nothing but the characters of the value', () => {
    const before = Object.values(dialects)[0] ?? '';
    const after = Buffer.from(editXmp(Buffer.from(before), { rating: '5' })).toString();
    expect(after).toBe(before.replace('xmp:Rating="2"', 'xmp:Rating="5"'));
  });

  it('makes a packet of its own where there is none', () => {
    const made = editXmp(null, { rating: '-1', subject: ['a', 'b'], title: 'T' });
    expect(readXmp(made)).toMatchObject({ rating: '-1', subject: ['a', 'b'], title: 'T', label: null });
    expect(Buffer.from(made).toString().replace('\ufeff', 'BOM')).toMatchInlineSnapshot(`
      "<?xpacket begin="BOM" id="W5M0MpCehiHzreSzNTczkc9d"?>
      <x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Proofsheet">
       <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="-1" xmlns:dc="http://purl.org/dc/elements/1.1/">
         <dc:subject>
          <rdf:Bag>
           <rdf:li>a</rdf:li>
           <rdf:li>b</rdf:li>
          </rdf:Bag>
         </dc:subject>
         <dc:title>
          <rdf:Alt>
           <rdf:li xml:lang="x-default">T</rdf:li>
          </rdf:Alt>
         </dc:title>
        </rdf:Description>
       </rdf:RDF>
      </x:xmpmeta>
      <?xpacket end="w"?>
      "
    `);
  });

  it('changes the default language of a title and leaves the others', () => {
    const bytes = Buffer.from(Object.values(dialects)[1] ?? '');
    const after = Buffer.from(editXmp(bytes, { title: 'New' })).toString();
    expect(after).toBe(bytes.toString().replace('>T<', '>New<'));
  });
});

describe('readXmp', () => {
  it('reads every dialect alike', () => {
    const ratings = Object.values(dialects).map((one) => readXmp(Buffer.from(one)).rating);
    expect(ratings).toEqual(['2', '4', null, '3', '1', null, null]);
  });

  const billion = `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>`;
  it.each([
    ['entities of its own', billion + packet('<rdf:Description rdf:about="&b;"/>').slice(22)],
    ['an entity from a file', '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><r>&f;</r>'],
    ['elements nested without end', '<a>'.repeat(200_000)],
    ['no XMP', '<html></html>'],
    ['half a file', Object.values(dialects)[0]?.slice(0, 300) ?? ''],
    ['nothing', ''],
    ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><r/>'],
    ['bytes that are no text', Buffer.from([0x3c, 0xc3, 0x28])],
    ['too much', Buffer.alloc(17 * 1024 * 1024, 32)],
  ])('refuses %s with a sentence', (_name, content) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    expect(() => readXmp(bytes)).toThrow(/^It (is|has) .*\.$/);
    expect(() => editXmp(bytes, { rating: '1' })).toThrow(/^It (is|has) .*\.$/);
  });

  it.skipIf(photosAbsent)('reads what real programs wrote', () => {
    const [digikam] = sharedPhotos('sidecars').filter((path) => path.includes('digikam'));
    expect(readXmp(readFileSync(digikam ?? ''))).toMatchObject({
      subject: ['test3', 'test', 'test2'],
      hierarchicalSubject: ['test3', 'test', 'test2'],
      tagsList: ['test3', 'test', 'test2'],
      description: '2014-Drachenfest-Waterfront-Bremen',
      rights: 'Klaus@SBiB',
      rating: null,
    });
  });
});
