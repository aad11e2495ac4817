import { expect, it, onTestFinished } from 'vitest';
import { openCatalogue } from '../../src/main/catalogue/catalogue.ts';
import { Suggestions } from '../../src/main/culling/suggestions.ts';
import { Verdicts } from '../../src/main/culling/verdicts.ts';
import type { SuggestionRun } from '../../src/shared/suggestions.ts';
import { libraryWith, openStore, photosByName, seen } from '../support/store.ts';
import { smallManifest } from '../support/manifest.ts';
import { temporaryFolder } from '../support/temporary.ts';

it('suggestions become decisions only by being confirmed, as one step that can be undone', async () => {
  const dir = temporaryFolder();
  const store = openStore(dir);
  libraryWith(store, seen('a.jpg'), seen('b.jpg'));
  const { 'a.jpg': a = 0, 'b.jpg': b = 0 } = photosByName(store);
  store.close();
  const catalogue = await openCatalogue({
    dir,
    program: 'test',
    manifest: smallManifest,
    modelVersion: 'v1',
    readingVersion: 1,
    metadataVersion: 1,
  });
  onTestFinished(() => catalogue.close().catch(() => undefined));
  const told: SuggestionRun[][] = [];
  const decided: (number[] | null)[] = [];
  const verdicts = new Verdicts({
    catalogue,
    onDecided: ({ photos }) => decided.push(photos),
    onTrouble: (sentence) => expect.fail(sentence),
  });
  const suggestions = new Suggestions({ catalogue, verdicts, onRuns: (runs) => told.push(runs) });
  const run =
    (await suggestions.make(
      'auto-cull',
      [a, b],
      [
        { photo: a, field: 'pick', value: 'pick', reason: 'The sharpest of 2.' },
        { photo: a, field: 'stars', value: 4, reason: 'Among the best.' },
        { photo: b, field: 'pick', value: 'reject', reason: 'Less sharp.' },
      ],
    )) ?? 0;
  expect(told.at(-1)).toMatchObject([{ run, photos: 2 }]);

  await verdicts.set([b], { pick: 'none' }, null);
  expect(decided).toEqual([[b]]);
  const answer = await suggestions.confirm(run, null, null);
  expect(answer).toMatchObject({ changed: 1, undo: { source: 'confirmed' } });
  expect(await catalogue.rows([a, b])).toMatchObject([
    { verdict: { pick: 'pick', stars: 4 }, suggestion: null },
    { verdict: { pick: 'none' }, suggestion: null },
  ]);
  await suggestions.noteDecided();
  expect(told.at(-1)).toEqual([]);

  await verdicts.undo(null);
  await suggestions.noteDecided();
  expect(told.at(-1)).toMatchObject([{ run, photos: 1 }]);
  expect(await suggestions.drop(run, null)).toEqual({ photos: 1 });
  expect(await suggestions.list(run, null)).toEqual([]);
});
