import { openCatalogue } from '../../src/main/catalogue/catalogue.ts';
import { smallManifest } from './manifest.ts';

/** A process that opens the catalogue in the folder given and keeps it until it is killed. */
await openCatalogue({
  dir: process.argv[2] ?? '',
  program: 'Proofsheet',
  manifest: smallManifest,
  modelVersion: 'v1',
  readingVersion: 1,
  metadataVersion: 1,
});
process.send?.('open');
