import type { Pixels } from '../imaging/network-input.ts';

/** One engine with one model loaded. Inputs are what `toNetworkInput` makes. */
export interface ModelRuntime {
  /** For people, e.g. "ONNX Runtime, CPU". */
  readonly name: string;
  score(input: Pixels): Promise<RawScores>;
  /** Photos of one size, together. */
  scoreBatch(inputs: readonly Pixels[]): Promise<RawScores[]>;
  maps(input: Pixels): Promise<RawMaps>;
  dispose(): Promise<void>;
}

export interface RawScores {
  /** One raw score per task, in the manifest's order. */
  raw: Float32Array;
  embedding: Float32Array;
}

export interface RawMaps {
  /** [tasks, height, width]; the mean of a task's map plus its bias is its raw score. */
  values: Float32Array;
  width: number;
  height: number;
  raw: Float32Array;
}
