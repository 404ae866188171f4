export const LOUDEST_DB = 12
export const QUIETEST_DB = -36

/** Room for the name above the line, in CSS pixels. */
const TOP = 18

/** How far below a sound clip's upper edge its gain is drawn. */
export function gainY(gainDb: number, height: number): number {
  const share = (LOUDEST_DB - Math.min(LOUDEST_DB, Math.max(QUIETEST_DB, gainDb))) / (LOUDEST_DB - QUIETEST_DB)
  return TOP + share * (height - TOP - 3)
}

/** The gain after dragging its line down by so many pixels, in tenths of a decibel. */
export function gainMoved(gainDb: number, byPixels: number, height: number): number {
  const moved = gainDb - (byPixels * (LOUDEST_DB - QUIETEST_DB)) / (height - TOP - 3)
  return Math.round(Math.min(LOUDEST_DB, Math.max(QUIETEST_DB, moved)) * 10) / 10
}
