import { describe, expect, it } from 'vitest';
import { WindowLayout } from '../../src/renderer/state/window-layout.svelte.ts';

function memory(content?: string) {
  let kept: string | null = content ?? null;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

describe('the arrangement of the window', () => {
  it('is remembered', () => {
    const storage = memory();
    const layout = new WindowLayout(storage);
    layout.toggleLeft();
    layout.nextSurround();
    layout.resizeTiles(1);
    const again = new WindowLayout(storage);
    expect([again.left, again.right, again.surround, again.tileStep]).toEqual([
      false,
      true,
      layout.surround,
      layout.tileStep,
    ]);
  });

  it('starts as usual from anything it did not write', () => {
    for (const content of ['', 'null', '[]', '{"left":1,"tileStep":99,"surround":"pink"}']) {
      const layout = new WindowLayout(memory(content));
      expect([layout.left, layout.right, layout.surround, layout.tileStep]).toEqual([true, true, 'dark', 2]);
    }
    expect(new WindowLayout(null).left).toBe(true);
  });

  it('brings a pane back when its key is pressed while everything is hidden', () => {
    const layout = new WindowLayout(null);
    layout.bare = true;
    expect(layout.leftShown).toBe(false);
    layout.toggleLeft();
    expect([layout.leftShown, layout.rightShown]).toEqual([true, true]);
    layout.toggleLeft();
    expect(layout.leftShown).toBe(false);
  });

  it('keeps tile sizes within their steps', () => {
    const layout = new WindowLayout(null);
    layout.resizeTiles(-100);
    expect(layout.tileStep).toBe(0);
    layout.resizeTiles(100);
    expect(layout.tileStep).toBe(5);
  });
});
