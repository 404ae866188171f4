/** Height of pictures on the canvas, in CSS pixels. */
export const PICTURE_HEIGHT = 52

/** Pictures for the canvas: asked for when first drawn, made small once, and drawn again when they have come. */
export function createThumbnails(onLoad: () => void) {
  const pictures = new Map<string, ImageBitmap | 'loading' | 'broken'>()

  async function load(url: string) {
    pictures.set(url, 'loading')
    const image = new Image()
    image.src = url
    try {
      await image.decode()
      const resizeHeight = Math.round(PICTURE_HEIGHT * devicePixelRatio)
      pictures.set(url, await createImageBitmap(image, { resizeHeight, resizeQuality: 'medium' }))
    } catch {
      // A picture that cannot be had leaves its clip plain.
      pictures.set(url, 'broken')
    }
    onLoad()
  }

  return (url: string): ImageBitmap | null => {
    const known = pictures.get(url)
    if (known === undefined) void load(url)
    return known instanceof ImageBitmap ? known : null
  }
}
export type Thumbnails = ReturnType<typeof createThumbnails>
