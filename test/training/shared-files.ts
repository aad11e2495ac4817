import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const beside = (path: string): string => fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));

/** The trunk and the photographs lie beside the project, not in it. */
export const trunkFile = beside('model/efficientnet-lite1.safetensors');
export const referenceFile = beside('model/reference.json');
export const dataFolder = beside('data');
export const trunkAbsent = !existsSync(trunkFile) || !existsSync(referenceFile);
export const dataAbsent = !existsSync(dataFolder);
