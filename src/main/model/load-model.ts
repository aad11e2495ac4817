import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { manifestSchema, type ModelManifest } from '../../shared/manifest.ts';
import { PlainError } from '../../shared/result.ts';
import { preprocessingVersion } from '../imaging/decode.ts';

export interface Model {
  manifest: ModelManifest;
  /** The ONNX file, checked against the manifest. */
  weights: Uint8Array;
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
  const weights = await readOrExplain(join(folder, manifest.file));
  if (createHash('sha256').update(weights).digest('hex') !== manifest.sha256) {
    throw new PlainError(`The model file ${manifest.file} is damaged: install Proofsheet again.`);
  }
  return { manifest, weights, version };
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
    if (basename(manifest.file) === manifest.file) return manifest;
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
