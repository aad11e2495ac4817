import { renameSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApplication, type Application } from '../../src/main/application.ts';
import { readXmp } from '../../src/main/imaging/xmp/read.ts';
import type { CardReport } from '../../src/shared/card.ts';
import type { FolderChoice } from '../../src/shared/library.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** A card copied as the window has it done: by the same requests, with the real library beside it. */

async function opened(dir: string): Promise<Application> {
  const application = await createApplication({ mode: 'browser', catalogueDir: join(dir, 'catalogue') });
  onTestFinished(() => application.close());
  return application;
}

/** The id of a folder, gone to from the top as a person does. */
async function idOf({ handlers }: Application, path: string): Promise<string> {
  const { entries } = await handlers['folders.list']({ folder: null });
  let here: FolderChoice | undefined = entries.find(({ name }) => name === 'This computer');
  for (const name of path.split('/').filter(Boolean)) {
    const listing = await handlers['folders.list']({ folder: here?.id ?? null });
    here = listing.entries.find((entry) => entry.name === name);
  }
  if (!here) throw new Error(`There is no folder ${path}`);
  return here.id;
}

const untilDone = async ({ handlers }: Application): Promise<CardReport> => {
  await expect
    .poll(async () => (await handlers['cards.state'](undefined))?.state, { timeout: 60_000, interval: 50 })
    .toBe('done');
  const state = await handlers['cards.state'](undefined);
  if (state?.state !== 'done') throw new Error('The copy failed');
  return state.report;
};

const photosIn = async ({ catalogue }: Application, root: number): Promise<number> =>
  (await catalogue.openView({ root, folder: '', sort: { key: 'name', descending: false }, ranges: [] })).ids
    .length;

describe.skipIf(process.platform === 'win32')('a card copied in the window', () => {
  it('is pulled out in mid-copy: no half file, the photos so far in the library, and the copy goes on when it is back', async () => {
    const dir = temporaryFolder();
    const card = join(dir, 'card');
    await writeShoot(join(card, 'DCIM'), 5);
    await writeFile(join(card, 'DCIM/MOV_0002.MP4'), 'film '.repeat(3_000_000));
    await mkdir(join(dir, 'first'));
    await mkdir(join(dir, 'second'));
    const application = await opened(dir);
    const { handlers, events } = application;
    const targets = [
      await idOf(application, join(dir, 'first')),
      await idOf(application, join(dir, 'second')),
    ];
    const chosen = { card: await idOf(application, card), targets, others: false };
    await handlers['settings.set']({ copyCreator: 'A. Person', copyRights: '© {year} A. Person' });

    expect(await handlers['cards.survey']({ ...chosen, targets: 2 })).toMatchObject({
      found: { photo: 5, film: 1 },
      files: 6,
      before: 0,
      examples: [{ facts: { name: 'IMG_0001' }, ending: '.jpg' }, {}, {}],
    });

    const away = join(dir, 'pulled');
    // The film comes last; half of it is read when the card goes.
    const stop = events.on('cardCopy', (state) => {
      if (state?.state !== 'running' || (state.progress?.filesDone ?? 0) < 2) return;
      stop();
      renameSync(card, away);
    });
    const { root } = await handlers['cards.copy']({ ...chosen, template: '{date}/{name}' });
    const report = await untilDone(application);
    expect(report.stopped).toContain('Put the card back');
    for (const target of ['first', 'second']) {
      const names = await readdir(join(dir, target), { recursive: true });
      expect(names.filter((name) => name.endsWith('.proofsheet-part'))).toEqual([]);
    }
    await expect.poll(() => photosIn(application, root), { timeout: 60_000 }).toBeGreaterThan(0);

    await rename(away, card);
    await handlers['cards.copy']({ ...chosen, template: '{date}/{name}' });
    const second = await untilDone(application);
    expect(second).toMatchObject({ stopped: null, failures: [] });
    expect(second.skipped + second.copied).toBe(6);
    expect(second.skipped).toBeGreaterThan(0);
    await expect.poll(() => photosIn(application, root), { timeout: 60_000 }).toBe(5);
    for (const target of ['first', 'second']) {
      const copy = await readFile(join(dir, target, '2024-05-01/IMG_0003.jpg'));
      expect(copy.equals(await readFile(join(card, 'DCIM/IMG_0003.jpg')))).toBe(true);
      const sidecar = readXmp(await readFile(join(dir, target, '2024-05-01/IMG_0003.xmp')));
      expect(sidecar).toMatchObject({ creator: ['A. Person'], rights: '© 2024 A. Person' });
    }
    expect((await readdir(join(card, 'DCIM'))).filter((name) => name.endsWith('.xmp'))).toEqual([]);
    expect(await handlers['cards.survey']({ ...chosen, targets: 2 })).toMatchObject({ files: 0, before: 6 });
  });

  it('waits while it is paused, refuses a second copy meanwhile, and goes on', async () => {
    const dir = temporaryFolder();
    await writeShoot(join(dir, 'card/DCIM'), 4);
    await mkdir(join(dir, 'target'));
    const application = await opened(dir);
    const { handlers, events } = application;
    const chosen = {
      card: await idOf(application, join(dir, 'card')),
      targets: [await idOf(application, join(dir, 'target'))],
      others: false,
      template: '{name}',
    };
    const stop = events.on('cardCopy', (state) => {
      if (state?.state !== 'running') return;
      stop();
      void handlers['cards.steer']('pause');
    });
    await handlers['cards.copy'](chosen);
    await expect
      .poll(async () => (await handlers['cards.state'](undefined))?.state, { timeout: 60_000 })
      .toBe('paused');
    await expect(handlers['cards.copy'](chosen)).rejects.toThrow('already');
    await handlers['cards.steer']('resume');
    expect(await untilDone(application)).toMatchObject({ copied: 4, stopped: null });
    await handlers['cards.steer']('dismiss');
    expect(await handlers['cards.state'](undefined)).toBeNull();
    await expect(handlers['cards.copy']({ ...chosen, targets: [chosen.card] })).rejects.toThrow(
      'on the card',
    );
  });
});
