import { defaultTileStep, tileWidths } from './grid-layout.ts';

/** Lightness of what surrounds the photographs, from a dark room to middle grey. */
const surrounds = ['black', 'dark', 'dim', 'middle'] as const;
export type Surround = (typeof surrounds)[number];

interface Remembered {
  left: boolean;
  right: boolean;
  surround: Surround;
  tileStep: number;
}

const key = 'proofsheet.window';

/** How the window is arranged; remembered on this machine where the browser allows it. */
export class WindowLayout {
  left = $state(true);
  right = $state(true);
  /** Nothing but the photographs. */
  bare = $state(false);
  scoresHidden = $state(false);
  surround = $state<Surround>('dark');
  tileStep = $state(defaultTileStep);

  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.#storage = storage;
    this.#recall();
  }

  get leftShown(): boolean {
    return this.left && !this.bare;
  }

  get rightShown(): boolean {
    return this.right && !this.bare;
  }

  toggleLeft(): void {
    this.left = this.bare || !this.left;
    this.bare = false;
    this.#remember();
  }

  showLeft(): void {
    if (!this.leftShown) this.toggleLeft();
  }

  toggleRight(): void {
    this.right = this.bare || !this.right;
    this.bare = false;
    this.#remember();
  }

  nextSurround(): void {
    this.surround = surrounds[(surrounds.indexOf(this.surround) + 1) % surrounds.length] ?? 'dark';
    this.#remember();
  }

  resizeTiles(steps: number): void {
    this.tileStep = Math.min(Math.max(this.tileStep + steps, 0), tileWidths.length - 1);
    this.#remember();
  }

  #remember(): void {
    const { left, right, surround, tileStep } = this;
    try {
      this.#storage?.setItem(key, JSON.stringify({ left, right, surround, tileStep } satisfies Remembered));
    } catch {
      // Storage is full or forbidden: the arrangement lasts until the window closes.
    }
  }

  #recall(): void {
    let kept: Partial<Record<keyof Remembered, unknown>>;
    try {
      kept = (JSON.parse(this.#storage?.getItem(key) ?? '{}') ?? {}) as typeof kept;
    } catch {
      return;
    }
    if (typeof kept.left === 'boolean') this.left = kept.left;
    if (typeof kept.right === 'boolean') this.right = kept.right;
    this.surround = surrounds.find((surround) => surround === kept.surround) ?? this.surround;
    if (typeof kept.tileStep === 'number' && tileWidths[kept.tileStep] !== undefined)
      this.tileStep = kept.tileStep;
  }
}
