import { type EngineId, engineName } from '../../shared/engines.ts';
import type { Model } from './load-model.ts';
import { type OnnxProvider, OnnxRuntime } from './onnx-runtime.ts';
import type { ModelRuntime } from './runtime.ts';
import { loadTfjs, type TfjsPackage } from './tfjs-library.ts';
import { TfjsRuntime } from './tfjs-runtime.ts';

const engines: Record<EngineId, { provider: OnnxProvider } | { library: TfjsPackage }> = {
  'onnx-cpu': { provider: 'cpu' },
  'onnx-webgpu': { provider: 'webgpu' },
  'onnx-directml': { provider: 'dml' },
  'onnx-coreml': { provider: 'coreml' },
  'onnx-cuda': { provider: 'cuda' },
  'onnx-tensorrt': { provider: 'tensorrt' },
  'tfjs-gpu': { library: '@tensorflow/tfjs-node-gpu' },
  'tfjs-cpu': { library: '@tensorflow/tfjs-node' },
};

/**
 * @param threads that one inference may use on the CPU
 * @throws PlainError saying in a sentence why the engine cannot work on this machine
 */
export async function openEngine(id: EngineId, model: Model, threads: number): Promise<ModelRuntime> {
  const engine = engines[id];
  const name = engineName(id);
  return 'provider' in engine
    ? await OnnxRuntime.create(name, model, threads, engine.provider)
    : await TfjsRuntime.create(name, loadTfjs(engine.library, threads), model);
}
