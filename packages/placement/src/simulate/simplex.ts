export type Constraint = { readonly row: Float64Array; readonly limit: number }

const epsilon = 1e-11
/** Limits of nothing are lifted by different trifles, so that no pivot is idle and the method cannot go in circles. */
const lift = 1e-10

/** Greatest `worth · x` with `row · x ≤ limit` for every constraint and `x ≥ 0`; limits from 0. The dense simplex method. */
export function maximise(worth: Float64Array, constraints: readonly Constraint[]): number {
  const [variables, height] = [worth.length, constraints.length]
  const width = variables + height + 1
  const rows = constraints.map(({ row, limit }, at) => {
    const full = new Float64Array(width)
    full.set(row)
    full[variables + at] = 1
    full[width - 1] = limit + lift * (at + 1)
    return full
  })
  const goal = new Float64Array(width)
  worth.forEach((value, at) => (goal[at] = -value))
  while (true) {
    const column = steepest(goal)
    if (column < 0) return goal[width - 1] as number
    const pivot = tightest(rows, column)
    if (!pivot) throw new RangeError('the linear programme has no bound')
    const scale = pivot[column] as number
    for (let at = 0; at < width; at += 1) pivot[at] = (pivot[at] as number) / scale
    for (const row of [...rows, goal]) if (row !== pivot) subtract(row, pivot, row[column] as number)
  }
}

function steepest(goal: Float64Array): number {
  let [best, least] = [-1, -epsilon]
  for (let at = 0; at < goal.length - 1; at += 1) if ((goal[at] as number) < least) [least, best] = [goal[at] as number, at]
  return best
}

function tightest(rows: readonly Float64Array[], column: number): Float64Array | null {
  let [best, least]: [Float64Array | null, number] = [null, Infinity]
  for (const row of rows) {
    const slope = row[column] as number
    if (slope <= epsilon) continue
    const room = (row.at(-1) as number) / slope
    if (room < least) [least, best] = [room, row]
  }
  return best
}

function subtract(row: Float64Array, pivot: Float64Array, times: number): void {
  if (times === 0) return
  for (let at = 0; at < row.length; at += 1) row[at] = (row[at] as number) - times * (pivot[at] as number)
}
