/** The picture that the trunk's reference activations were computed from: RGB bytes, [height, width, 3]. */
export function referenceImage(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const red = Math.floor((255 * x) / (width - 1));
      const green = Math.floor((255 * y) / (height - 1));
      bytes.set([red, green, (7 * (x + y)) % 256], (y * width + x) * 3);
    }
  }
  return bytes;
}

/** Hard edges and flat fields, unlike the smooth picture above. */
export const chequered = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % width;
    const y = Math.floor(i / 3 / width);
    return (Math.floor(x / 13) + Math.floor(y / 9)) % 2 === 0 ? 30 + 90 * (i % 3) : 240 - 50 * (i % 3);
  });
