import { noVerdict, verdictFields, type Verdict } from '../../shared/verdict.ts';
import type { DecisionRow, Decisions } from './decisions.ts';
import type { PhotoChanges } from './files.ts';
import type { Jobs } from './jobs.ts';
import { pairingRules, pairUp, type Candidate, type Place } from './pairing.ts';
import { membersOf } from './shot-members.ts';
import type { Statements } from './statements.ts';

interface CandidateRow extends Omit<Candidate, 'showable' | 'edited'> {
  file: number;
  camera: string;
  showable: number;
  edited: number;
  shot: number | null;
  hidden: number;
  versionOf: number | null;
  scorable: number;
}

/** `model` is the one in use: what it has not scored yet is scored once it is shown. */
const candidates = `SELECT photo.id AS photo, file.id AS file, file.root_id AS root, file.path, file.format,
    photo.captured, photo.camera, photo.camera_serial AS cameraSerial, photo.width, photo.height,
    photo.picture_width AS pictureWidth, photo.picture_height AS pictureHeight, photo.edited,
    file.picture IS NOT NULL AND (file.failure IS NULL OR photo.thumbed = 1) AS showable,
    photo.shot_id AS shot, photo.hidden, photo.version_of AS versionOf,
    file.picture IS NOT NULL AND file.failure IS NULL AND NOT EXISTS (
      SELECT 1 FROM score WHERE score.photo_id = photo.id AND score.model_id = :model) AS scorable
  FROM photo JOIN file ON file.photo_id = photo.id AND file.gone_at IS NULL`;

export const shotQueries = {
  group: `${candidates} WHERE photo.captured >= :from AND photo.captured < :from + 1000 AND photo.camera = :camera`,
  all: `${candidates} WHERE photo.captured IS NOT NULL AND photo.camera IS NOT NULL
    ORDER BY photo.captured / 1000, photo.camera`,
  one: `${candidates} WHERE photo.id = :photo`,
  related: `SELECT id FROM photo WHERE id = :photo
    UNION SELECT id FROM photo WHERE shot_id = (SELECT shot_id FROM photo WHERE id = :photo)
    UNION SELECT id FROM photo WHERE version_of IN (
      SELECT id FROM photo WHERE shot_id = (SELECT shot_id FROM photo WHERE id = :photo) UNION SELECT :photo)`,
  keyOf: 'SELECT captured, camera FROM photo WHERE id = ?',
};

const alone: Place = { shot: null, hidden: false, versionOf: null };

/**
 * Which photos are files of one shot: one photo to the person, though each file keeps its identity, its history and its
 * row. A decision about one is a decision about all, so that nothing is lost when one of them goes or they are parted.
 */
export class Shots {
  readonly #db: Statements;
  readonly #jobs: Jobs;
  readonly #photos: PhotoChanges;
  readonly #decisions: Decisions;
  readonly #model: number;

  constructor(db: Statements, jobs: Jobs, photos: PhotoChanges, decisions: Decisions, model: number) {
    this.#db = db;
    this.#jobs = jobs;
    this.#photos = photos;
    this.#decisions = decisions;
    this.#model = model;
  }

