import { z } from 'zod';
import { PlainError, type Result } from '../../shared/result.ts';
import type { Full } from '../imaging/full.ts';
import type { Identity } from '../imaging/identify.ts';
import { engineIds } from '../../shared/engines.ts';
import type { Trial } from './trial.ts';

/** What the main process and the helper say to each other. Pixels never cross. */

export const setupSchema = z.object({
  /** With manifest.json and the ONNX file. */
  modelFolder: z.string(),
  engine: z.enum(engineIds),
  /** Of one inference. */
  threads: z.int().min(1).max(64),
  /** Photos being decoded at once. */
  decodes: z.int().min(1).max(64),
});
export type HelperSetup = z.infer<typeof setupSchema>;

export const taskRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('identify'), file: z.string() }),
  z.object({ kind: z.literal('score'), file: z.string(), thumbFile: z.string() }),
  z.object({ kind: z.literal('preview'), file: z.string(), outFile: z.string() }),
  z.object({ kind: z.literal('full'), file: z.string(), outFile: z.string() }),
  z.object({ kind: z.literal('map'), file: z.string(), task: z.int().min(0) }),
  z.object({ kind: z.literal('trial'), timed: z.boolean() }),
]);
export type HelperRequest = z.infer<typeof taskRequestSchema>;

export const toHelperSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('setup'), setup: setupSchema }),
  z.object({ type: z.literal('request'), id: z.int(), request: taskRequestSchema }),
  z.object({ type: z.literal('close') }),
]);
export type ToHelper = z.infer<typeof toHelperSchema>;

/** Answers by the kind of the request. */
export interface HelperResults {
  identify: Identity;
  score: Scored;
  preview: null;
  full: Full;
  map: TaskMap;
  trial: Trial;
}

export interface Scored {
  /** Raw scores in the manifest's order. */
  raw: Float32Array;
  embedding: Float32Array;
  /** What the picture is compared with others by. */
  look: Uint8Array;
  /** Upright size of the original in pixels. */
  width: number;
  height: number;
}

export interface TaskMap {
  /** [height, width]; mean(values) + bias of the task = raw */
  values: Float32Array;
  width: number;
  height: number;
  raw: number;
}

export interface HelperReady {
  /** For people, e.g. "ONNX Runtime, CPU". */
  engine: string;
  /** See `Model`. */
  version: string;
}

/** The helper is our own code: what it sends is believed by its shape. */
export type FromHelper =
  | { type: 'ready'; result: Result<HelperReady> }
  | { type: 'answer'; id: number; result: Result<HelperResults[HelperRequest['kind']]> }
  /** The engine failed at a request, which says nothing about the photo. */
  | { type: 'engine-failed'; id: number; error: string };

/** A photo that cannot be scored, previewed or explained. */
export class PhotoError extends PlainError {
  override name = 'PhotoError';
  /** It ended the helper twice while it was alone there: it is to be set aside. */
  readonly crashed: boolean;

  constructor(message: string, crashed = false) {
    super(message);
    this.crashed = crashed;
  }
}

/** The helper itself cannot work, which says nothing about the photo. */
export class HelperUnavailable extends PlainError {
  override name = 'HelperUnavailable';
}
