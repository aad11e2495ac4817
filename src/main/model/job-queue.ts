/** What the person sees first, what they may see next, and everything else. */
export type Priority = 'screen' | 'near' | 'rest';

const order: readonly Priority[] = ['screen', 'near', 'rest'];

/** First in, first out within each priority. */
export class JobQueue<Job extends { priority: Priority }> {
  #lanes: Record<Priority, Set<Job>> = { screen: new Set(), near: new Set(), rest: new Set() };

  add(job: Job): void {
    this.#lanes[job.priority].add(job);
  }

  /** @returns false where it no longer waited */
  remove(job: Job): boolean {
    return this.#lanes[job.priority].delete(job);
  }

  take(): Job | undefined {
    for (const priority of order) {
      const [job] = this.#lanes[priority];
      if (job === undefined) continue;
      this.#lanes[priority].delete(job);
      return job;
    }
    return undefined;
  }

  takeAll(): Job[] {
    const jobs = order.flatMap((priority) => [...this.#lanes[priority]]);
    for (const priority of order) this.#lanes[priority].clear();
    return jobs;
  }

  get isEmpty(): boolean {
    return order.every((priority) => this.#lanes[priority].size === 0);
  }
}
