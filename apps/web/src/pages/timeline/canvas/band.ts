import type { Cut } from '../cut.ts'
import type { Band } from '../desk/desk.ts'
import { between, HEAD_HEIGHT } from './rows.ts'
import { frameAt, type View } from './view.ts'

/** Clips that the rubber band touches. */
export function banded({ timeline, rows }: Pick<Cut, 'timeline' | 'rows'>, view: View, band: Band): string[] {
  const [from, to] = [Math.min(band.fromX, band.toX), Math.max(band.fromX, band.toX)].map(x => frameAt(view, x)) as [
    number,
    number,
  ]
  const [top, bottom] = [Math.min(band.fromY, band.toY), Math.max(band.fromY, band.toY)].map(y => y - HEAD_HEIGHT + view.top) as [
    number,
    number,
  ]
  return rows.flatMap(row => {
    if (row.kind !== 'track' || row.y > bottom || row.y + row.height < top) return []
    const track = timeline.tracks.find(({ id }) => id === row.id)
    return between(track?.clips ?? [], from, to).map(({ id }) => id)
  })
}
