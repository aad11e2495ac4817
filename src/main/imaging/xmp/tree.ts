import { parseXml, type XmlElement, XmlText } from '@rgrove/parse-xml';
import { PlainError } from '../../../shared/result.ts';

/** An element with its names resolved and its place in the text, so that a change touches nothing around it. */
export interface Element {
  /** Namespace and local name. */
  uri: string;
  name: string;
  /** As spelled, prefix included. */
  spelled: string;
  attributes: Attribute[];
  children: Element[];
  /** What is written between its tags, without that of its children, references resolved. */
  text: string;
  /** Prefixes in force inside it. */
  scope: ReadonlyMap<string, string>;
  /** From "<" of the start tag to behind ">" of the end tag. */
  start: number;
  end: number;
  /** Behind the last attribute. */
  attributesEnd: number;
  /** Between the tags; null where there is no end tag. */
  content: { start: number; end: number } | null;
}

export interface Attribute {
  uri: string;
  name: string;
  value: string;
  /** With the blanks before it. */
  start: number;
  end: number;
  /** Between the quotes. */
  valueStart: number;
  valueEnd: number;
  quote: string;
}

/**
 * Reads XML with the place of everything in it. Entities other than XML's own five are refused, and nothing outside the
 * text is ever asked for.
 *
 * @throws PlainError where it is not well-formed
 */
export function parseTree(text: string): Element {
  try {
    const parsable = sameLength(text);
    const { root } = parseXml(parsable, { includeOffsets: true });
    if (!root) throw new Error('It is empty');
    return elementOf(root, parsable, new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]));
  } catch (error) {
    // Elements nested by the thousand end as a RangeError of the stack.
    throw new PlainError('It is not well-formed XML.', { cause: error });
  }
}

/** The line ends and paddings that XML or its parser would stumble over, replaced one for one: places stay true. */
const sameLength = (text: string): string =>
  text
    .replaceAll('\r\n', ' \n')
    .replaceAll('\r', '\n')
    .replace(/\0+$/, (padding) => ' '.repeat(padding.length));

function elementOf(node: XmlElement, text: string, outer: ReadonlyMap<string, string>): Element {
  const declared = Object.entries(node.attributes).filter(([spelled]) => /^xmlns(:|$)/.test(spelled));
  const scope =
    declared.length === 0
      ? outer
      : new Map([...outer, ...declared.map(([spelled, uri]) => [spelled.slice(6), uri] as const)]);
  const { attributes, end: attributesEnd } = attributesOf(node, text, scope);
  const tagEnd = text.indexOf('>', attributesEnd) + 1;
  const isEmpty = text.slice(attributesEnd, tagEnd).includes('/');
  const [prefix, name] = split(node.name);
  return {
    uri: scope.get(prefix) ?? '',
    name,
    spelled: node.name,
    attributes,
    children: node.children
      .filter((child) => child.type === 'element')
      .map((child) => elementOf(child as XmlElement, text, scope)),
    text: node.children.map((child) => (child instanceof XmlText ? child.text : '')).join(''),
    scope,
    start: node.start,
    end: node.end,
    attributesEnd,
    content: isEmpty ? null : { start: tagEnd, end: text.lastIndexOf('</', node.end - 1) },
  };
}

/** The parser tells the values, not their places; the start tag is well-formed, so a pattern finds them. */
function attributesOf(
  node: XmlElement,
  text: string,
  scope: ReadonlyMap<string, string>,
): { attributes: Attribute[]; end: number } {
  const attributes: Attribute[] = [];
  const pattern = /\s+([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
  let end = node.start + 1 + node.name.length;
  pattern.lastIndex = end;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    end = pattern.lastIndex;
    const [, spelled = '', double, single = ''] = match;
    const [prefix, name] = split(spelled);
    attributes.push({
      // An attribute without a prefix has no namespace, whatever the default one is.
      uri: prefix === '' ? '' : (scope.get(prefix) ?? ''),
      name: prefix === 'xmlns' ? spelled : name,
      value: node.attributes[spelled] ?? '',
      start: match.index,
      end,
      valueStart: end - 1 - (double ?? single).length,
      valueEnd: end - 1,
      quote: text.charAt(end - 1),
    });
  }
  return { attributes, end };
}

const split = (spelled: string): [prefix: string, name: string] => {
  const colon = spelled.indexOf(':');
  return colon === -1 ? ['', spelled] : [spelled.slice(0, colon), spelled.slice(colon + 1)];
};
