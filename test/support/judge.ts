import { openCatalogue } from '../../src/main/catalogue/catalogue.ts';
import { smallManifest } from './manifest.ts';

/** A process that gives verdicts without end to the photos of the catalogue in the folder given, and names each that is confirmed. */
const catalogue = await openCatalogue({
  dir: process.argv[2] ?? '',
  program: 'Proofsheet',
  manifest: smallManifest,
  modelVersion: 'v1',
  readingVersion: 1,
  metadataVersion: 1,
});
const { ids } = await catalogue.openView({
  root: null,
  folder: '',
  sort: { key: 'name', descending: false },
  ranges: [],
});
const began = Number(process.argv[3]);
for (let round = began; ; round++) {
  const photo = ids[round % ids.length] ?? 0;
  const stars = 1 + (Math.floor(round / ids.length) % 5);
  await catalogue.decide({ source: 'person', screen: null, changes: [{ photo, verdict: { stars } }] });
  process.send?.({ round, photo, stars });
}
