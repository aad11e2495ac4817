import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, posix, sep } from 'node:path';
import type { Movable, MoveEntry, MovePlan, MoveReport, MoveWay } from '../../../shared/moves.ts';
import { sentenceOf } from '../../../shared/result.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { MovedFile, NewMovedFile, RejectedFile } from '../../catalogue/moves.ts';
import { finishMove, moveFile, removeIfEmpty } from '../../disk/move-file.ts';
import { isRaw, formatByName } from '../../imaging/format.ts';
import { companionsOf, namesIn, placesFor } from './shot-files.ts';

interface MoveOptions {
  catalogue: Catalogue;
  /** The system's trash, where there is one that is known to keep what it is given. */
  trashItem?: ((path: string) => Promise<void>) | undefined;
  /** Files went or came back. */
  onMoved(): void;
}

interface Shot {
  /** The one that stands for it in the grid. */
  photo: number;
  root: number;
  rootPath: string;
  files: RejectedFile[];
  companions: string[];
}

/** Files that are noted together: a kill loses the notes of no more than these, and the next start finds them out. */
const notedAtOnce = 50;

/** Moves away what the person rejected, and back. A suggestion is nothing here; an original keeps its bytes. */
export class RejectedMoves {
  readonly #options: MoveOptions;
  /** One move at a time. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(options: MoveOptions) {
    this.#options = options;
  }

  async plan(place: { root: number | null; folder: string }): Promise<MovePlan> {
    const rejected = await this.#options.catalogue.rejectedFiles(place);
    const shots = await shotsOf(rejected);
    const all = new Set(rejected.map(({ shot }) => shot));
    return {
      photos: shots.map(movableOf),
      byOthers: all.size - shots.length,
      trash: shots.length > 0 && (await this.#hasTrash(shots)),
    };
  }

  async begin(photos: readonly number[], way: MoveWay): Promise<MoveReport> {
    return await this.#inLine(() => this.#begin(new Set(photos), way));
  }

  async putBack(move: number): Promise<MoveReport> {
    return await this.#inLine(async () => {
      const { catalogue } = this.#options;
      await catalogue.beginReturn(move);
      const files = (await catalogue.movedFiles(move)).filter(({ state }) => state === 'returning');
      return await this.#each(files, async (file) => {
        await moveFile(absolute(file, file.to), absolute(file, file.from));
        return 'here';
      });
    });
  }

  async list(): Promise<MoveEntry[]> {
    return await this.#options.catalogue.moveList(100);
  }

  /** Brings what a kill cut off to its end, or notes that it had not begun. */
  async recover(): Promise<void> {
    await this.#inLine(async () => {
      const files = await this.#options.catalogue.movesUnderWay();
      return await this.#each(files, async (file) => {
        const [from, to] = [absolute(file, file.from), absolute(file, file.to)];
        if (file.state === 'going') return (await finishMove(from, to)) ? 'away' : 'here';
        return (await finishMove(to, from)) ? 'here' : 'away';
      });
    });
  }

  async #begin(wanted: ReadonlySet<number>, way: MoveWay): Promise<MoveReport> {
    const { catalogue, trashItem } = this.#options;
    const rejected = await catalogue.rejectedFiles({ root: null, folder: '' });
    const shots = (await shotsOf(rejected)).filter(({ photo }) => wanted.has(photo));
    if (shots.length === 0) return { photos: 0, files: 0, failures: [] };
    const useTrash = way === 'trash' && (await this.#hasTrash(shots)) ? trashItem : undefined;
    const taken = new Map<number, Set<string>>();
    const files: NewMovedFile[] = [];
    for (const shot of shots) {
      const { root } = shot;
      if (!taken.has(root)) taken.set(root, new Set());
      const paths = [...shot.files.map(({ path }) => path), ...shot.companions];
      const places = await placesFor(paths, (path) => absolute(shot, path), taken.get(root) ?? new Set());
      paths.forEach((from, index) => {
        const { file = null, photo = shot.photo } = shot.files[index] ?? {};
        files.push({ photo, shot: shot.photo, root, file, from, to: places[index] ?? from });
      });
    }
    const move = await catalogue.beginMove(useTrash ? 'trash' : 'folder', files);
    return await this.#each(await catalogue.movedFiles(move), async (file) => {
      if (useTrash) await useTrash(absolute(file, file.from));
      else await moveFile(absolute(file, file.from), absolute(file, file.to));
      return 'away';
    });
  }

  /** Does it to one file after the other; one that fails stays where it was, and the rest goes on. */
  async #each(
    files: readonly MovedFile[],
    work: (file: MovedFile) => Promise<'away' | 'here'>,
  ): Promise<MoveReport> {
    const { catalogue, onMoved } = this.#options;
    const failures: MoveReport['failures'] = [];
    const done: Record<'away' | 'here', number[]> = { away: [], here: [] };
    const shots = new Set<number>();
    const note = async (): Promise<void> => {
      for (const state of ['away', 'here'] as const)
        if (done[state].length > 0) await catalogue.noteMoved(done[state].splice(0), state);
    };
    for (const file of files) {
      try {
        done[await work(file)].push(file.id);
        shots.add(file.shot);
      } catch (error) {
        failures.push({ file: posix.basename(file.from), sentence: sentenceOf(error) });
        done[file.state === 'going' ? 'here' : 'away'].push(file.id);
      }
      if (done.away.length + done.here.length >= notedAtOnce) await note();
    }
    await note();
    const folders = new Set(files.map((file) => absolute(file, posix.dirname(file.to))));
    for (const folder of folders) await removeIfEmpty(folder);
    if (files.length > 0) onMoved();
    return { photos: shots.size, files: files.length - failures.length, failures };
  }

  /** The trash of the person's own drive is one that keeps things; of cards and network drives some delete for good. */
  async #hasTrash(shots: readonly Shot[]): Promise<boolean> {
    if (!this.#options.trashItem) return false;
    const deviceOf = (path: string): Promise<number | null> =>
      stat(path).then(
        ({ dev }) => dev,
        () => null,
      );
    const home = await deviceOf(homedir());
    const roots = await Promise.all([...new Set(shots.map(({ rootPath }) => rootPath))].map(deviceOf));
    return home !== null && roots.every((device) => device === home);
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#line.then(work);
    this.#line = done.catch(() => undefined);
    return done;
  }
}

