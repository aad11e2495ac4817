import type { Dispute } from '../../shared/sidecars.ts';
import { labels, noVerdict, verdictFields, type Verdict, type VerdictField } from '../../shared/verdict.ts';
import { profile } from './decisions.ts';
import type { Statements } from './statements.ts';

/** Per field what verdict and sidecar had when they were last the same; null where they never were. */
export type InStep = { [Field in VerdictField]: Verdict[Field] | null };

/** Per field what the sidecar says where both sides changed since; null where nothing is disputed. */
export type Disputed = Record<VerdictField, string | null>;

/** A file of a photo, and the sidecars that may lie beside it. */
export interface SidecarPlace {
  photo: number;
  rootPath: string;
  /** Relative to the root, forward slashes; the RAW where a photo has several files. */
  file: string;
  format: string | null;
  /** IMG_1.xmp; null where that name belongs to another photo. */
  stem: string | null;
  /** IMG_1.CR2.xmp. */
  full: string;
  verdict: Verdict;
  inStep: InStep;
  /** What was about to be written when the program was last killed; null where nothing was. */
  intent: InStep;
  disputed: Disputed;
  writtenAs: string | null;
}

/** What is about to be written to a photo's sidecar, and what both sides have in common until it is. */
export interface SidecarIntent {
  photo: number;
  inStep: InStep;
  intent: InStep;
}

/** What became of a comparison. */
export interface SidecarNote {
  photo: number;
  inStep: InStep;
  disputed: Disputed;
  /** Set where the sidecar stands now as the program writes it. */
  writtenAs: string | null;
  /** Sidecars as they were read or written, relative to the photo's root. */
  files: { path: string; size: number; mtime: number }[];
}

/** Which file of a shot its sidecar belongs to: the camera's RAW, a DNG made of it, any other. */
const rawFirst = `CASE WHEN file.format IN ('cr2', 'cr3', 'crw', 'nef', 'arw', 'pef', 'srw', 'raf', 'rw2', 'orf', 'x3f', 'raw') THEN 0
  WHEN file.format = 'dng' THEN 1 ELSE 2 END`;

const isDisputed = 'disputed_pick IS NOT NULL OR disputed_stars IS NOT NULL OR disputed_label IS NOT NULL';

const isXmp = `file.path LIKE '%.xmp' AND file.gone_at IS NULL`;

export const sidecarQueries = {
  unread: `SELECT file.id, file.root_id AS root, file.path FROM file JOIN root ON root.id = file.root_id
    LEFT JOIN sidecar_file ON sidecar_file.file_id = file.id
    WHERE ${isXmp} AND file.id > ? AND root.offline = 0
      AND (sidecar_file.mtime IS NOT file.mtime OR sidecar_file.size IS NOT file.size)
    ORDER BY file.id LIMIT ?`,
  /** Photos by the names that share a stem: "/" follows "." in Unicode. */
  beside: `SELECT file.path, file.photo_id AS photo FROM file
    WHERE file.root_id = ? AND file.path >= ? AND file.path < ? AND file.gone_at IS NULL AND file.photo_id IS NOT NULL
    ORDER BY ${rawFirst}, file.path`,
  unwritten: `SELECT photo.id FROM photo
    LEFT JOIN verdict ON verdict.photo_id = photo.id AND verdict.profile_id = ${profile}
    LEFT JOIN sidecar_photo AS known ON known.photo_id = photo.id
    WHERE photo.id > ? AND (photo.shot_id IS NULL OR photo.shot_id = photo.id)
      AND (verdict.photo_id IS NOT NULL OR known.photo_id IS NOT NULL
        OR (? AND EXISTS (SELECT 1 FROM score WHERE score.photo_id = photo.id)))
      AND (known.written_as IS NOT ?
        OR (known.disputed_pick IS NULL AND known.pick IS NOT coalesce(verdict.pick, 'none'))
        OR (known.disputed_stars IS NULL AND known.stars IS NOT coalesce(verdict.stars, 0))
        OR (known.disputed_label IS NULL AND known.label IS NOT coalesce(verdict.label, 'none')))
      AND EXISTS (SELECT 1 FROM file WHERE file.photo_id = photo.id AND file.gone_at IS NULL
        AND file.root_id IN (SELECT id FROM root WHERE offline = 0))
    ORDER BY photo.id LIMIT ?`,
};

