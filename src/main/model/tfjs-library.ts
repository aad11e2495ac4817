import type * as core from '@tensorflow/tfjs-core';
import type * as converter from '@tensorflow/tfjs-converter';
import type * as layers from '@tensorflow/tfjs-layers';
import { createRequire } from 'node:module';
import util from 'node:util';
import { PlainError } from '../../shared/result.ts';

export type Tfjs = Omit<typeof core, 'default'> & Omit<typeof layers, 'default'>;
/** As its packages give it: with what reads a network from files. */
type WholeTfjs = Tfjs & Pick<typeof converter, 'loadGraphModel'>;

export type TfjsPackage = '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';

interface NodeBackend {
  isUsingGpuDevice?: boolean;
}

/**
 * TensorFlow.js on TensorFlow's native library. One process can load only one of the two packages, since both register
 * their backend by the same name.
 *
 * @param threads that one operation may use on the CPU
 * @throws PlainError where it is not installed, or finds no device of its kind
 */
export function loadTfjs(name: TfjsPackage, threads: number): WholeTfjs {
  giveBackToUtil();
  // Read by TensorFlow when it is loaded. Its log tells a person nothing.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads);
  let library: WholeTfjs;
  try {
    library = createRequire(import.meta.url)(name) as WholeTfjs;
  } catch (cause) {
    throw new PlainError(absent[name], { cause });
  }
  const { isUsingGpuDevice = false } = library.backend() as NodeBackend;
  if (name === '@tensorflow/tfjs-node-gpu' && !isUsingGpuDevice) {
    throw new PlainError('TensorFlow finds no graphics processor with CUDA here.');
  }
  return library;
}

const absent: Record<TfjsPackage, string> = {
  '@tensorflow/tfjs-node': 'Its native library is not here; npm run native builds it.',
  '@tensorflow/tfjs-node-gpu': 'Its native library for CUDA is not here.',
};

/** Functions that TensorFlow.js 4.22 still calls, and that Node 23 removed. */
function giveBackToUtil(): void {
  const old = util as { isNullOrUndefined?: unknown; isArray?: unknown };
  old.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  old.isArray ??= Array.isArray;
}