/** Not what another program said in a sidecar: the person has not decided that here. */
const isThePersons = ({ source }: RejectedFile): boolean =>
  source === 'single' || source === 'bulk' || source === 'confirmed';

const absolute = ({ rootPath }: { rootPath: string }, path: string): string =>
  join(rootPath, path.split('/').join(sep));

/** Shots that the person rejected: a decision about one of their files is one about all. */
async function shotsOf(rejected: readonly RejectedFile[]): Promise<Shot[]> {
  const shots: Shot[] = [];
  for (const files of Map.groupBy(rejected, ({ shot }) => shot).values()) {
    const shown = files.find(({ hidden }) => hidden === 0) ?? files[0];
    if (!shown || !files.some(isThePersons)) continue;
    const { photo, root, rootPath } = shown;
    const own = files.filter((file) => file.root === root);
    // The one in the grid is what the shot is called by.
    own.sort((a, b) => a.hidden - b.hidden);
    shots.push({ photo, root, rootPath, files: own, companions: [] });
  }
  const going = new Set(shots.flatMap(({ files }) => files.map((file) => absolute(file, file.path))));
  const listed = new Map<string, Promise<string[]>>();
  for (const shot of shots) {
    const folders = Map.groupBy(shot.files, ({ path }) => posix.dirname(path));
    for (const [folder, files] of folders) {
      const place = absolute(shot, folder);
      if (!listed.has(place)) listed.set(place, namesIn(place));
      const names = (await listed.get(place)) ?? [];
      const paths = files.map(({ path }) => path);
      shot.companions.push(
        ...companionsOf(paths, names, (path) => !going.has(absolute(shot, path))).filter(
          (path) => !paths.includes(path),
        ),
      );
    }
  }
  return shots;
}

function movableOf({ photo, rootPath, files, companions }: Shot): Movable {
  const [first] = files;
  const path = first?.path ?? '';
  const folder = posix.dirname(path);
  const isRawFile = (name: string): boolean => {
    const format = formatByName(name);
    return format !== null && isRaw(format);
  };
  const root = rootPath.split(sep).at(-1) ?? rootPath;
  return {
    photo,
    name: posix.basename(path),
    place: folder === '.' ? root : `${root}/${folder}`,
    files: [...files.map((file) => file.path), ...companions].map((file) => posix.basename(file)),
    raws: files.filter((file) => isRawFile(file.path)).length,
    sidecars: companions.length,
    named: files.some((file) => isThePersons(file) && (file.source !== 'confirmed' || file.together === 1)),
  };
}
