import { fingerprint } from './chance.ts'

export type Rgb = readonly [red: number, green: number, blue: number]

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = Math.min(Math.max(share, 0), 1)
  return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part, from[2] + (to[2] - from[2]) * part]
}

export function hex(colour: Rgb): string {
  return `#${colour
    .map(channel =>
      Math.round(Math.min(Math.max(channel, 0), 255))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** Reads `#rgb` and `#rrggbb`; `undefined` for anything else. */
export function parseHex(text: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]
  if (digits === undefined) return undefined
  const full = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  const value = Number.parseInt(full, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

const WARDROBE: readonly [Rgb, ...Rgb[]] = [
  [176, 72, 62],
  [66, 112, 158],
  [196, 144, 58],
  [88, 130, 92],
  [132, 92, 150],
  [64, 136, 138],
  [188, 104, 128],
  [126, 118, 70],
]

/** The character's own colour, or a marker from the wardrobe that the name always leads to. */
export function characterColour(colour: string, name: string): Rgb {
  return parseHex(colour) ?? WARDROBE[fingerprint(name) % WARDROBE.length] ?? WARDROBE[0]
}
