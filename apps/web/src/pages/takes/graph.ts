import type { TakeTree } from '@storycanvas/api'

/** Height of a row and width of a lane, in CSS pixels. */
export const ROW = 40
export const LANE = 22
const EDGE = 14
/** How far the line to an older take of the same lane keeps from the takes between. */
const BULGE = 9

export type Dot = { id: string; x: number; y: number; lane: number }
export type Line = { path: string; lane: number; kind: 'parent' | 'merge' }

export const laneX = (lane: number) => EDGE + lane * LANE
const rowY = (row: number) => row * ROW + ROW / 2

/** What of the tree is drawn: a dot for each take, lines from parents, dashed lines where a branch took a choice over. */
export function graphOf({ takes, merges, branches }: TakeTree): { dots: Dot[]; lines: Line[]; width: number; height: number } {
  const dots = takes.map(({ take, lane, row }): Dot => ({ id: take.id, x: laneX(lane), y: rowY(row), lane }))
  const dotOf = new Map(dots.map(dot => [dot.id, dot]))
  const laneOf = new Map(branches.map(({ id, lane }) => [id, lane]))
  const lines = takes.flatMap(({ take }): Line[] => {
    const [to, from] = [dotOf.get(take.id), dotOf.get(take.parentId ?? '')]
    return to && from ? [{ path: parentLine(from, to), lane: to.lane, kind: 'parent' }] : []
  })
  const taken = merges.flatMap(({ takeId, branchId }): Line[] => {
    const [from, lane] = [dotOf.get(takeId), laneOf.get(branchId)]
    if (!from || lane === undefined || lane === from.lane) return []
    return [{ path: `M${from.x} ${from.y}H${laneX(lane)}`, lane, kind: 'merge' }]
  })
  const lanes = Math.max(1, ...branches.map(({ lane }) => lane + 1))
  return { dots, lines: [...lines, ...taken], width: laneX(lanes - 1) + EDGE + BULGE, height: takes.length * ROW }
}

function parentLine(from: Dot, to: Dot): string {
  if (from.lane !== to.lane) {
    const turn = Math.min(from.y + ROW, to.y)
    return `M${from.x} ${from.y}C${from.x} ${turn} ${to.x} ${from.y} ${to.x} ${turn}V${to.y}`
  }
  if (to.y - from.y <= ROW) return `M${from.x} ${from.y}V${to.y}`
  const side = from.x + BULGE
  return `M${from.x} ${from.y}C${side} ${from.y + ROW / 2} ${side} ${from.y + ROW / 2} ${side} ${from.y + ROW}V${to.y - ROW}C${side} ${to.y - ROW / 2} ${side} ${to.y - ROW / 2} ${to.x} ${to.y}`
}
