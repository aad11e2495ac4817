import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Stage } from '../catalogue/jobs.ts';
import type { FileRecord } from '../catalogue/types.ts';

const refill = 200;

/** The jobs of one stage in the order of their files, read from the catalogue in stretches. */
export class JobLine {
  readonly #catalogue: Catalogue;
  readonly #stage: Stage;
  #ahead: FileRecord[] = [];
  #after = 0;
  #drained = false;
  /** Finished out of turn since the last stretch was read. */
  #finished = new Set<number>();

  constructor(catalogue: Catalogue, stage: Stage) {
    this.#catalogue = catalogue;
    this.#stage = stage;
  }

  /** Jobs may have been added. */
  wake(): void {
    this.#drained = false;
  }

  /** A job was finished, perhaps out of turn. */
  finish(file: number): void {
    this.#finished.add(file);
  }

  /** The next job that is not under way; undefined when there is none for now. */
  async next(isUnderWay: (file: number) => boolean): Promise<FileRecord | undefined> {
    for (;;) {
      for (let job = this.#ahead.shift(); job; job = this.#ahead.shift()) {
        if (!isUnderWay(job.id) && !this.#finished.has(job.id)) return job;
      }
      if (this.#drained) return undefined;
      this.#finished.clear();
      const fromTheStart = this.#after === 0;
      const jobs = await this.#catalogue.nextJobs(this.#stage, this.#after, refill);
      this.#after = jobs.length === refill ? (jobs.at(-1)?.id ?? 0) : 0;
      this.#ahead = jobs.filter((job) => !isUnderWay(job.id));
      // A stretch that began in the middle says nothing of jobs queued again before it.
      if (this.#ahead.length === 0 && fromTheStart && jobs.length < refill) this.#drained = true;
    }
  }
}
