import { PlainError } from './result.ts';

/** What a template may say of a photograph. */
export interface NameFacts {
  /** The file's own name without its ending. */
  name: string;
  /** Name of the folder it lies in. */
  folder: string;
  /** Local wall clock as milliseconds since 1970 read as UTC. */
  taken: number;
  camera: string | null;
  serial: string | null;
  /** Of the shot in this run, from 1. */
  number: number;
}

/** A path below the target folder, without ending; forward slashes between folders. */
export type NameTemplate = (facts: NameFacts) => string;

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');
const dateOf = ({ taken }: NameFacts): Date => new Date(taken);

const fields: Record<string, (facts: NameFacts, digits: number | null) => string> = {
  name: ({ name }) => name,
  folder: ({ folder }) => folder,
  camera: ({ camera }) => camera ?? 'camera',
  serial: ({ serial }) => serial ?? 'serial',
  number: ({ number }, digits) => pad(number, digits ?? 4),
  year: (facts) => pad(dateOf(facts).getUTCFullYear(), 4),
  month: (facts) => pad(dateOf(facts).getUTCMonth() + 1),
  day: (facts) => pad(dateOf(facts).getUTCDate()),
  hour: (facts) => pad(dateOf(facts).getUTCHours()),
  minute: (facts) => pad(dateOf(facts).getUTCMinutes()),
  second: (facts) => pad(dateOf(facts).getUTCSeconds()),
  date: (facts) => new Date(facts.taken).toISOString().slice(0, 10),
  time: (facts) => new Date(facts.taken).toISOString().slice(11, 19).replaceAll(':', '-'),
};

export const templateFields: readonly string[] = Object.keys(fields);

/**
 * Reads a template such as `{date}/{date}_{number:5}_{name}`.
 *
 * @throws PlainError naming what in it is not understood
 */
export function parseTemplate(template: string): NameTemplate {
  const problem = problemOf(template);
  if (problem !== null) throw new PlainError(`The name template "${template}" ${problem}.`);
  return (facts) =>
    template
      .split('/')
      .map((part) =>
        tidyName(
          part.replace(placeholder, (_, field: string, digits: string | undefined) =>
            // A slash in a camera's name makes no folder.
            (fields[field]?.(facts, digits === undefined ? null : Number(digits)) ?? '').replace(
              /[/\\]/g,
              '_',
            ),
          ),
        ),
      )
      .join('/');
}

/** The same fields in a text that names no file, such as "© {year} A. Person"; what is not known stays as it is written. */
export const fillText = (text: string, facts: NameFacts): string =>
  text.replace(placeholder, (whole, field: string, digits: string | undefined) =>
    Object.hasOwn(fields, field)
      ? (fields[field]?.(facts, digits === undefined ? null : Number(digits)) ?? whole)
      : whole,
  );

const placeholder = /\{(\w+)(?::(\d))?\}/g;

function problemOf(template: string): string | null {
  for (const [whole, field = ''] of template.matchAll(placeholder)) {
    if (!Object.hasOwn(fields, field)) {
      return `names ${whole}, which is not known; known are ${templateFields.map((known) => `{${known}}`).join(' ')}`;
    }
  }
  if (/[{}]/.test(template.replace(placeholder, ''))) return 'has a brace without its partner';
  const parts = template.split('/');
  if (parts.some((part) => part.trim() === '')) return 'has an empty name between its slashes';
  if (parts.some((part) => /^\.+$/.test(part.trim()))) return 'leaves the target folder';
  return null;
}

/** Names that Windows keeps for devices, whatever their ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A name that every file system takes, so that a copy made on one can be moved to another. */
export function tidyName(name: string): string {
  const clean = name
    .replace(/[<>:"|?*\\]|\p{Cc}/gu, '_')
    .replace(/[. ]+$/, '')
    .replace(/^ +/, '');
  if (clean === '' || /^\.+$/.test(clean)) return '_';
  return reserved.test(clean) ? `${clean}_` : clean;
}
