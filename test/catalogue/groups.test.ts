import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/main/catalogue/store.ts';
import type { PhotoFacts } from '../../src/main/catalogue/types.ts';
import { defaultGroupThresholds } from '../../src/shared/groups.ts';
import { temporaryFolder } from '../support/temporary.ts';
import {
  everything,
  factsOf,
  identifyAll,
  openStore,
  photosByName,
  scan,
  scoreAll,
  seen,
  type Looks,
} from '../support/store.ts';

const noon = Date.UTC(2026, 5, 1, 12);
const sameScene = [1, 0, 0, 0];
const otherScene = [0, 1, 0, 0];

interface Shot extends Partial<PhotoFacts> {
  /** Seconds after noon. */
  at: number;
  embedding?: number[];
  look?: Uint8Array;
}

/** A look whose hash has its first `bits` bits set. */
function lookWith(bits: number): Uint8Array {
  const look = new Uint8Array(264);
  for (let bit = 0; bit < bits; bit++) look[bit >> 3] = (look[bit >> 3] ?? 0) | (1 << (bit & 7));
  return look;
}

/** A look along whose width there is a stretch of one long scene, from this cell on. */
function stretchFrom(start: number): Uint8Array {
  const look = new Uint8Array(264).fill(100);
  for (let i = 0; i < 64; i++) {
    const value = 128 + 60 * Math.sin((start + i) * 0.37) + 50 * Math.sin((start + i) ** 1.5 * 0.05);
    look[8 + i] = value;
    look[8 + 64 + i] = 255 - value;
  }
  return look;
}

function shoot(store: Store, shots: Record<string, Shot>): Record<string, number> {
  const { root } = store.addRoot('/photos', '/', null, '1');
  scan(
    store,
    root,
    Object.keys(shots).map((path) => seen(path)),
  );
  const looks: Looks = {};
  const facts: Record<string, PhotoFacts> = {};
  for (const [path, { at, embedding = sameScene, look, ...more }] of Object.entries(shots)) {
    looks[path] = { embedding, ...(look && { look }) };
    facts[path] = factsOf(`picture of ${path}`, {
      camera: 'One',
      cameraSerial: '1',
      captured: noon + at * 1000,
      ...more,
    });
  }
  identifyAll(store, facts);
  scoreAll(store, 1, undefined, looks);
  return photosByName(store);
}

/** Names of the photos in groups, each with its kind. */
function groupsOf(store: Store): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const row of store.rows([...store.openView(everything).ids]))
    if (row.group) (found[`${row.group.kind} ${String(row.group.id)}`] ??= []).push(row.name);
  return found;
}
const namesOf = (store: Store): string[][] => Object.values(groupsOf(store));

