import { keywordsOf } from './metadata.ts';
import type { Statements } from './statements.ts';

interface TextRow {
  path: string;
  rootPath: string;
  camera: string | null;
  lens: string | null;
  title: string | null;
  caption: string | null;
  label: string | null;
}

const textColumns = `file.path, root.path AS rootPath, photo.camera, photo.lens, photo.title, photo.caption,
  photo.file_label AS label
  FROM file JOIN photo ON photo.id = file.photo_id JOIN root ON root.id = file.root_id`;

export const searchQueries = {
  textOf: `SELECT ${textColumns} WHERE file.photo_id = ? AND file.gone_at IS NULL`,
  find: 'SELECT rowid FROM photo_text WHERE photo_text MATCH ?',
};

const word = /\p{L}[\p{L}\p{M}]*|\p{N}+/gu;

/**
 * Words as they are searched: runs of letters and runs of digits, so that "DSC03633" is found by "dsc", by "036" and,
 * without the zeros in front, by "3633".
 */
export const wordsOf = (text: string): string[] =>
  (text.normalize('NFC').match(word) ?? []).flatMap((found) => {
    const plain = found.replace(/^0+(?=\p{N})/u, '');
    return plain === found ? [found] : [found, plain];
  });

/** Text search over names, folders, keywords, title, caption, camera and lens; its index is part of every transaction. */
export class Search {
  readonly #db: Statements;
  /** The last answer: a view is asked for several times with the same text. */
  #last: { text: string; photos: Uint32Array } | null = null;

  constructor(db: Statements) {
    this.#db = db;
  }

  /** Brings the words of a photo up to the tables. */
  index(photo: number): void {
    this.#last = null;
    const row = this.#db.prepare<[number], TextRow>(searchQueries.textOf).get(photo);
    if (!row) {
      this.#db.prepare('DELETE FROM photo_text WHERE rowid = ?').run(photo);
      return;
    }
    const { path, rootPath, camera, lens, title, caption, label } = row;
    const rootName = rootPath.slice(Math.max(rootPath.lastIndexOf('/'), rootPath.lastIndexOf('\\')) + 1);
    const texts = [rootName, path, camera, lens, title, caption, label, ...keywordsOf(this.#db, photo)];
    const words = new Set(texts.flatMap((text) => (text === null ? [] : wordsOf(text))));
    this.#db
      .prepare('INSERT OR REPLACE INTO photo_text (rowid, words) VALUES (?, ?)')
      .run(photo, [...words].join(' '));
  }

  /** Catalogues from before there was a search have an index without words. */
  indexAllIfEmpty(): void {
    if (this.#db.prepare('SELECT 1 FROM photo_text_docsize LIMIT 1').get()) return;
    for (const { id } of this.#db.prepare<[], { id: number }>('SELECT id FROM root').all())
      this.indexRoot(id);
  }

  indexRoot(root: number): void {
    const photos = this.#db
      .prepare<[number], { photo: number }>(
        'SELECT photo_id AS photo FROM file WHERE root_id = ? AND photo_id IS NOT NULL AND gone_at IS NULL',
      )
      .all(root);
    for (const { photo } of photos) this.index(photo);
  }

  /**
   * Photos that have every word of a text, each perhaps only begun.
   *
   * @returns ids in no order; null where the text has no word to look for
   */
  find(text: string): Uint32Array | null {
    if (this.#last?.text === text) return this.#last.photos;
    const words = text.normalize('NFC').match(word);
    if (words === null) return null;
    const query = words.map((each) => `"${each}"*`).join(' ');
    const find = this.#db.prepare<[string], number>(searchQueries.find).pluck();
    const photos = Uint32Array.from(find.all(query));
    this.#last = { text, photos };
    return photos;
  }
}