interface PlaceRow extends InStep {
  intent_pick: InStep['pick'];
  intent_stars: InStep['stars'];
  intent_label: InStep['label'];
  rootId: number;
  rootPath: string;
  path: string;
  format: string | null;
  disputed_pick: string | null;
  disputed_stars: string | null;
  disputed_label: string | null;
  written_as: string | null;
  now_pick: Verdict['pick'] | null;
  now_stars: number | null;
  now_label: Verdict['label'] | null;
}

/** What is known of the sidecars beside photos. */
export class Sidecars {
  readonly #db: Statements;

  constructor(db: Statements) {
    this.#db = db;
  }

  /**
   * Photos beside sidecars that came or changed since they were read.
   *
   * @param after where the last answer ended
   */
  unread(after: number, limit: number): { photos: number[]; last: number | null } {
    const files = this.#db
      .prepare<[number, number], { id: number; root: number; path: string }>(sidecarQueries.unread)
      .all(after, limit);
    const photos = files.flatMap(({ root, path }) => this.#photoOf(root, path) ?? []);
    return { photos: [...new Set(photos)], last: files.at(-1)?.id ?? null };
  }

  /** Photos whose verdict, or its form, is not in their sidecar yet. */
  unwritten(writtenAs: string, withScores: boolean, after: number, limit: number): number[] {
    return this.#db
      .prepare<[number, number, string, number], { id: number }>(sidecarQueries.unwritten)
      .all(after, Number(withScores), writtenAs, limit)
      .map(({ id }) => id);
  }

  /** Photos that are gone, or away, are left out. */
  places(photos: number[]): SidecarPlace[] {
    return photos.flatMap((photo) => this.#place(photo) ?? []);
  }

  /** Notes what is about to be written. Noting what became of it ends it. */
  intend(intents: SidecarIntent[]): void {
    const keep = this.#db.prepare(
      `INSERT INTO sidecar_photo (photo_id, pick, stars, label) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET pick = excluded.pick, stars = excluded.stars, label = excluded.label`,
    );
    const mean = this.#db.prepare(
      'INSERT OR REPLACE INTO sidecar_intent (photo_id, pick, stars, label) VALUES (?, ?, ?, ?)',
    );
    for (const { photo, inStep, intent } of intents) {
      keep.run(photo, inStep.pick, inStep.stars, inStep.label);
      mean.run(photo, intent.pick, intent.stars, intent.label);
    }
  }

