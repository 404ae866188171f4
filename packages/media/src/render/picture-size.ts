/** A picture of this height in the shape of the canvas; both sides even, as every encoder wants them. */
export function pictureSize(canvas: { width: number; height: number }, height: number): { width: number; height: number } {
  return { width: Math.max(2, Math.round((canvas.width * height) / (canvas.height * 2)) * 2), height }
}
