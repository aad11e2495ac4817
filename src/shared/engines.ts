/** What can run the network, by the name it is chosen by on the command line. */
export const engineIds = [
  'onnx-cpu',
  'onnx-webgpu',
  'onnx-directml',
  'onnx-coreml',
  'onnx-cuda',
  'onnx-tensorrt',
  'tfjs-gpu',
  'tfjs-cpu',
] as const;
export type EngineId = (typeof engineIds)[number];

/** Runs everywhere; the others are measured against it. */
export const standardEngine = 'onnx-cpu' satisfies EngineId;

const names: Record<EngineId, string> = {
  'onnx-cpu': 'ONNX Runtime, CPU',
  'onnx-webgpu': 'ONNX Runtime, WebGPU',
  'onnx-directml': 'ONNX Runtime, DirectML',
  'onnx-coreml': 'ONNX Runtime, Core ML',
  'onnx-cuda': 'ONNX Runtime, CUDA',
  'onnx-tensorrt': 'ONNX Runtime, TensorRT',
  'tfjs-gpu': 'TensorFlow.js, CUDA',
  'tfjs-cpu': 'TensorFlow.js, CPU',
};

/** For people, e.g. "ONNX Runtime, CPU". */
export const engineName = (id: EngineId): string => names[id];

/** What timing an engine on this machine gave. */
export interface EngineTime {
  engine: EngineId;
  /** A photo, one at a time; null where it does not work here. */
  milliseconds: number | null;
  /** Whether it scores as the standard one does. */
  same: boolean;
  /** Why it does not work here, in a sentence. */
  why: string | null;
}
