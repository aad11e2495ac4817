import type { Api } from '../../shared/contract.ts';
import type { MoveEntry, MoveReport, MoveWay } from '../../shared/moves.ts';
import { moveStrings } from '../strings/moves.ts';

/** Rejected photos that were moved away, and the way there and back. */
export class RejectedMoves {
  /** Those that stand, the latest first. */
  entries = $state.raw<MoveEntry[]>([]);

  readonly #api: Pick<Api, 'call'>;
  readonly #say: (text: string) => void;

  constructor(api: Pick<Api, 'call'>, say: (text: string) => void) {
    this.#api = api;
    this.#say = say;
  }

  async load(): Promise<void> {
    this.entries = await this.#api.call('moves.list');
  }

  async begin(photos: number[], way: MoveWay): Promise<void> {
    const report = await this.#api.call('moves.begin', { photos, way });
    await this.load();
    this.#tell(way === 'trash' ? moveStrings.trashed : moveStrings.done, report);
  }

  async putBack(move: number): Promise<void> {
    const report = await this.#api.call('moves.putBack', { move });
    await this.load();
    this.#tell(moveStrings.back, report);
  }

  /** The move that undo takes back: the latest, if nothing was decided since. */
  lastSince(decidedAt: number): MoveEntry | null {
    const [last] = this.entries;
    return last?.way === 'folder' && last.at > decidedAt ? last : null;
  }

  #tell(words: (photos: number, files: number) => string, { photos, files, failures }: MoveReport): void {
    const [first] = failures;
    const failed = first ? ` ${moveStrings.failed(failures.length, first.sentence)}` : '';
    this.#say(words(photos, files) + failed);
  }
}
