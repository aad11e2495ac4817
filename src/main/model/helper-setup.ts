import { availableParallelism } from 'node:os';
import { type EngineId, standardEngine } from '../../shared/engines.ts';
import type { HelperSetup } from './helper-protocol.ts';

/**
 * A set-up that keeps every core busy. While the network computes, the helper can hand out no new work, so more photos
 * are under way than there are cores: with as many decodes as cores, two cores stood idle a sixth of the time. It costs
 * little memory: the helper peaked at 236 MB with 2 and at 254 MB with 12 photos of 12 megapixels under way.
 */
export function recommendedSetup(
  modelFolder: string,
  engine: EngineId = standardEngine,
  cores = availableParallelism(),
): HelperSetup {
  return { modelFolder, engine, threads: cores >= 8 ? 2 : 1, decodes: Math.min(12, Math.max(6, cores + 2)) };
}

/** Of libuv's pool, which decodes: more than can compute at once, because each also waits for the drive. */
export const poolThreads = (cores = availableParallelism()): number => Math.min(12, Math.max(4, cores + 1));
