/** One picture of 8-bit 4:2:0 in BT.709 limited range: the luma plane, then the two chroma planes of half its size. */
export type Frame = {
  readonly width: number
  readonly height: number
  readonly bytes: Uint8Array
  readonly planes: readonly Plane[]
}

export type Plane = { readonly width: number; readonly height: number; readonly samples: Uint8Array }

/** Black in limited range. */
export const black = [16, 128, 128] as const

/** Width and height must be even. */
export function frameOf(width: number, height: number, bytes = new Uint8Array((width * height * 3) / 2)): Frame {
  const luma = width * height
  const chroma = luma / 4
  const half = { width: width / 2, height: height / 2 }
  return {
    width,
    height,
    bytes,
    planes: [
      { width, height, samples: bytes.subarray(0, luma) },
      { ...half, samples: bytes.subarray(luma, luma + chroma) },
      { ...half, samples: bytes.subarray(luma + chroma, luma + 2 * chroma) },
    ],
  }
}

export function blackFrame(width: number, height: number): Frame {
  const frame = frameOf(width, height)
  frame.planes.forEach((plane, i) => plane.samples.fill(black[i] ?? 128))
  return frame
}

/** Converts 8-bit RGB of even size; chroma is the mean of each 2 × 2 block. Coefficients of BT.709, 16-bit fixed point. */
export function frameOfRgb(rgb: Uint8Array, width: number, height: number): Frame {
  const frame = frameOf(width, height)
  const [y, u, v] = frame.planes.map(plane => plane.samples) as [Uint8Array, Uint8Array, Uint8Array]
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let red = 0
      let green = 0
      let blue = 0
      for (let i = 0; i < 4; i++) {
        const at = (row + (i >> 1)) * width + column + (i & 1)
        const r = rgb[at * 3] as number
        const g = rgb[at * 3 + 1] as number
        const b = rgb[at * 3 + 2] as number
        y[at] = (11966 * r + 40254 * g + 4064 * b + 1081344) >> 16
        red += r
        green += g
        blue += b
      }
      const at = ((row >> 1) * width + column) >> 1
      u[at] = (-6596 * red - 22189 * green + 28784 * blue + 33685504) >> 18
      v[at] = (28784 * red - 26145 * green - 2639 * blue + 33685504) >> 18
    }
  }
  return frame
}
