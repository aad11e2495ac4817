import type { PhotoRow } from '../../shared/photo.ts';

/** What has to be known of a photo to draw it large. */
export type LargePhoto = Pick<PhotoRow, 'id' | 'version' | 'name' | 'width' | 'height' | 'thumb'> & {
  /** There is no picture of it to be had. */
  unreadable: boolean;
};

export const largePhotoOf = ({ id, version, name, width, height, thumb, state }: PhotoRow): LargePhoto => ({
  id,
  version,
  name,
  width,
  height,
  thumb,
  unreadable: state === 'failed' && !thumb,
});
