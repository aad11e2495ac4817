import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { manifestSchema, type ModelManifest } from '../../shared/manifest.ts';
import { PlainError } from '../../shared/result.ts';
import { preprocessingVersion } from '../imaging/decode.ts';

export interface Model {
  manifest: ModelManifest;
  /** The files, checked against the manifest: ONNX, and where the model has them, its numbers and TensorFlow.js' graph. */
  onnx: Uint8Array;
  weights: Uint8Array | undefined;
  graphModel: Uint8Array | undefined;
  /** Scores of different versions cannot be compared: a hash over weights, manifest and pre-processing. */
  version: string;
}

/**
 * Reads and checks a model.
 *
 * @param folder with manifest.json and the file it names
 * @throws PlainError where something is missing or damaged
 */
export async function loadModel(folder: string): Promise<Model> {
  const { manifest, version } = await loadManifest(folder);
  const checked = async ({ file, sha256 }: { file: string; sha256: string }): Promise<Uint8Array> => {
    const bytes = await readOrExplain(join(folder, file));
    if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
    throw new PlainError(`The model file ${file} is damaged: install Proofsheet again.`);
  };
  return {
    manifest,
    version,
    onnx: await checked(manifest),
    weights: manifest.weights && (await checked(manifest.weights)),
    graphModel: manifest.graphModel && (await checked(manifest.graphModel)),
  };
}

/**
 * The manifest alone, and the version: for a process that runs no model.
 *
 * @throws PlainError where it is missing or damaged
 */
export async function loadManifest(folder: string): Promise<{ manifest: ModelManifest; version: string }> {
  const text = await readOrExplain(join(folder, 'manifest.json'));
  const manifest = parseManifest(text);
  const version = createHash('sha256')
    // The manifest names its weights by their hash, so that hashing it covers them.
    .update(text)
    .update(`\npre-processing ${preprocessingVersion}`)
    .digest('hex')
    .slice(0, 16);
  return { manifest, version };
}

function parseManifest(text: Uint8Array): ModelManifest {
  try {
    const manifest = manifestSchema.parse(JSON.parse(new TextDecoder().decode(text)));
    // A manifest names a file beside itself, never one elsewhere.
    const files = [manifest, manifest.weights, manifest.graphModel].map((one) => one?.file ?? '');
    if (files.every((file) => basename(file) === file)) return manifest;
  } catch (error) {
    throw new PlainError('The description of the model is damaged: install Proofsheet again.', {
      cause: error,
    });
  }
  throw new PlainError(
    'The description of the model names a file outside its folder: install Proofsheet again.',
  );
}

async function readOrExplain(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new PlainError(`The model file ${basename(file)} cannot be read: install Proofsheet again.`, {
      cause: error,
    });
  }
}
