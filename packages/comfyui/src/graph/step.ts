/** Right values are `offset` and whole `step`s more or less, from `min` to `max`. */
export type Grid = {
  readonly step: number
  readonly offset: number
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** The right value nearest to a number; of two equally near ones the larger. */
export function nearestOnGrid(value: number, { step, offset, min = -Infinity, max = Infinity }: Grid): number {
  const up = (bound: number) => Math.ceil((bound - offset) / step) * step + offset
  const down = (bound: number) => Math.floor((bound - offset) / step) * step + offset
  const nearest = Math.round((value - offset) / step) * step + offset
  if (nearest < min) return up(min)
  return nearest > max ? down(max) : nearest
}
