import type { Setting, TimeOfDay } from '@storycanvas/api'
import { hex, mix, type Rgb } from '../hand/colour.ts'

/** The key of a panel: which markers are on the desk, and where the light comes from. */
export type Light = {
  /** Ends of the value scale: the darkest and the lightest marker. */
  readonly dark: Rgb
  readonly bright: Rgb
  readonly ink: string
  /** What distance fades into. */
  readonly haze: Rgb
  readonly sky: readonly [top: Rgb, horizon: Rgb]
  /** Colour of sun, moon or lamps. */
  readonly glow: Rgb
  /** The side that the light falls from: -1 left, 1 right. */
  readonly side: -1 | 1
  /** 0 noon (short shadows) … 1 horizon. */
  readonly slant: number
  /** How much of a local colour the light leaves, 0…1. */
  readonly exposure: number
  readonly isDark: boolean
  readonly isInterior: boolean
}

type Key = Omit<Light, 'side' | 'ink' | 'isInterior'>

const DAY: Key = {
  dark: [40, 39, 38],
  bright: [250, 248, 243],
  haze: [226, 225, 221],
  sky: [
    [196, 201, 204],
    [246, 244, 239],
  ],
  glow: [255, 253, 246],
  slant: 0.35,
  exposure: 1,
  isDark: false,
}

const KEYS: Readonly<Record<TimeOfDay, Key>> = {
  unspecified: DAY,
  day: DAY,
  dawn: {
    dark: [44, 42, 46],
    bright: [246, 236, 229],
    haze: [226, 214, 209],
    sky: [
      [158, 158, 170],
      [247, 222, 206],
    ],
    glow: [255, 228, 204],
    slant: 0.9,
    exposure: 0.9,
    isDark: false,
  },
  morning: {
    dark: [44, 41, 38],
    bright: [252, 247, 236],
    haze: [233, 228, 217],
    sky: [
      [198, 202, 202],
      [252, 244, 226],
    ],
    glow: [255, 246, 222],
    slant: 0.65,
    exposure: 1,
    isDark: false,
  },
  afternoon: {
    dark: [42, 38, 34],
    bright: [250, 241, 225],
    haze: [229, 219, 201],
    sky: [
      [190, 190, 184],
      [250, 236, 208],
    ],
    glow: [255, 238, 200],
    slant: 0.55,
    exposure: 0.97,
    isDark: false,
  },
  dusk: {
    dark: [34, 31, 34],
    bright: [214, 188, 168],
    haze: [194, 166, 150],
    sky: [
      [104, 100, 116],
      [252, 202, 154],
    ],
    glow: [255, 204, 148],
    slant: 0.95,
    exposure: 0.82,
    isDark: false,
  },
  evening: {
    dark: [26, 25, 29],
    bright: [196, 184, 172],
    haze: [118, 112, 116],
    sky: [
      [58, 58, 68],
      [168, 142, 128],
    ],
    glow: [255, 214, 158],
    slant: 0.7,
    exposure: 0.72,
    isDark: true,
  },
  night: {
    dark: [15, 16, 19],
    bright: [174, 177, 182],
    haze: [76, 80, 88],
    sky: [
      [28, 30, 37],
      [98, 103, 112],
    ],
    glow: [255, 226, 172],
    slant: 0.5,
    exposure: 0.6,
    isDark: true,
  },
}

/** Lamps carry an interior through the dark hours: warmer and wider in value than the street outside. */
function lampLit(key: Key): Key {
  return {
    ...key,
    dark: mix(key.dark, [30, 25, 20], 0.5),
    bright: mix(key.bright, [244, 224, 190], 0.8),
    haze: [112, 100, 85],
    exposure: Math.max(key.exposure, 0.8),
  }
}

export function lightOf(timeOfDay: TimeOfDay, setting: Exclude<Setting, 'unspecified'>, side: -1 | 1): Light {
  const key = KEYS[timeOfDay]
  const isInterior = setting === 'interior'
  const lit = isInterior && key.isDark ? lampLit(key) : key
  return { ...lit, side, isInterior, ink: hex(mix(lit.dark, [0, 0, 0], 0.35)) }
}

/** The marker of a value, 0 darkest … 1 lightest; `haze` 0…1 pushes it into the distance. */
export function tone(light: Light, value: number, haze = 0): Rgb {
  // Daylight boards keep their middle values light, so that the darks can carry the drawing.
  const lifted = light.isDark ? value : Math.max(value, 0) ** 0.8
  return mix(mix(light.dark, light.bright, lifted), light.haze, haze)
}

/** A local colour as this light shows it; `value` 0…1, 0.5 as it is, lower in shade. */
export function tinted(light: Light, colour: Rgb, value = 0.5, haze = 0): Rgb {
  const shown = mix(light.dark, colour, 0.12 + 0.88 * light.exposure)
  const shaded = value < 0.5 ? mix(shown, light.dark, (0.5 - value) * 1.5) : mix(shown, light.bright, (value - 0.5) * 1.2)
  return mix(shaded, light.haze, haze)
}
