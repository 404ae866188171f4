/** Where the picture of a stretch of time lies: a part of a sheet, in pixels. */
export type Tile = { start: number; end: number; sheet: string; x: number; y: number; width: number; height: number }

const cue = /^([\d:.]+) --> ([\d:.]+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/gm

/** The tiles of a WebVTT of pictures in order of time; sheets are named relative to `address`. */
export function tilesOf(vtt: string, address: string): Tile[] {
  const base = new URL(address, location.href)
  return [...vtt.replaceAll('\r\n', '\n').matchAll(cue)].map(([, start, end, sheet, ...box]) => {
    const [x = 0, y = 0, width = 0, height = 0] = box.map(Number)
    return { start: secondsOf(start), end: secondsOf(end), sheet: new URL(sheet ?? '', base).href, x, y, width, height }
  })
}

const secondsOf = (clock = ''): number => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

export const tileAt = (tiles: readonly Tile[], seconds: number): Tile | undefined =>
  tiles.find(({ end }) => seconds < end) ?? tiles.at(-1)
