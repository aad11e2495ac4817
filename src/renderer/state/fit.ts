export interface Box {
  width: number;
  height: number;
}

/** The largest box of a picture's shape inside another; never larger than the picture times `enlargeUpTo`. */
export function fitInside(picture: Box, room: Box, enlargeUpTo = Infinity): Box {
  if (picture.width <= 0 || picture.height <= 0) return room;
  const factor = Math.min(room.width / picture.width, room.height / picture.height, enlargeUpTo);
  return { width: Math.round(picture.width * factor), height: Math.round(picture.height * factor) };
}
