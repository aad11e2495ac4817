import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { logLineSchema } from '../../src/main/catalogue/decision-log.ts';
import { libraryWith, openStore, seen } from '../support/store.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface Confirmed {
  round: number;
  photo: number;
  stars: number;
}

it('a verdict that was confirmed is there after the process is killed, in the catalogue and in the log', async () => {
  const dir = temporaryFolder();
  const store = openStore(dir);
  libraryWith(store, ...Array.from({ length: 7 }, (_, i) => seen(`${i}.jpg`)));
  store.close();

  let last: Confirmed = { round: -1, photo: 0, stars: 0 };
  const stars = new Map<number, number>();
  for (const decisions of [40, 3, 90, 17]) {
    const judge = fork(join(import.meta.dirname, '../support/judge.ts'), [dir, String(last.round + 1)]);
    onTestFinished(() => void judge.kill('SIGKILL'));
    const begun = last.round;
    judge.on('message', (message) => {
      last = message as Confirmed;
      stars.set(last.photo, last.stars);
      // Wherever it is with the next one by now.
      if (last.round >= begun + decisions) judge.kill('SIGKILL');
    });
    await once(judge, 'exit');

    const again = openStore(dir);
    for (const [photo, given] of stars) {
      const found = again.rows([photo])[0]?.verdict.stars;
      // The one after the last that was heard of may have been stored as well.
      const next = 1 + (Math.floor((last.round + 1) / 7) % 5);
      expect([given, next]).toContain(found);
    }
    expect(again.decisionLog()).toEqual({ waiting: 0, trouble: null });
    again.close();
    const db = new Database(join(dir, 'catalogue.db'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const stored = db.prepare('SELECT count(*) FROM decision').pluck().get() as number;
    db.close();
    expect(stored).toBeGreaterThan(last.round);
    const lines = readFileSync(join(dir, 'decisions.jsonl'), 'utf8').split('\n');
    const whole = lines.filter((line) => logLineSchema.safeParse(tryParse(line)).success);
    expect(whole).toHaveLength(stored);
  }
});

function tryParse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
