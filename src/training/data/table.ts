import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PlainError } from '../../shared/result.ts';

/** A line of a table of labels, and where it stands, for errors. */
export interface Line<Row> {
  row: Row;
  /** "FILE, line N" */
  place: string;
}

/** A number written in a table, from `low` to `high`. */
export const numberFrom = (low: number, high: number) =>
  z
    .string()
    .transform((text) => (text.trim() === '' ? NaN : Number(text)))
    .refine((value) => value >= low && value <= high, `not a number from ${low} to ${high}`);

/** @throws PlainError naming the photograph and the line that lists it, where it is missing */
export function imageAt(folder: string, name: string, place: string): string {
  const file = join(folder, name);
  if (!existsSync(file)) throw new PlainError(`${place}: the photograph ${file} is missing.`);
  return file;
}

/**
 * Reads a CSV file with a header.
 *
 * @throws PlainError naming file and line when a line is malformed or a label is out of its range
 */
export function readTable<Row>(file: string, schema: z.ZodType<Row>, delimiter = ','): Line<Row>[] {
  if (!existsSync(file))
    throw new PlainError(`${file} is missing: give the folder that holds it with --data.`);
  return parseLines(file, delimiter).map(({ record, info }) => {
    const place = `${file}, line ${info.lines}`;
    const parsed = schema.safeParse(record);
    if (parsed.success) return { row: parsed.data, place };
    const [issue] = parsed.error.issues;
    throw new PlainError(`${place}: ${issue?.path.join('.') ?? 'row'} is ${issue?.message ?? 'malformed'}.`);
  });
}

const parsedSchema = z.array(z.object({ record: z.unknown(), info: z.object({ lines: z.number() }) }));

function parseLines(file: string, delimiter: string): z.infer<typeof parsedSchema> {
  try {
    return parsedSchema.parse(parse(readFileSync(file), { bom: true, columns: true, info: true, delimiter }));
  } catch (error) {
    const line = z.object({ lines: z.number() }).safeParse(error);
    const place = line.success ? `${file}, line ${line.data.lines}` : file;
    throw new PlainError(`${place}: the line does not have the columns that the header names.`);
  }
}
