import { expect, it } from 'vitest';
import { crash } from '../../bench/support/crash.ts';
import { oldCatalogue } from '../../bench/support/old-catalogue.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { writeJpeg } from '../support/pictures.ts';

it('nothing that was confirmed is lost, and nothing half written, when the program is killed in the middle of everything', async () => {
  const figures = await crash(temporaryFolder(), writeJpeg, (kills) => kills < 5, oldCatalogue);
  expect(figures).toMatchObject({
    kills: 5,
    lost_decisions: 0,
    overruled_decisions: 0,
    torn_files: 0,
    stuck_jobs: 0,
    damaged_catalogues: 0,
  });
  expect(figures.confirmed_decisions).toBeGreaterThan(0);
});
