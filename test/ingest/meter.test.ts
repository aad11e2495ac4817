import { describe, expect, it } from 'vitest';
import { Meter } from '../../src/main/ingest/meter.ts';
import { exposureOf } from '../../src/shared/metadata.ts';
import { describe as describeProgress, duration } from '../../src/cli/progress-line.ts';

describe('Meter', () => {
  it('tells photos a second and the time left over the last seconds', () => {
    const meter = new Meter();
    meter.start(0);
    for (let i = 1; i <= 40; i++) meter.count(i * 500, i === 40);
    const progress = meter.progress(20_000, 'working', 0, 60);
    expect(progress.photosPerSecond).toBeCloseTo(2, 0);
    expect(progress.secondsLeft).toBeCloseTo(30, -1);
    expect(progress).toMatchObject({ done: 40, failed: 1, waiting: 60 });
  });

  it('promises nothing while paused or just begun', () => {
    const meter = new Meter();
    meter.start(0);
    expect(meter.rate(100)).toBeNull();
    meter.count(1000, false);
    meter.count(2000, false);
    expect(meter.progress(3000, 'paused', 0, 5).secondsLeft).toBeNull();
  });

  it('begins to count anew with a new stretch of work', () => {
    const meter = new Meter();
    meter.start(0);
    meter.count(10, false);
    meter.stop();
    expect(meter.done).toBe(1);
    meter.start(100);
    expect(meter.done).toBe(0);
  });
});

describe('progress in words', () => {
  it('has counts, photos a second and the time left', () => {
    const progress = {
      state: 'working',
      found: 0,
      waiting: 90,
      done: 10,
      failed: 1,
      photosPerSecond: 4.04,
      secondsLeft: 22.3,
    };
    expect(describeProgress({ ...progress, state: 'working' })).toBe(
      '10 of 100, 4.0 photos a second, 22 s left, 1 failed',
    );
  });

  it.each([
    [0.2, '1 s'],
    [89, '89 s'],
    [150, '3 min'],
    [7500, '2 h 5 min'],
  ])('says %d seconds as %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('the exposure line', () => {
  it('names what is known as photographers write it', () => {
    expect(exposureOf({ focalLength: 50, aperture: 1.8, shutter: 0.004, iso: 400 })).toBe(
      '50 mm, f/1.8, 1/250 s, ISO 400',
    );
    expect(exposureOf({ focalLength: null, aperture: null, shutter: 2.5, iso: null })).toBe('2.5 s');
    expect(exposureOf({ focalLength: null, aperture: null, shutter: null, iso: null })).toBeNull();
  });
});
