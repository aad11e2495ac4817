import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * TensorFlow.js on its WebAssembly backend, or on plain JavaScript where that cannot start.
 *
 * @returns the library, ready to compute
 */
export async function tensorflow(): Promise<typeof tf> {
  const entry = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm'));
  setWasmPaths(join(dirname(entry), '/'));
  if (!(await tf.setBackend('wasm').catch(() => false))) await tf.setBackend('cpu');
  await tf.ready();
  return tf;
}
