import type { CardReport } from '../../../shared/card.ts';
import type { WorkState } from '../../../shared/work.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Library } from '../../library/library.ts';
import { copyCard, refuseTargets, type CardCopyOptions } from './card-copy.ts';
import type { CopyDescription } from './describe-copy.ts';
import { Work } from './work.ts';

interface CardCopiesOptions {
  catalogue: Catalogue;
  library: Pick<Library, 'scan'>;
  description: () => CopyDescription | null;
  onState: (state: WorkState<CardReport> | null) => void;
}

type Chosen = Pick<CardCopyOptions, 'card' | 'targets' | 'template' | 'others'>;

/** The one copy from a card that may be under way: photos are in the library as they land. */
export class CardCopies {
  readonly #options: CardCopiesOptions;
  readonly #work: Work<CardReport>;

  constructor(options: CardCopiesOptions) {
    this.#options = options;
    this.#work = new Work('A card is being copied already; wait for it, or cancel it.', options.onState);
  }

  get state(): WorkState<CardReport> | null {
    return this.#work.state;
  }

  /** @throws PlainError where copying cannot be begun */
  check({ card, targets }: Chosen): void {
    this.#work.refuseSecond();
    refuseTargets(card, targets);
  }

  /** @param place of the first target in the library */
  start(chosen: Chosen, place: { root: number; folder: string }): void {
    const { catalogue, library, description } = this.#options;
    this.#work.start(async (reins) => {
      // From here on the watcher sees each copy as it takes its name.
      await library.scan(place.root, place.folder);
      try {
        return await copyCard({ catalogue, ...chosen, description: description(), ...reins });
      } finally {
        // Network drives tell the watcher late, or never.
        void library.scan(place.root, place.folder);
      }
    });
  }

  steer(how: 'pause' | 'resume' | 'cancel' | 'dismiss'): void {
    this.#work[how]();
  }

  close(): Promise<void> {
    return this.#work.close();
  }
}
