import { join } from 'node:path';
import { openCatalogue } from '../../src/main/catalogue/catalogue.ts';
import { copyCard } from '../../src/main/culling/copies/card-copy.ts';
import { smallManifest } from './manifest.ts';

/** A process that copies `card` to `first` in the folder given, and says when it is in the middle of the big file. */
const [, , dir = ''] = process.argv;
const catalogue = await openCatalogue({
  dir: join(dir, 'catalogue'),
  program: 'Proofsheet',
  manifest: smallManifest,
  modelVersion: 'v1',
  readingVersion: 1,
  metadataVersion: 1,
});
await copyCard({
  catalogue,
  card: join(dir, 'card'),
  targets: [join(dir, 'first')],
  template: ({ name }) => name,
  others: false,
  onProgress: ({ file, bytesDone }) => {
    if (file.endsWith('BIG.MP4') && bytesDone > 0) process.send?.('copying');
  },
});
