import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SettingsFile } from '../../src/main/catalogue/settings-file.ts';
import { defaultSettings } from '../../src/shared/settings.ts';
import { temporaryFolder } from '../support/temporary.ts';

describe('the settings', () => {
  it('are as they come until something is set, and are kept from then on', async () => {
    const dir = temporaryFolder();
    const settings = await SettingsFile.open(join(dir, 'not yet there'));
    expect([settings.current, settings.notice]).toEqual([defaultSettings, null]);

    const first = await SettingsFile.open(dir);
    const told: unknown[] = [];
    first.onChange((now, before) => told.push([before.engine, now.engine]));
    expect(await first.change({ engine: 'onnx-cpu' })).toMatchObject({ engine: 'onnx-cpu' });
    expect(told).toEqual([['fastest', 'onnx-cpu']]);
    expect((await SettingsFile.open(dir)).current).toMatchObject({ engine: 'onnx-cpu' });
  });

  it.each([['{ "engine": "onnx-'], ['{ "engine": "abacus" }'], ['[]'], ['']])(
    'that cannot be read (%s) are put aside with a notice, and lost to nobody',
    async (text) => {
      const dir = temporaryFolder();
      await writeFile(join(dir, 'settings.json'), text);
      const settings = await SettingsFile.open(dir);
      expect(settings.current).toEqual(defaultSettings);
      expect(settings.notice).toMatch(/could not be read.*settings\.json\.damaged-/);
      const [aside = ''] = await readdir(dir);
      expect(await readFile(join(dir, aside), 'utf8')).toBe(text);
      await settings.change({ engine: 'tfjs-cpu' });
      expect((await SettingsFile.open(dir)).current.engine).toBe('tfjs-cpu');
    },
  );

  it('that cannot be kept stay as they were, and a sentence names the file; the next change is tried anew', async () => {
    const dir = join(temporaryFolder(), 'catalogue');
    const settings = await SettingsFile.open(dir);
    await expect(settings.change({ engine: 'onnx-cpu' })).rejects.toThrow(/settings\.json/);
    expect(settings.current).toEqual(defaultSettings);
    await mkdir(dir);
    await settings.change({ engine: 'onnx-cpu' });
    expect(settings.current.engine).toBe('onnx-cpu');
    await rm(dir, { recursive: true });
  });
});