describe('bursts', () => {
  it('are frames that are near in time and alike, in the order of their sub-seconds', () => {
    const store = openStore();
    const photos = shoot(store, {
      'c.jpg': { at: 0.1 },
      'b.jpg': { at: 0.2 },
      'a.jpg': { at: 0.3 },
      'later.jpg': { at: 4000 },
      'other.jpg': { at: 0.4, embedding: otherScene, look: lookWith(32) },
    });
    expect(namesOf(store)).toEqual([['a.jpg', 'b.jpg', 'c.jpg']]);
    const members = store.group(photos['a.jpg'] ?? 0)?.members.map(({ photo }) => photo);
    expect(members).toEqual([photos['c.jpg'], photos['b.jpg'], photos['a.jpg']]);
    expect(store.group(photos['later.jpg'] ?? 0)).toBeNull();
    const view = store.openView(everything);
    const id = Math.min(...(members ?? []));
    expect([...view.groups]).toEqual([id, id, id, 0, 0]);
  });

  it('never span two cameras', () => {
    const store = openStore();
    shoot(store, {
      'a.jpg': { at: 0 },
      'b.jpg': { at: 0.1, cameraSerial: '2' },
      'c.jpg': { at: 0.2 },
      'd.jpg': { at: 0.3, cameraSerial: '2' },
    });
    expect(namesOf(store)).toEqual([
      ['a.jpg', 'c.jpg'],
      ['b.jpg', 'd.jpg'],
    ]);
  });

  it('are found again after a restart without comparing anything', () => {
    const dir = temporaryFolder();
    const store = openStore(dir);
    shoot(store, { 'a.jpg': { at: 0 }, 'b.jpg': { at: 1 } });
    const before = groupsOf(store);
    store.close();
    expect(Object.values(before)).toEqual([['a.jpg', 'b.jpg']]);
    expect(groupsOf(openStore(dir))).toEqual(before);
  });

  it('take in a frame that comes later, and let one go whose file is gone', () => {
    const store = openStore();
    shoot(store, { 'a.jpg': { at: 0 }, 'c.jpg': { at: 3 } });
    expect(namesOf(store)).toEqual([['a.jpg', 'c.jpg']]);
    store.setGroupThresholds({ ...defaultGroupThresholds, duplicateMinutes: 0 });
    expect(namesOf(store)).toEqual([]);
    const { root } = store.addRoot('/photos', '/', null, '1');
    const names = ['a.jpg', 'b.jpg', 'c.jpg'].map((path) => seen(path));
    scan(store, root, names);
    const camera = { camera: 'One', cameraSerial: '1' };
    identifyAll(store, { 'b.jpg': factsOf('b', { ...camera, captured: noon + 1500 }) });
    scoreAll(store, 1, undefined, { 'b.jpg': { embedding: sameScene } });
    expect(namesOf(store)).toEqual([['a.jpg', 'b.jpg', 'c.jpg']]);
    scan(store, root, names.slice(0, 2));
    expect(namesOf(store)).toEqual([['a.jpg', 'b.jpg']]);
  });
});

describe('near-duplicates', () => {
  it('may be minutes apart, and must lie in the frame alike', () => {
    const store = openStore();
    shoot(store, {
      'a.jpg': { at: 0 },
      'b.jpg': { at: 100 },
      'c.jpg': { at: 200, look: lookWith(30) },
      'd.jpg': { at: 2000, look: lookWith(30) },
    });
    expect(Object.entries(groupsOf(store))).toMatchObject([
      [expect.stringContaining('duplicates'), ['a.jpg', 'b.jpg']],
    ]);
  });

  it('are counted for other thresholds without changing anything', () => {
    const store = openStore();
    shoot(store, { 'a.jpg': { at: 0 }, 'b.jpg': { at: 100 }, 'c.jpg': { at: 100.5 } });
    const preview = store.previewGroups({ ...defaultGroupThresholds, duplicateMinutes: 0 });
    expect(preview).toMatchObject({
      photos: 3,
      largest: 2,
      kinds: { burst: { groups: 1, photos: 2 }, duplicates: { groups: 0, photos: 0 } },
    });
    expect(namesOf(store)).toEqual([['a.jpg', 'b.jpg', 'c.jpg']]);
  });
});

