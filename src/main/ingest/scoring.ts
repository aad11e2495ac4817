import { setTimeout as delay } from 'node:timers/promises';
import { type EngineId, type EngineTime, standardEngine } from '../../shared/engines.ts';
import type { ModelManifest } from '../../shared/manifest.ts';
import { sentenceOf } from '../../shared/result.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ScoringFile } from '../catalogue/scoring-file.ts';
import { HelperHost } from '../model/helper-host.ts';
import type { StartHelper } from '../model/helper-port.ts';
import { recommendedSetup } from '../model/helper-setup.ts';
import { loadManifest, loadModel } from '../model/load-model.ts';
import { fastestOf, timeEngines } from '../model/time-engines.ts';
import { type ChosenEngine, chooseEngine } from '../model/try-engine.ts';
import type { Ingest } from './ingest.ts';

export interface ScoringOptions {
  file: ScoringFile;
  startHelper: StartHelper;
  /** Folder of the model that comes with the application. */
  standardModel: string;
  /** Folder of a model to use in this run, whatever the person chose in another. */
  model?: string | undefined;
  /** Engine to use in this run, whatever the settings say. */
  engine?: EngineId | undefined;
  settings: () => Settings;
  /** Milliseconds after what is on screen is scored before engines are timed; a person looks around then. */
  quietMs?: number;
}

const quietMs = 10_000;

interface InUse {
  folder: string;
  manifest: ModelManifest;
  engine: ChosenEngine;
}

/** What needs to be there before what scores can be changed in the middle of a run. */
interface Surroundings {
  catalogue: Pick<Catalogue, 'useModel'>;
  ingest: Pick<Ingest, 'hold'>;
  /** Another model, or another engine of the same, scores from now on. */
  onChanged(): void;
  onNotice(sentence: string): void;
}

/** Which model scores, and by which engine: decided at the start, and changed when the person says so. */
export class Scoring {
  readonly helper: HelperHost;
  readonly #options: ScoringOptions;
  readonly #ending = new AbortController();
  #inUse: InUse;
  #around: Surroundings | undefined;
  #timing: Promise<EngineTime[]> | undefined;
  #looking = false;
  #changing: Promise<void> = Promise.resolve();
  /** Sentences for the person, of what was not as they wished at the start. */
  readonly notices: readonly string[];

  private constructor(options: ScoringOptions, inUse: InUse, notices: readonly string[]) {
    this.#options = options;
    this.#inUse = inUse;
    this.notices = notices;
    this.helper = new HelperHost({
      startHelper: options.startHelper,
      setup: recommendedSetup(inUse.folder, inUse.engine.engine),
      mayFallBack: inUse.engine.mayFallBack,
    });
  }

  /** @throws PlainError where the model asked for in this run, or the application's own, cannot be read */
  static async open(options: ScoringOptions): Promise<Scoring> {
    const { file, model, standardModel } = options;
    const notices: string[] = [];
    let inUse: InUse;
    const chosen = model ?? file.current.model;
    try {
      inUse = await described(options, chosen ?? standardModel);
    } catch (error) {
      if (model !== undefined || chosen === null) throw error;
      notices.push(
        `The chosen model cannot be read, so the one that comes with Proofsheet scores: ${sentenceOf(error)}`,
      );
      inUse = await described(options, standardModel);
    }
    if (inUse.engine.notice !== null) notices.push(inUse.engine.notice);
    return new Scoring(options, inUse, notices);
  }

  /** From now on it may be changed. */
  attach(around: Surroundings): void {
    this.#around = around;
  }

  get manifest(): ModelManifest {
    return this.#inUse.manifest;
  }

  get version(): string {
    return this.#inUse.engine.version;
  }

  get engine(): EngineId {
    return this.#inUse.engine.engine;
  }

  get isStandardModel(): boolean {
    return this.#inUse.folder === this.#options.standardModel;
  }

  /** How fast each engine runs the model in use; null until they were timed. */
  async times(): Promise<EngineTime[] | null> {
    const { times } = this.#options.file.current;
    const { version } = await loadManifest(this.#inUse.folder);
    return times?.version === version ? times.engines : null;
  }

  /**
   * Lets another model score. What it has not scored yet waits for it, and keeps its scores meanwhile.
   *
   * @param folder null for the model that comes with the application
   * @throws PlainError where it cannot be read; nothing is changed then
   */
  async useModel(folder: string | null): Promise<void> {
    await loadModel(folder ?? this.#options.standardModel);
    await this.#options.file.change({ model: folder });
    await this.#change(() => described(this.#options, folder ?? this.#options.standardModel));
  }

  /** Follows the settings. */
  async followEngine(): Promise<void> {
    await this.#change(() => described(this.#options, this.#inUse.folder));
  }

  /** Times the engines unless that was done for this model, and goes on with the fastest where the person left it open. */
  async findFastest(): Promise<void> {
    if (this.#looking || this.#options.engine !== undefined) return;
    if (this.#options.settings().engine !== 'fastest' || (await this.times()) !== null) return;
    this.#looking = true;
    try {
      await delay(this.#options.quietMs ?? quietMs, undefined, { signal: this.#ending.signal, ref: false });
      await this.timeNow();
      await this.followEngine();
    } catch (error) {
      if (!this.#ending.signal.aborted) throw error;
    } finally {
      this.#looking = false;
    }
  }

  /** Times the engines on the model in use. */
  async timeNow(): Promise<EngineTime[]> {
    this.#timing ??= this.#time().finally(() => (this.#timing = undefined));
    return await this.#timing;
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#timing?.catch(() => undefined);
    await this.#changing;
    await this.helper.close();
  }

  async #time(): Promise<EngineTime[]> {
    const { folder } = this.#inUse;
    const { version } = await loadManifest(folder);
    const { startHelper, file } = this.#options;
    const engines = await timeEngines(recommendedSetup(folder), startHelper, this.#ending.signal);
    if (!this.#ending.signal.aborted) await file.change({ times: { version, engines } });
    return engines;
  }

  /** One after the other, and never while a photo is under way: its score would count as the next model's. */
  async #change(next: () => Promise<InUse>): Promise<void> {
    const around = this.#around;
    if (!around) throw new Error('What scores cannot be changed before the application is composed.');
    const done = this.#changing.then(async () => {
      const inUse = await next();
      const { engine, folder } = this.#inUse;
      if (inUse.folder === folder && inUse.engine.engine === engine.engine) return;
      await around.ingest.hold(async () => {
        this.helper.use(recommendedSetup(inUse.folder, inUse.engine.engine), inUse.engine.mayFallBack);
        if (inUse.engine.version !== engine.version) {
          await around.catalogue.useModel({ manifest: inUse.manifest, modelVersion: inUse.engine.version });
        }
        this.#inUse = inUse;
      });
      if (inUse.engine.notice !== null) around.onNotice(inUse.engine.notice);
      around.onChanged();
    });
    this.#changing = done.catch(() => undefined);
    await done;
  }
}

async function described(options: ScoringOptions, folder: string): Promise<InUse> {
  const { manifest, version } = await loadManifest(folder);
  const { times } = options.file.current;
  const fastest = times?.version === version ? fastestOf(times.engines) : standardEngine;
  const wanted = options.engine ?? options.settings().engine;
  const engine = wanted === 'fastest' ? fastest : wanted;
  const setup = recommendedSetup(folder, engine);
  return { folder, manifest, engine: await chooseEngine(setup, version, options.startHelper) };
}
