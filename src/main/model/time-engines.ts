import { type EngineId, engineIds, type EngineTime, standardEngine } from '../../shared/engines.ts';
import { sentenceOf } from '../../shared/result.ts';
import type { StartHelper } from './helper-port.ts';
import type { HelperSetup } from './helper-protocol.ts';
import { differenceOf, isWithinParity, type Trial } from './trial.ts';
import { tryEngine } from './try-engine.ts';

/**
 * Times every engine, one after the other, so that none takes another's time, each in a process of its own.
 *
 * @param signal ends it early, with what is known by then
 */
export async function timeEngines(
  setup: HelperSetup,
  startHelper: StartHelper,
  signal?: AbortSignal,
): Promise<EngineTime[]> {
  const tryOne = (engine: EngineId): Promise<Trial | string> =>
    tryEngine({ ...setup, engine }, startHelper, true, signal).catch(sentenceOf);
  const reference = await tryOne(standardEngine);
  const times: EngineTime[] = [];
  for (const engine of engineIds) {
    if (signal?.aborted) break;
    times.push(timeOf(engine, engine === standardEngine ? reference : await tryOne(engine), reference));
  }
  return times;
}

function timeOf(engine: EngineId, tried: Trial | string, reference: Trial | string): EngineTime {
  if (typeof tried === 'string') return { engine, milliseconds: null, same: false, why: tried };
  const same = typeof reference !== 'string' && isWithinParity(differenceOf(reference, tried));
  return { engine, milliseconds: tried.milliseconds?.alone ?? null, same, why: null };
}

/** The fastest of the engines that score as the standard one does; that one where nothing is known. */
export function fastestOf(times: readonly EngineTime[]): EngineId {
  const [fastest] = times
    .filter(({ same, milliseconds }) => same && milliseconds !== null)
    .sort((a, b) => (a.milliseconds ?? 0) - (b.milliseconds ?? 0));
  return fastest?.engine ?? standardEngine;
}
