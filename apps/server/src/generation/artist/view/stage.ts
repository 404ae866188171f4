import type { Chance } from '../hand/chance.ts'
import type { Camera, Place } from './camera.ts'
import { depthOf } from './camera.ts'
import type { Light } from './light.ts'

/** All that drawing something in space needs. */
export type Stage = {
  readonly camera: Camera
  readonly light: Light
  /** Decides what stands where: the same place is the same in every panel of it. */
  readonly chance: Chance
  /** Decides how lines waver: new in every panel. */
  readonly hand: Chance
  /** Metres from the lens at which things are crisp. */
  readonly focus: number
  /** 0 everything is drawn out … 1 the background is only suggested. */
  readonly softness: number
  /** Pixels of a line that is one pixel wide on a board 720 pixels high. */
  readonly pen: number
}

/** Marks with their distance from the lens: pieces are laid down from far to near. */
export type Piece = { readonly distance: number; readonly marks: string }

/** How far a place has gone into the haze: 0…1. */
export function hazeAt(stage: Stage, place: Place): number {
  const beyond = depthOf(stage.camera, place) - stage.focus
  if (beyond <= 0) return 0
  const air = stage.light.isInterior ? 34 : 46
  const inAir = 1 - Math.exp(-beyond / air)
  const outOfFocus = stage.softness * 0.5 * (1 - Math.exp(-beyond / 1.2))
  return Math.min(inAir * 0.85 + outOfFocus, 0.9)
}

/** Pixels: lines get thinner and fainter with distance, and heavier before the focus. */
export function penWidth(stage: Stage, place: Place): number {
  const ratio = stage.focus / Math.max(depthOf(stage.camera, place), 0.3)
  return stage.pen * Math.min(Math.max(2.6 * Math.sqrt(ratio), 0.7), 3.4)
}

export function layDown(pieces: readonly Piece[]): string {
  return [...pieces]
    .sort((a, b) => b.distance - a.distance)
    .map(piece => piece.marks)
    .join('')
}
