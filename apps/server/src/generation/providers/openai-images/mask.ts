import sharp from 'sharp'

/** The service paints anew what is transparent in a mask; ours is white there. A PNG of the same size. */
export async function transparentWhere(white: Uint8Array): Promise<Buffer> {
  const opacity = sharp(white).flatten({ background: '#000' }).toColourspace('b-w').negate()
  const { data, info } = await opacity.raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  return sharp({ create: { width, height, channels: 3, background: '#000' } })
    .joinChannel(data, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer()
}
