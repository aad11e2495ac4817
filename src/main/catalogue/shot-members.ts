import type { Statements } from './statements.ts';

const membersQuery = `SELECT id FROM photo WHERE shot_id = (SELECT shot_id FROM photo WHERE id = ?) ORDER BY id <> shot_id, id`;

/** The photos of a shot, its RAW file's first; the photo alone where it is paired with none. */
export function membersOf(db: Statements, photo: number): number[] {
  const members = db.prepare<[number], { id: number }>(membersQuery).all(photo);
  return members.length > 0 ? members.map(({ id }) => id) : [photo];
}
