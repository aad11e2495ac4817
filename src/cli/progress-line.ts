import type { WriteStream } from 'node:tty';
import type { Progress } from '../shared/library.ts';

const everyMs = 5000;
const barWidth = 24;

/** Progress on standard error: a bar on a terminal, a line every few seconds elsewhere. */
export class ProgressLine {
  readonly #stream: WriteStream;
  #lastAt = Date.now();
  #drawn = false;

  constructor(stream: WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(progress: Progress): void {
    const text = describe(progress);
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\x1b[K${bar(progress)} ${text}`);
      this.#drawn = true;
    } else if (Date.now() - this.#lastAt >= everyMs) {
      this.#lastAt = Date.now();
      this.#stream.write(`${text}\n`);
    }
  }

  /** A line that stays. */
  say(text: string): void {
    this.#stream.write(`${this.#drawn ? '\r\x1b[K' : ''}${text}\n`);
    this.#drawn = false;
  }
}

export function describe(progress: Progress): string {
  const { state, found, done, waiting, failed, photosPerSecond, secondsLeft } = progress;
  if (state === 'scanning' && done === 0) return `${found} files found`;
  const parts = [`${done} of ${done + waiting}`];
  if (photosPerSecond !== null) parts.push(`${photosPerSecond.toFixed(1)} photos a second`);
  if (secondsLeft !== null) parts.push(`${duration(secondsLeft)} left`);
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join(', ');
}

export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function bar({ done, waiting }: Progress): string {
  const filled = done + waiting === 0 ? 0 : Math.round((done / (done + waiting)) * barWidth);
  return `[${'='.repeat(filled)}${' '.repeat(barWidth - filled)}]`;
}
