import { PlainError } from '../../../shared/result.ts';
import { parseTree, type Attribute, type Element } from './tree.ts';

export const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** Proofsheet's own fields: no other program gives them a meaning, and none takes them away. */
export const ownNamespace = 'urn:proofsheet:xmp:1.0/';

export type Kind =
  | 'text'
  /** Unordered and ordered lists. */
  | 'bag'
  | 'seq'
  /** A text per language, of which the default one is meant. */
  | 'lang';

export interface Property {
  uri: string;
  /** What it is spelled with where the packet has no spelling of its own. */
  prefix: string;
  name: string;
  kind: Kind;
}

type PropertyOf<K extends Kind> = Property & { kind: K };

const property = <K extends Kind>(uri: string, prefix: string, kind: K, name: string): PropertyOf<K> => ({
  uri,
  prefix,
  name,
  kind,
});

const xmp = (name: string) => property('http://ns.adobe.com/xap/1.0/', 'xmp', 'text', name);
const digiKam = <K extends Kind>(name: string, kind: K) =>
  property('http://www.digikam.org/ns/1.0/', 'digiKam', kind, name);
const dc = <K extends Kind>(name: string, kind: K) =>
  property('http://purl.org/dc/elements/1.1/', 'dc', kind, name);
const own = (name: string) => property(ownNamespace, 'proofsheet', 'text', name);

/** The fields that are read and, where they are ours to say, written. */
export const properties = {
  /** 0 to 5; -1 is a reject. */
  rating: xmp('Rating'),
  /** A word of the program's language. */
  label: xmp('Label'),
  /** -1 rejected, 0 none, 1 picked. */
  pick: property('http://ns.adobe.com/xmp/1.0/DynamicMedia/', 'xmpDM', 'text', 'pick'),
  /** 0 none, 1 rejected, 2 pending, 3 accepted. */
  pickLabel: digiKam('PickLabel', 'text'),
  /** 0 none, 1 red, 2 orange, 3 yellow, 4 green, 5 blue, 6 magenta, 7 grey, 8 black, 9 white. */
  colorLabel: digiKam('ColorLabel', 'text'),
  tagsList: digiKam('TagsList', 'seq'),
  /** 0 red, 1 yellow, 2 green, 3 blue, 4 purple; several may be set. */
  darktableLabels: property('http://darktable.sf.net/', 'darktable', 'seq', 'colorlabels'),
  subject: dc('subject', 'bag'),
  hierarchicalSubject: property('http://ns.adobe.com/lightroom/1.0/', 'lr', 'bag', 'hierarchicalSubject'),
  title: dc('title', 'lang'),
  description: dc('description', 'lang'),
  creator: dc('creator', 'seq'),
  rights: dc('rights', 'lang'),
  /** "pick", "reject" or "none"; "0" to "5"; a colour's English name in lower case, or "none". */
  ownPick: own('pick'),
  ownStars: own('stars'),
  ownLabel: own('label'),
  /** What the network says, e.g. "overall=71 sharpness=64", each 0 to 100. */
  ownScores: own('scores'),
} as const satisfies Record<string, Property>;

export type Field = keyof typeof properties;

/** Which fields hold lists. */
type ListField = {
  [Name in Field]: (typeof properties)[Name]['kind'] extends 'text' | 'lang' ? never : Name;
}[Field];

/** A packet's fields as spelled there; null or empty where it says nothing. */
export type Fields = { [Name in Field]: Name extends ListField ? string[] : string | null };

/** The top-level descriptions of a packet, in their order, and what they lie in. */
export interface Description {
  graph: Element;
  descriptions: Element[];
}

/** @throws PlainError where the text is not XML, or has no RDF in it */
export function describe(text: string): Description {
  const root = parseTree(text);
  const graph = [root, ...root.children].find((element) => isRdf(element, 'RDF'));
  if (!graph) throw new PlainError('It has no XMP in it.');
  return {
    graph,
    descriptions: graph.children.filter((child) => isRdf(child, 'Description')),
  };
}

export type Place = { element: Element } | { attribute: Attribute };

/** Where a property is said; more than once only in packets that break the rules. */
export const placesOf = ({ descriptions }: Description, { uri, name }: Property): Place[] =>
  descriptions.flatMap((description) => [
    ...description.attributes
      .filter((attribute) => attribute.uri === uri && attribute.name === name)
      .map((attribute) => ({ attribute })),
    ...description.children
      .filter((element) => element.uri === uri && element.name === name)
      .map((element) => ({ element })),
  ]);

/** The value of a property: all items of a list, one of a text, none where the packet does not say. */
export function valuesOf(place: Place, kind: Kind): string[] {
  if ('attribute' in place) return [place.attribute.value];
  const container = containerOf(place.element);
  if (!container) return [valueOf(place.element)];
  const items = itemsIn(container);
  if (kind !== 'lang') return items.map(valueOf);
  const item = items.find(isDefaultLanguage) ?? items[0];
  return item ? [valueOf(item)] : [];
}

const isRdf = ({ uri, name }: { uri: string; name: string }, ...names: string[]): boolean =>
  uri === rdf && names.includes(name);

export const containerOf = (element: Element): Element | undefined =>
  element.children.find((child) => isRdf(child, 'Bag', 'Seq', 'Alt'));

export const itemsIn = (container: Element): Element[] =>
  container.children.filter((child) => isRdf(child, 'li'));

export const isDefaultLanguage = (item: Element): boolean =>
  item.attributes.some(({ name, value }) => name === 'lang' && value === 'x-default');

export function valueOf(element: Element): string {
  const place = valuePlace(element);
  return 'attribute' in place ? place.attribute.value : place.element.text;
}

/** Where the value of an element stands: where something is said about it, that is an rdf:value further in. */
export function valuePlace(element: Element): Place {
  const attribute = element.attributes.find((one) => isRdf(one, 'value', 'resource'));
  if (attribute) return { attribute };
  const inner = element.children.find((child) => isRdf(child, 'Description', 'value'));
  return inner ? valuePlace(inner) : { element };
}