describe('series made on purpose', () => {
  const settings = { shutter: 1 / 100, aperture: 8, iso: 100, focalLength: 24 };

  it('an exposure bracket is kept whole, and the next one is another', () => {
    const store = openStore();
    const bracket = (at: number) => [
      { ...settings, at, exposureBias: 0 },
      { ...settings, at: at + 0.3, shutter: 1 / 400, exposureBias: -2 },
      { ...settings, at: at + 0.6, shutter: 1 / 25, exposureBias: 2 },
    ];
    const [a, b, c] = bracket(0);
    const [d, e, f] = bracket(1);
    shoot(store, Object.fromEntries([a, b, c, d, e, f].map((shot, i) => [`${i}.jpg`, shot as Shot])));
    expect(Object.entries(groupsOf(store))).toMatchObject([
      [expect.stringContaining('bracket'), ['0.jpg', '1.jpg', '2.jpg']],
      [expect.stringContaining('bracket'), ['3.jpg', '4.jpg', '5.jpg']],
    ]);
  });

  it('an automatic exposure that wanders makes no bracket', () => {
    const store = openStore();
    shoot(store, {
      'a.jpg': { ...settings, at: 0, shutter: 1 / 100 },
      'b.jpg': { ...settings, at: 0.1, shutter: 1 / 125 },
      'c.jpg': { ...settings, at: 0.2, shutter: 1 / 160 },
    });
    expect(Object.keys(groupsOf(store))).toEqual([expect.stringContaining('burst')]);
  });

  it('a panorama is frames that overlap the same way, one after the other', () => {
    const store = openStore();
    const shots = [0, 25, 50, 75].map((start, i) => [
      `${i}.jpg`,
      { ...settings, at: i * 2, look: stretchFrom(start), embedding: [1, i, 0, 0] },
    ]);
    shoot(store, Object.fromEntries(shots) as Record<string, Shot>);
    expect(Object.entries(groupsOf(store))).toMatchObject([
      [expect.stringContaining('panorama'), ['0.jpg', '1.jpg', '2.jpg', '3.jpg']],
    ]);
  });
});

describe('what was done by hand', () => {
  const burst = { 'a.jpg': { at: 0 }, 'b.jpg': { at: 0.5 }, 'c.jpg': { at: 1 }, 'far.jpg': { at: 9999 } };

  it('stays over other thresholds and a restart: split', () => {
    const dir = temporaryFolder();
    const store = openStore(dir);
    const photos = shoot(store, burst);
    store.splitGroup([photos['b.jpg'] ?? 0]);
    expect(namesOf(store)).toEqual([['a.jpg', 'c.jpg']]);
    store.setGroupThresholds({ ...defaultGroupThresholds, burstSeconds: 5 });
    expect(namesOf(store)).toEqual([['a.jpg', 'c.jpg']]);
    store.close();
    const again = openStore(dir);
    expect(namesOf(again)).toEqual([['a.jpg', 'c.jpg']]);
    expect(again.group(photos['a.jpg'] ?? 0)?.byHand).toBe(true);
    again.freeGroups([photos['a.jpg'] ?? 0, photos['b.jpg'] ?? 0]);
    expect(namesOf(again)).toEqual([['a.jpg', 'b.jpg', 'c.jpg']]);
  });

  it('merges whole groups', () => {
    const store = openStore();
    const photos = shoot(store, burst);
    store.mergeGroups([photos['a.jpg'] ?? 0, photos['far.jpg'] ?? 0]);
    expect(namesOf(store)).toEqual([['a.jpg', 'b.jpg', 'c.jpg', 'far.jpg']]);
  });
});

describe('clocks of cameras', () => {
  it('are set right by two frames of one moment, which changes the order', () => {
    const store = openStore();
    const photos = shoot(store, {
      'one.jpg': { at: 0 },
      'late.jpg': { at: 3600, cameraSerial: '2' },
      'two.jpg': { at: 60 },
    });
    const byTime = { ...everything, sort: { key: 'captured', descending: false } };
    const clock = store.alignClock(photos['late.jpg'] ?? 0, photos['one.jpg'] ?? 0);
    expect(clock).toEqual({ camera: 'One', serial: '2', photos: 1, offset: -3_600_000 });
    const rows = store.rows([...store.openView(byTime).ids]);
    expect(rows.map(({ name }) => name)).toEqual(['late.jpg', 'one.jpg', 'two.jpg']);
    expect(rows[0]?.captured).toBe(noon);
    expect(store.cameraClocks().map(({ offset }) => offset)).toEqual([0, -3_600_000]);
    expect(store.trustClock(photos['late.jpg'] ?? 0).offset).toBe(0);
    expect(store.rows([photos['late.jpg'] ?? 0])[0]?.captured).toBe(noon + 3_600_000);
    expect(() => store.alignClock(photos['one.jpg'] ?? 0, photos['two.jpg'] ?? 0)).toThrow('one camera');
  });
});
