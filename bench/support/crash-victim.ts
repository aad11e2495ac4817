import { join } from 'node:path';
import { createApplication } from '../../src/main/application.ts';
import { copyCard } from '../../src/main/culling/copies/card-copy.ts';

/**
 * A process that does everything at once until it is killed: takes photos in, scores them, decides, writes sidecars,
 * copies a card. It names each decision before it asks for it and once it is confirmed. With "finish" it ends by
 * itself when nothing is left to do.
 */
const [, , dir = '', mode = '', first = '0'] = process.argv;
process.send?.({ kind: 'begun' });
const application = await createApplication({
  mode: 'browser',
  catalogueDir: join(dir, 'catalogue'),
  roots: [join(dir, 'shoot')],
  sidecars: { sidecarWriting: true, sidecarEditor: 'darktable' },
});
const { catalogue, verdicts, ingest, sidecars } = application;
process.send?.({ kind: 'open' });

const copy = (): Promise<unknown> =>
  copyCard({
    catalogue,
    card: join(dir, 'card'),
    targets: [join(dir, 'first'), join(dir, 'second')],
    template: ({ name }) => `${mode === 'finish' ? 'last' : first}/${name}`,
    others: false,
  });

async function decide(): Promise<never> {
  for (let number = Number(first); ; number++) {
    const { ids } = await catalogue.openView({
      root: null,
      folder: '',
      sort: { key: 'name', descending: false },
      ranges: [],
    });
    const photo = ids[number % Math.max(1, ids.length)];
    if (photo === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    const stars = ((await catalogue.rows([photo]))[0]?.verdict.stars ?? 0) === 3 ? 4 : 3;
    process.send?.({ kind: 'asked', photo, stars });
    await verdicts.set([photo], { stars }, null);
    process.send?.({ kind: 'confirmed', photo, stars });
  }
}

if (mode === 'finish') {
  await ingest.idle();
  await copy();
  await sidecars.settle();
  await application.close();
  process.exit(0);
}
await Promise.all([decide(), copy()]);
