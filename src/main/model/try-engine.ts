import { createHash } from 'node:crypto';
import { sentenceOf } from '../../shared/result.ts';
import { type EngineId, engineName, standardEngine } from '../../shared/engines.ts';
import { HelperHost } from './helper-host.ts';
import type { StartHelper } from './helper-port.ts';
import { HelperUnavailable, type HelperSetup } from './helper-protocol.ts';
import { type Difference, differenceOf, isWithinParity, type Trial } from './trial.ts';

const limits = { setup: 30_000, answer: 30_000 };

/**
 * Runs the trial in a helper process of its own, since an engine's native code may end the process that loads it.
 *
 * @param setup names the engine
 * @throws PlainError saying in a sentence why the engine cannot work
 */
export async function tryEngine(
  setup: HelperSetup,
  startHelper: StartHelper,
  timed = false,
  signal?: AbortSignal,
): Promise<Trial> {
  // What native libraries write when they find no device is not for people: the sentence says it.
  const helper = new HelperHost({ setup, startHelper: () => startHelper({ quiet: true }), limits });
  const crash = Promise.withResolvers<never>();
  helper.once('crash', ({ hung }) => {
    crash.reject(new HelperUnavailable(hung ? 'It gives no answer.' : 'It crashes on this machine.'));
  });
  try {
    return await Promise.race([helper.trial(timed, signal && { signal }), crash.promise]);
  } finally {
    await helper.close();
  }
}

export interface ChosenEngine {
  engine: EngineId;
  /** Of the scores that the engine makes. */
  version: string;
  /** Why another engine than the one asked for was chosen. */
  notice: string | null;
  /** Whether the standard engine may take over in the middle of a run: its scores are the same. */
  mayFallBack: boolean;
}

/**
 * Finds out whether the engine asked for works here and scores as the standard one does. Where it does not work, the
 * standard one is chosen.
 *
 * @param setup names the engine asked for
 * @param version of the model
 */
export async function chooseEngine(
  setup: HelperSetup,
  version: string,
  startHelper: StartHelper,
): Promise<ChosenEngine> {
  const standard: ChosenEngine = {
    engine: standardEngine,
    version,
    notice: null,
    mayFallBack: false,
  };
  const { engine } = setup;
  if (engine === standardEngine) return standard;
  try {
    const [reference, other] = await Promise.all([
      tryEngine({ ...setup, engine: standardEngine }, startHelper),
      tryEngine(setup, startHelper),
    ]);
    return judged(engine, version, differenceOf(reference, other));
  } catch (error) {
    const [wanted, used] = [engineName(engine), engineName(standardEngine)];
    return { ...standard, notice: `${wanted} cannot be used, so ${used} scores: ${sentenceOf(error)}` };
  }
}

/** Scores that differ from the standard engine's by more than rounding get a version of their own. */
export function judged(engine: EngineId, version: string, difference: Difference): ChosenEngine {
  const same = isWithinParity(difference);
  return { engine, version: same ? version : ownVersion(version, engine), notice: null, mayFallBack: same };
}

const ownVersion = (version: string, engine: EngineId): string =>
  createHash('sha256').update(`${version}\n${engine}`).digest('hex').slice(0, 16);
