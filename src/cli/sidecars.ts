import { createApplication, type Application } from '../main/application.ts';
import type { EditorId } from '../shared/editors.ts';

export interface SidecarsOptions {
  editor?: EditorId;
  catalogue?: string;
}

/** Verdicts to sidecars and back, for the photos that the catalogue knows; what came of it is printed as JSON. */
export async function sidecarsCommand(
  what: 'write' | 'read' | 'status',
  folders: string[],
  { editor, catalogue: catalogueDir }: SidecarsOptions,
): Promise<void> {
  const application = await createApplication({
    mode: 'headless',
    // To ask for it here is to turn it on, for this once.
    sidecars: { sidecarWriting: what === 'write', ...(editor && { sidecarEditor: editor }) },
    ...(catalogueDir !== undefined && { catalogueDir }),
  });
  application.events.on('notice', ({ text }) => process.stderr.write(`${text}\n`));
  try {
    process.stdout.write(`${JSON.stringify(await run(application, what, folders), null, 2)}\n`);
  } finally {
    await application.close();
  }
}

async function run({ catalogue, library, sidecars }: Application, what: string, folders: string[]) {
  if (what === 'status') return { ...(await sidecars.status()), disputed: await sidecars.disputes(1000) };
  for (const folder of folders) await library.add(folder);
  const places = await Promise.all(folders.map((folder) => library.add(folder)));
  for (const { root, folder } of places) await library.scan(root, folder);
  sidecars.noteFiles();
  await sidecars.settle();
  if (what === 'read') return { ...(await sidecars.status()), disputed: await sidecars.disputes(1000) };
  const photos = new Set<number>();
  for (const place of places) {
    const { ids } = await catalogue.openView({
      ...place,
      sort: { key: 'name', descending: false },
      ranges: [],
    });
    for (const id of ids) photos.add(id);
  }
  const report = await sidecars.handOver([...photos]);
  if (report.troubles.length > 0) process.exitCode = 1;
  return report;
}