  note(notes: SidecarNote[]): void {
    const done = this.#db.prepare('DELETE FROM sidecar_intent WHERE photo_id = ?');
    const keep = this.#db.prepare(
      `INSERT INTO sidecar_photo
         (photo_id, pick, stars, label, disputed_pick, disputed_stars, disputed_label, written_as)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET pick = excluded.pick, stars = excluded.stars, label = excluded.label,
         disputed_pick = excluded.disputed_pick, disputed_stars = excluded.disputed_stars,
         disputed_label = excluded.disputed_label, written_as = excluded.written_as`,
    );
    const keepFile = this.#db.prepare(
      `INSERT OR REPLACE INTO sidecar_file (file_id, size, mtime)
       SELECT id, ?, ? FROM file WHERE path = ? AND gone_at IS NULL
         AND root_id IN (SELECT root_id FROM file WHERE photo_id = ? AND gone_at IS NULL)`,
    );
    for (const { photo, inStep, disputed, writtenAs, files } of notes) {
      done.run(photo);
      keep.run(
        photo,
        inStep.pick,
        inStep.stars,
        inStep.label,
        disputed.pick,
        disputed.stars,
        disputed.label,
        writtenAs,
      );
      for (const { path, size, mtime } of files) keepFile.run(size, mtime, path, photo);
    }
  }

  /** What both sides changed, to choose from. */
  disputes(limit: number): Dispute[] {
    const photos = this.#db
      .prepare<[number], { photo_id: number }>(
        `SELECT photo_id FROM sidecar_photo WHERE ${isDisputed} ORDER BY photo_id LIMIT ?`,
      )
      .all(limit);
    return this.places(photos.map(({ photo_id }) => photo_id)).flatMap((place) => {
      const cut = place.file.lastIndexOf('/');
      return verdictFields.flatMap((field) => {
        const outside = place.disputed[field];
        if (outside === null) return [];
        const name = place.file.slice(cut + 1);
        const folder = place.file.slice(0, Math.max(0, cut));
        return [{ photo: place.photo, name, folder, field, here: String(place.verdict[field]), outside }];
      });
    });
  }

  countDisputes(): number {
    const disputed = verdictFields.map((field) => `(disputed_${field} IS NOT NULL)`).join(' + ');
    const row = this.#db
      .prepare<[], { count: number | null }>(
        `SELECT sum(${disputed}) AS count FROM sidecar_photo WHERE ${isDisputed}`,
      )
      .get();
    return row?.count ?? 0;
  }

  /**
   * Takes the sidecar's value for known on both sides, so that the verdict here is what changed since.
   *
   * @returns that value; "none" for a label that is a word for none of our colours; null where nothing is disputed
   */
  resolve(photo: number, field: VerdictField): Verdict[VerdictField] | null {
    const row = this.#db
      .prepare<[number], { value: string | null }>(
        `SELECT disputed_${field} AS value FROM sidecar_photo WHERE photo_id = ?`,
      )
      .get(photo);
    if (!row || row.value === null) return null;
    const value = field === 'stars' ? Number(row.value) : row.value;
    const known = field !== 'label' || labels.some((label) => label === value) ? value : noVerdict.label;
    this.#db
      .prepare(`UPDATE sidecar_photo SET ${field} = ?, disputed_${field} = NULL WHERE photo_id = ?`)
      .run(known, photo);
    return known as Verdict[VerdictField];
  }

  #place(photo: number): SidecarPlace | null {
    const row = this.#db
      .prepare<[number], PlaceRow>(
        `SELECT file.root_id AS rootId, root.path AS rootPath, file.path, file.format,
           known.pick, known.stars, known.label, known.disputed_pick, known.disputed_stars, known.disputed_label,
           known.written_as, intent.pick AS intent_pick, intent.stars AS intent_stars, intent.label AS intent_label,
           verdict.pick AS now_pick, verdict.stars AS now_stars, verdict.label AS now_label
         FROM file JOIN root ON root.id = file.root_id
           LEFT JOIN verdict ON verdict.photo_id = file.photo_id AND verdict.profile_id = ${profile}
           LEFT JOIN sidecar_photo AS known ON known.photo_id = file.photo_id
           LEFT JOIN sidecar_intent AS intent ON intent.photo_id = file.photo_id
         WHERE file.photo_id = ? AND file.gone_at IS NULL AND root.offline = 0
         ORDER BY ${rawFirst}, file.path LIMIT 1`,
      )
      .get(photo);
    if (!row) return null;
    const { rootId, rootPath, path, format, pick, stars, label } = row;
    const stem = stemOf(path);
    return {
      photo,
      rootPath,
      file: path,
      format,
      stem: this.#photoOf(rootId, `${stem}.xmp`) === photo ? this.#spelled(rootId, `${stem}.xmp`) : null,
      full: this.#spelled(rootId, `${path}.xmp`),
      verdict: {
        pick: row.now_pick ?? noVerdict.pick,
        stars: row.now_stars ?? noVerdict.stars,
        label: row.now_label ?? noVerdict.label,
      },
      inStep: { pick, stars, label },
      intent: { pick: row.intent_pick, stars: row.intent_stars, label: row.intent_label },
      disputed: { pick: row.disputed_pick, stars: row.disputed_stars, label: row.disputed_label },
      writtenAs: row.written_as,
    };
  }

  /** The photo a sidecar belongs to; null where it lies beside none. */
  #photoOf(root: number, sidecar: string): number | null {
    const named = sidecar.slice(0, -'.xmp'.length);
    const full = this.#db
      .prepare<[number, string], { photo: number | null }>(
        'SELECT photo_id AS photo FROM file WHERE root_id = ? AND path = ? AND gone_at IS NULL',
      )
      .get(root, named);
    if (full?.photo) return full.photo;
    const beside = this.#db
      .prepare<[number, string, string], { path: string; photo: number }>(sidecarQueries.beside)
      .all(root, `${named}.`, `${named}/`)
      .find(({ path }) => stemOf(path) === named);
    return beside?.photo ?? null;
  }

  /** As the folder spells it, where it is there: some systems have IMG_1.XMP. */
  #spelled(root: number, path: string): string {
    const upper = `${path.slice(0, -'.xmp'.length)}.XMP`;
    const row = this.#db
      .prepare<[number, string, string], { path: string }>(
        'SELECT path FROM file WHERE root_id = ? AND path IN (?, ?) AND gone_at IS NULL ORDER BY path DESC LIMIT 1',
      )
      .get(root, path, upper);
    return row?.path ?? path;
  }
}

function stemOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}
