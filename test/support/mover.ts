import { openCatalogue } from '../../src/main/catalogue/catalogue.ts';
import { RejectedMoves } from '../../src/main/culling/moves/rejected-moves.ts';
import { smallManifest } from './manifest.ts';

/** A process that moves the rejected photos of the catalogue given away and back, without end, and tells of each turn. */
const catalogue = await openCatalogue({
  dir: process.argv[2] ?? '',
  program: 'Proofsheet',
  manifest: smallManifest,
  modelVersion: 'v1',
  readingVersion: 1,
  metadataVersion: 1,
});
const moves = new RejectedMoves({ catalogue, onMoved: () => undefined });
await moves.recover();
process.send?.('begun');
for (;;) {
  const { photos } = await moves.plan({ root: null, folder: '' });
  await moves.begin(
    photos.map(({ photo }) => photo),
    'folder',
  );
  for (const { move } of await moves.list()) await moves.putBack(move);
  process.send?.('turned');
}
