import { render, screen } from '@testing-library/react'
import { MantineProvider } from '@mantine/core'
import type { TimelineChange } from '@storycanvas/api'
import { expect, test } from 'vitest'
import { ChangeList } from './ChangeList.tsx'
import { grouped } from './grouped.ts'

const place = (startFrame: number, durationFrames = 24) => ({ track: 'V1', startFrame, durationFrames, sourceInFrame: 0 })

const change = (id: string, fields: Partial<TimelineChange> = {}): TimelineChange => ({
  ...{ id, kind: 'trimmed', clipId: null, panelId: null, sceneId: 'one', name: id, startFrame: 0, durationFrames: 24 },
  ...{ sentence: `“${id}” is shorter.`, before: place(0), after: place(0, 12) },
  ...fields,
})
const moved = (id: string, startFrame: number, by: number, sceneId = 'one') =>
  change(id, { kind: 'moved', sceneId, startFrame, before: place(startFrame - by), after: place(startFrame) })

const headings = new Map([
  ['one', 'INT. BOOTH'],
  ['two', 'EXT. HARBOUR'],
])

test('clips that only went along are one line, apart from those that moved otherwise', () => {
  const list = [
    change('a'),
    moved('b', 24, -12),
    moved('c', 48, -12),
    moved('d', 72, -12),
    moved('e', 200, 5),
    moved('f', 300, 5),
  ]
  const [group] = grouped(list, headings)
  expect(group?.items.map(({ id, changes }) => [id, changes.length])).toEqual([
    ['a', 1],
    ['b', 3],
    ['e', 1],
    ['f', 1],
  ])
  expect(group?.items[1]?.sentence).toBe('3 clips, “b” to “d”, begin 12 frames earlier.')
})

test('changes stand under their scenes in the order of the film, those of no scene under a heading of their own', () => {
  const list = [
    change('late', { sceneId: 'two', startFrame: 500 }),
    change('early', { startFrame: 10 }),
    change('marker', { kind: 'marker', sceneId: null, startFrame: 100, before: null, after: null }),
    change('gone', { sceneId: 'deleted', startFrame: 600 }),
  ]
  expect(grouped(list, headings).map(({ heading, items }) => [heading, items.map(({ id }) => id)])).toEqual([
    ['INT. BOOTH', ['early']],
    ['Outside the scenes', ['marker', 'gone']],
    ['EXT. HARBOUR', ['late']],
  ])
})

test('a line is left out with everything that it stands for, a scene with all its lines', () => {
  const asked: string[][] = []
  const groups = grouped([change('a'), moved('b', 24, -12), moved('c', 48, -12), moved('d', 72, -12)], headings)
  render(
    <MantineProvider>
      <ChangeList
        groups={groups}
        pictures={new Map()}
        left={new Set(['a'])}
        reasons={new Map([['a', 'It would lie over “x”.']])}
        onLeave={ids => asked.push([...ids])}
      />
    </MantineProvider>,
  )
  const box = (name: RegExp) => screen.getByRole<HTMLInputElement>('checkbox', { name })
  expect(box(/“a” is shorter/).checked).toBe(false)
  expect(screen.getByRole('note').textContent).toBe('It would lie over “x”.')
  box(/3 clips/).click()
  expect(asked.at(-1)).toEqual(['a', 'b', 'c', 'd'])
  expect(box(/INT. BOOTH/).indeterminate).toBe(true)
  box(/INT. BOOTH/).click()
  expect(asked.at(-1)).toEqual([])
})
