const percent = (share: number) => `${(share * 100).toFixed(2)}%`
const inset = (top: number, right: number, bottom: number, left: number) =>
  `inset(${[top, right, bottom, left].map(percent).join(' ')})`
const polygon = (points: readonly (readonly [number, number])[]) =>
  `polygon(${points.map(([x, y]) => `${percent(x)} ${percent(y)}`).join(', ')})`

/** The part of the incoming picture that shows when so much of the wipe is done; corners and shapes as the film is rendered. */
const shapes: Partial<Record<number, (share: number) => string>> = {
  1: share => inset(0, 1 - share, 0, 0),
  2: share => inset(0, 0, 1 - share, 0),
  3: share => inset(0, 1 - share, 1 - share, 0),
  4: share => inset(0, 0, 1 - share, 1 - share),
  5: share => inset(1 - share, 0, 0, 1 - share),
  6: share => inset(1 - share, 1 - share, 0, 0),
  21: share => inset(0, (1 - share) / 2, 0, (1 - share) / 2),
  22: share => inset((1 - share) / 2, 0, (1 - share) / 2, 0),
  41: share =>
    polygon([
      [0, 0],
      [2 * share, 0],
      [0, 2 * share],
    ]),
  101: share => inset((1 - share) / 2, (1 - share) / 2, (1 - share) / 2, (1 - share) / 2),
  102: share =>
    polygon([
      [0.5, 0.5 - share],
      [0.5 + share, 0.5],
      [0.5, 0.5 + share],
      [0.5 - share, 0.5],
    ]),
  119: share => `ellipse(${percent(share * Math.SQRT1_2)} ${percent(share * Math.SQRT1_2)})`,
}

/** CSS clip path of a wipe by its SMPTE 258M number. Numbers that no shape is known of come from the left, as in the film. */
export const clipPathOf = (wipe: number, share: number): string =>
  share >= 1 ? 'none' : ((shapes[wipe] ?? shapes[1])?.(Math.max(0, share)) ?? 'none')
