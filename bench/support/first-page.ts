import { createApplication } from '../../src/main/application.ts';

/**
 * A process of its own: opens a catalogue as browser mode does, asks for the first page, waits until all is quiet, and
 * prints what that took. The time counts from the start of the process.
 */
const [catalogueDir = ''] = process.argv.slice(2);
const application = await createApplication({ mode: 'browser', catalogueDir });
const { ids } = await application.handlers['view.open']({
  root: null,
  folder: '',
  sort: { key: 'captured', descending: false },
  ranges: [],
});
await application.handlers['photos.rows']({ ids: [...ids.subarray(0, 60)] });
const startMs = performance.now();
let mostMb = 0;
const timer = setInterval(() => (mostMb = Math.max(mostMb, process.memoryUsage.rss() / 1e6)), 20);
await application.ingest.idle();
for (const task of application.manifest.tasks) {
  await application.handlers['view.open']({
    root: null,
    folder: '',
    sort: { key: task.id, descending: true },
    ranges: [],
  });
}
clearInterval(timer);
await application.close();
console.log(JSON.stringify({ startMs, mostMb, photos: ids.length }));
