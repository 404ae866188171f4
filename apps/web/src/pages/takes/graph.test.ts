import type { TakeTree } from '@storycanvas/api'
import { expect, test } from 'vitest'
import { aTake } from '../../testing/make.ts'
import { graphOf, LANE, laneX, ROW } from './graph.ts'

const branch = (id: string, lane: number): TakeTree['branches'][number] => ({
  id,
  panelId: 'p',
  name: id,
  active: lane === 0,
  chosenTakeId: null,
  fromTakeId: null,
  createdAt: '2026-11-21T09:30:00.000Z',
  lane,
})
const node = (id: string, row: number, lane: number, parentId: string | null) => ({ take: aTake(id, { parentId }), row, lane })

test('a take has a dot in its row and lane, and a line from its parent', () => {
  const tree: TakeTree = {
    branches: [branch('main', 0), branch('night', 1)],
    takes: [node('a', 0, 0, null), node('b', 1, 0, 'a'), node('c', 2, 1, 'a'), node('d', 3, 0, 'a'), node('e', 4, 1, 'gone')],
    merges: [{ branchId: 'main', fromBranchId: 'night', takeId: 'c', createdAt: '2026-11-21T09:30:00.000Z' }],
  }
  const { dots, lines, width, height } = graphOf(tree)
  expect(dots.map(({ x, y }) => [x, y])).toEqual([
    [laneX(0), ROW / 2],
    [laneX(0), ROW * 1.5],
    [laneX(1), ROW * 2.5],
    [laneX(0), ROW * 3.5],
    [laneX(1), ROW * 4.5],
  ])
  expect(lines.map(({ kind, lane }) => `${kind} ${lane}`)).toEqual(['parent 0', 'parent 1', 'parent 0', 'merge 0'])
  expect(lines[0]?.path).toBe(`M${laneX(0)} ${ROW / 2}V${ROW * 1.5}`)
  expect(lines[3]?.path).toBe(`M${laneX(1)} ${ROW * 2.5}H${laneX(0)}`)
  expect(width).toBeGreaterThan(laneX(1) + LANE / 2)
  expect(height).toBe(5 * ROW)
})
