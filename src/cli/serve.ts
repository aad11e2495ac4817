import { fileURLToPath } from 'node:url';
import { createApplication } from '../main/application.ts';
import type { EngineId } from '../shared/engines.ts';
import { serveLoopback } from '../main/transport/loopback.ts';

/** Built by `npm run build`; as far from the sources as from the bundles. */
const rendererDir = fileURLToPath(new URL('../../out/renderer', import.meta.url));

/** Browser mode, until a signal ends it. Prints the address, which is for the person alone, on standard output. */
export async function serve(
  folders: string[],
  options: {
    port?: number | undefined;
    catalogue?: string | undefined;
    engine?: EngineId | undefined;
    model?: string | undefined;
    onAddress?: (address: string) => void;
  },
): Promise<void> {
  const application = await createApplication({
    mode: 'browser',
    roots: folders,
    ...(options.catalogue !== undefined && { catalogueDir: options.catalogue }),
    ...(options.engine !== undefined && { engine: options.engine }),
    ...(options.model !== undefined && { modelDir: options.model }),
  });
  for (const notice of application.startNotices) process.stderr.write(`${notice}\n`);
  try {
    const { handlers, events, pictures } = application;
    const loopback = await serveLoopback({ handlers, events, pictures, rendererDir, port: options.port });
    process.stdout.write(`${loopback.address}\n`);
    options.onAddress?.(loopback.address);
    await untilSignal();
    await loopback.close();
  } finally {
    await application.close();
  }
}

/** The listeners stay: a terminal and npm may both send the same Ctrl+C, and the second must not cut closing short. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
  });
}
