import type { ScreenView } from '../../shared/screens.ts';
import { largePhotoOf } from '../large/large-photo.ts';
import { strings } from '../strings/strings.ts';
import type { Application } from './application.svelte.ts';

/** What the second screen is to show: the active photo, as closely as it is looked at here. */
export function screenViewOf(app: Application): Omit<ScreenView, 'window'> {
  const row = app.chosen;
  const { index } = app.selection;
  const { ids } = app.view;
  const next = [index + 1, index - 1, index + 2]
    .flatMap((place) => app.rows.get(ids[place] ?? 0) ?? [])
    .map(largePhotoOf);
  const caption = row
    ? [strings.verdicts.spoken(row.verdict), strings.photo.place(index, ids.length)]
        .filter(Boolean)
        .join(', ')
    : '';
  return {
    photo: row ? largePhotoOf(row) : null,
    next,
    caption,
    factor: app.mode === 'grid' ? null : app.zoom.factor,
    centre: { ...app.zoom.centre },
    surround: app.layout.surround,
  };
}
