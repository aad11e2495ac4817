import type { ModelManifest } from '../../../shared/manifest.ts';
import { overallOf, verdictWords } from './caption.ts';
import type { Listed } from './document.ts';

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `
  body { margin: 24px; background: #fff; color: #222; font: 12px/16px system-ui, sans-serif; }
  ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 20px 16px; padding: 0; list-style: none; }
  li { break-inside: avoid; }
  .frame { display: flex; align-items: center; justify-content: center; height: 180px; background: #eee; }
  img { max-width: 100%; max-height: 100%; }
  .reject img { opacity: 0.35; }
  .line { display: flex; gap: 8px; margin-top: 4px; }
  .name { flex: 1; overflow-wrap: anywhere; }
  .verdict, .scores { color: #666; }
`;

/** One page that holds its pictures, and needs nothing else; printed, no photo is torn. */
export function htmlSheet(photos: readonly Listed[], tasks: ModelManifest['tasks']): string {
  const cells = photos.map((photo) => {
    const picture = photo.jpeg
      ? `<img alt="" src="data:image/jpeg;base64,${Buffer.from(photo.jpeg).toString('base64')}">`
      : '';
    const scores = tasks
      .map(({ label }, index) => ({ label, score: photo.scores?.[index] ?? null }))
      .flatMap(({ label, score }) => (score === null ? [] : `${label} ${Math.round(score)}`));
    return `<li class="${photo.verdict.pick}"><div class="frame">${picture}</div>
<div class="line"><span class="name">${escape(photo.name)}</span><b>${overallOf(photo, tasks) ?? ''}</b></div>
<div class="verdict">${escape(verdictWords(photo))}</div><div class="scores">${escape(scores.join(' · '))}</div></li>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Contact sheet</title>
<style>${style}</style>
<ul>
${cells.join('\n')}
</ul>
</html>
`;
}
