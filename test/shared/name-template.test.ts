import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate, templateFields } from '../../src/shared/name-template.ts';

const facts = {
  name: 'IMG_0042',
  folder: '100CANON',
  taken: Date.UTC(2026, 4, 9, 7, 5, 3),
  camera: 'Canon EOS R5',
  serial: '0123',
  number: 42,
};

describe('a name template', () => {
  it.each([
    ['{name}', 'IMG_0042'],
    ['{year}/{date}/{name}', '2026/2026-05-09/IMG_0042'],
    ['{date}_{time}_{number}', '2026-05-09_07-05-03_0042'],
    ['{number:6}-{camera}-{serial}', '000042-Canon EOS R5-0123'],
    ['{folder}/{hour}{minute}{second} {day}.{month}.', '100CANON/070503 09.05'],
  ])('%s makes %s', (template, name) => {
    expect(parseTemplate(template)(facts)).toBe(name);
  });

  it.each([
    ['{nmae}', '{nmae}'],
    ['{name', 'brace'],
    ['a//b', 'empty'],
    ['', 'empty'],
    ['../{name}', 'leaves'],
  ])('%s is refused', (template, word) => {
    expect(() => parseTemplate(template)).toThrow(word);
  });

  it('makes names that any drive takes and that stay in the folder, whatever the camera is called', () => {
    const template = parseTemplate(templateFields.map((field) => `{${field}}`).join('/'));
    fc.assert(
      fc.property(fc.string(), fc.string(), (camera, name) => {
        const parts = template({ ...facts, camera, name }).split('/');
        expect(parts).toHaveLength(templateFields.length);
        for (const part of parts) {
          expect(part).toMatch(/^[^<>:"|?*\\]+$/);
          expect(part).not.toMatch(/^(\.*|con|nul)$|[. ]$/i);
        }
      }),
    );
  });
});
