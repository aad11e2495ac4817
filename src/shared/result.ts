/** What crosses a process: only `message` survives a thrown error, so failures travel as values. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: string };

/** A failure that may be shown to the person as it stands: one plain sentence. */
export class PlainError extends Error {
  override name = 'PlainError';
}

/** The sentence of a failure, for people. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
