/**
 * Wipes by their SMPTE 258M numbers. A wipe is the moment, from 0 to 1, at which the incoming picture reaches a point;
 * points are shares of the width and height from the top left corner.
 */
type Arrival = (x: number, y: number) => number

const fromCentre = (value: number): number => Math.abs(value - 0.5) * 2
const turn = (x: number, y: number, startTurns: number): number => {
  const turns = Math.atan2(x - 0.5, 0.5 - y) / (2 * Math.PI) - startTurns
  return turns - Math.floor(turns)
}

const arrivals: { readonly [number: number]: Arrival } = {
  1: x => x,
  2: (_x, y) => y,
  3: (x, y) => Math.max(x, y),
  4: (x, y) => Math.max(1 - x, y),
  5: (x, y) => Math.max(1 - x, 1 - y),
  6: (x, y) => Math.max(x, 1 - y),
  7: (x, y) => Math.max(1 - fromCentre(x), 1 - fromCentre(y)),
  8: (x, y) => Math.max(fromCentre((x * 2) % 1), fromCentre((y * 2) % 1)),
  21: x => fromCentre(x),
  22: (_x, y) => fromCentre(y),
  23: (x, y) => Math.max(fromCentre(x), y),
  24: (x, y) => Math.max(1 - x, fromCentre(y)),
  25: (x, y) => Math.max(fromCentre(x), 1 - y),
  26: (x, y) => Math.max(x, fromCentre(y)),
  41: (x, y) => (x + y) / 2,
  42: (x, y) => (1 - x + y) / 2,
  43: (x, y) => fromCentre(y) * 0.5 + fromCentre(x) * 0.5,
  45: (x, y) => Math.abs(x - y),
  46: (x, y) => Math.abs(x + y - 1),
  61: (x, y) => (y + fromCentre(x)) / 2,
  62: (x, y) => (1 - x + fromCentre(y)) / 2,
  63: (x, y) => (1 - y + fromCentre(x)) / 2,
  64: (x, y) => (x + fromCentre(y)) / 2,
  101: (x, y) => Math.max(fromCentre(x), fromCentre(y)),
  102: (x, y) => (fromCentre(x) + fromCentre(y)) / 2,
  119: (x, y) => Math.hypot(x - 0.5, y - 0.5) / Math.SQRT1_2,
  201: (x, y) => turn(x, y, 0),
  202: (x, y) => turn(x, y, 0.25),
  203: (x, y) => turn(x, y, 0.5),
  204: (x, y) => turn(x, y, 0.75),
}

/** The wipes drawn as their number says; others come as a left-to-right wipe. */
export const knownWipes: readonly number[] = Object.keys(arrivals).map(Number)

/** Width of a wipe's edge as a share of its whole way. */
export const wipeSoftness = 0.01

/** Moments of arrival for each point of a plane, in 1/65535. */
export function arrivalPlane(wipe: number, width: number, height: number): Uint16Array {
  const arrival = arrivals[wipe] ?? ((x: number) => x)
  const plane = new Uint16Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      plane[y * width + x] = Math.round(Math.min(1, Math.max(0, arrival((x + 0.5) / width, (y + 0.5) / height))) * 65535)
    }
  }
  return plane
}
