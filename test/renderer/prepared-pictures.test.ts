import { describe, expect, it } from 'vitest';
import { PreparedPictures, type Picture } from '../../src/renderer/state/prepared-pictures.svelte.ts';
import { settled } from './fake-api.ts';

class Made implements Picture {
  width = 100;
  height = 100;
  closed = false;
  close(): void {
    this.closed = true;
  }
}

/** Pictures that come when they are let. */
function setUp(mostBytes?: number) {
  const under = new Map<string, { come: (picture: Made) => void; fail: () => void; signal: AbortSignal }>();
  const asked: string[] = [];
  const pictures = new PreparedPictures<Made>((address, signal) => {
    asked.push(address);
    return new Promise<Made>((resolve, reject) => {
      under.set(address, {
        come: resolve,
        fail: () => {
          reject(new Error('gone'));
        },
        signal,
      });
    });
  }, mostBytes);
  const come = async (address: string): Promise<Made> => {
    const picture = new Made();
    under.get(address)?.come(picture);
    await settled();
    return picture;
  };
  return { pictures, under, asked, come };
}

describe('pictures made ready', () => {
  it('come in the order of their urgency, two at a time', async () => {
    const { pictures, asked, come } = setUp();
    pictures.want(['a', 'b', 'c', 'd'], 1);
    expect(asked).toEqual(['a', 'b']);
    await come('b');
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(pictures.get('b')).not.toBeNull();
    expect(pictures.get('a')).toBeNull();
  });

  it('the urgent wait for nothing, and what was passed over is let go', async () => {
    const { pictures, asked, under, come } = setUp();
    pictures.want(['a', 'b', 'c'], 1);
    pictures.want(['x', 'y', 'b'], 2);
    expect(asked).toEqual(['a', 'b', 'x', 'y']);
    expect([under.get('a')?.signal.aborted, under.get('b')?.signal.aborted]).toEqual([true, false]);
    const late = await come('a');
    expect(late.closed).toBe(true);
    expect(pictures.get('a')).toBeNull();
  });

  it('hold no more than they may: what is not wanted goes, the oldest first, what is looked at stays', async () => {
    const bytes = 100 * 100 * 4;
    const { pictures, asked, come } = setUp(2 * bytes);
    const made = new Map<string, Made>();
    for (const address of ['a', 'b', 'c']) {
      pictures.want([address], 1);
      made.set(address, await come(address));
    }
    expect(['a', 'b', 'c'].map((address) => made.get(address)?.closed)).toEqual([true, false, false]);
    expect(pictures.bytes).toBe(2 * bytes);
    // More at once than may be held: those looked at come all the same, those ahead of them do not.
    pictures.want(['d', 'e', 'f', 'g'], 3);
    for (const address of ['d', 'e', 'f']) await come(address);
    expect(['d', 'e', 'f'].every((address) => pictures.get(address) !== null)).toBe(true);
    expect(asked).not.toContain('g');
  });

  it('say what could not be had, and try again when it is wanted anew', async () => {
    const { pictures, asked, under } = setUp();
    pictures.want(['a'], 1);
    under.get('a')?.fail();
    await settled();
    expect(pictures.hasFailed('a')).toBe(true);
    pictures.want(['b'], 1);
    pictures.want(['a'], 1);
    expect(asked).toEqual(['a', 'b', 'a']);
    expect(pictures.hasFailed('a')).toBe(false);
  });
});
