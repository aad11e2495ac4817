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
    const { done, waiting } = progress;
    this.draw(describe(progress), done + waiting === 0 ? 0 : done / (done + waiting));
  }

  /** @param share of the work that is done, 0 to 1 */
  draw(text: string, share: number): void {
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\x1b[K${bar(share)} ${text}`);
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

function bar(share: number): string {
  const filled = Math.round(share * barWidth);
  return `[${'='.repeat(filled)}${' '.repeat(barWidth - filled)}]`;
}