  /** Pairs every photo, or parts all that are paired, where that is not how they are. */
  set(isOn: boolean): void {
    const rules = isOn ? pairingRules : 0;
    if (this.#rules() === rules) return;
    this.#db.prepare('UPDATE pairing SET rules = ?').run(rules);
    const rows = this.#db
      .prepare<[{ model: number }], CandidateRow>(shotQueries.all)
      .all({ model: this.#model });
    if (!isOn) return this.#settle(rows, new Map());
    for (let from = 0; from < rows.length;) {
      let to = from + 1;
      while (to < rows.length && isSameKey(rows[from], rows[to])) to++;
      const group = rows.slice(from, to);
      this.#settle(group, group.length > 1 ? pairUp(group.map(candidateOf)) : new Map());
      from = to;
    }
  }

  /** Pairs anew what belongs to these photos; to be called in the transaction that changed their names or facts. */
  reconsider(photos: Iterable<number>): void {
    if (this.#rules() === 0) return;
    const related = this.#db.prepare<[{ photo: number }], { id: number }>(shotQueries.related);
    const known = this.#db.prepare<[number], { captured: number | null; camera: string | null }>(
      shotQueries.keyOf,
    );
    const concerned = new Set<number>();
    for (const photo of photos) for (const { id } of related.all({ photo })) concerned.add(id);
    const groups = new Map<string, { from: number; camera: string }>();
    for (const photo of concerned) {
      const { captured = null, camera = null } = known.get(photo) ?? {};
      if (captured === null || camera === null) continue;
      const from = Math.floor(captured / 1000) * 1000;
      groups.set(`${String(from)} ${camera}`, { from, camera });
    }
    const find = this.#db.prepare<[{ from: number; camera: string; model: number }], CandidateRow>(
      shotQueries.group,
    );
    for (const group of groups.values()) {
      const rows = find.all({ ...group, model: this.#model });
      for (const { photo } of rows) concerned.delete(photo);
      this.#settle(rows, rows.length > 1 ? pairUp(rows.map(candidateOf)) : new Map());
    }
    for (const photo of concerned) this.#leave(photo);
  }

  #rules(): number {
    return this.#db.prepare<[], { rules: number }>('SELECT rules FROM pairing').get()?.rules ?? 0;
  }

  #settle(rows: readonly CandidateRow[], places: Map<number, Place>): void {
    const joined = new Set<number>();
    for (const row of rows) {
      const place = places.get(row.photo) ?? alone;
      if (place.hidden) this.#jobs.finish('score', row.file);
      if (row.shot === place.shot && (row.hidden === 1) === place.hidden && row.versionOf === place.versionOf)
        continue;
      this.#write(row.photo, place);
      if (row.hidden === 1 && !place.hidden && row.scorable) this.#jobs.add('score', row.file);
      if (place.shot !== null && row.shot !== place.shot) joined.add(place.shot);
    }
    for (const shot of joined) this.#bringInStep(shot);
  }

  /** A photo without its file, or without a moment, is paired with none. */
  #leave(photo: number): void {
    const row = this.#db
      .prepare<[{ photo: number; model: number }], CandidateRow>(shotQueries.one)
      .get({ photo, model: this.#model });
    if (row) this.#settle([row], new Map());
    else this.#write(photo, alone);
  }

  #write(photo: number, { shot, hidden, versionOf }: Place): void {
    const { changes } = this.#db
      .prepare(
        `UPDATE photo SET shot_id = ?, hidden = ?, version_of = ? WHERE id = ?
           AND (shot_id IS NOT ? OR hidden IS NOT ? OR version_of IS NOT ?)`,
      )
      .run(shot, Number(hidden), versionOf, photo, shot, Number(hidden), versionOf);
    if (changes > 0) this.#photos.touch(photo);
  }

  /** What was decided about one file of a shot holds for all; where two say something, the RAW file's stands. */
  #bringInStep(shot: number): void {
    const members = membersOf(this.#db, shot);
    const verdicts = members.map((photo) => this.#decisions.verdictOf(photo) ?? noVerdict);
    const rows = verdictFields.flatMap((field) => {
      const said = verdicts.find((verdict) => verdict[field] !== noVerdict[field])?.[field];
      if (said === undefined) return [];
      return members.flatMap((photo, i): DecisionRow[] => {
        const before = (verdicts[i] as Verdict)[field];
        return before === said ? [] : [{ photo, field, before, after: said }];
      });
    });
    this.#decisions.record({ source: 'paired', of: null, screen: null }, rows);
  }
}

const candidateOf = (row: CandidateRow): Candidate => ({
  ...row,
  showable: row.showable === 1,
  edited: row.edited === 1,
});

const isSameKey = (a: CandidateRow | undefined, b: CandidateRow | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.camera === b.camera &&
  Math.floor(a.captured / 1000) === Math.floor(b.captured / 1000);
