import { expect, test } from 'vitest'
import { aPanel, aScene, aTree } from '../../testing/make.ts'
import { layOut, lineOf, panelVertically, visibleLines } from './layout.ts'
import { everything, kept, nothing, only, passedOn, reaching, toggled } from './selection.ts'
import { inOrder, storyOf } from './story.ts'

const metrics = { width: 660, cardWidth: 200, aspect: 16 / 9 }
const letters = (text: string) => text.split('').map(id => aPanel(id))
const scenes = [aScene('s1', letters('abcd')), aScene('s2', letters('ef'))]

test('cards stand in rows below the heading of their scene', () => {
  const { lines, columns } = layOut(scenes, metrics)
  expect(columns).toBe(3)
  expect(lines.map(line => (line.kind === 'scene' ? line.scene.id : line.panels.map(panel => panel.id).join('')))).toEqual([
    's1',
    'abc',
    'd',
    's2',
    'ef',
  ])
})

test('of ten thousand panels only the lines in the window are drawn', () => {
  const many = layOut(
    [
      aScene(
        's',
        Array.from({ length: 10_000 }, (_, n) => aPanel(`p${n}`)),
      ),
    ],
    metrics,
  )
  const shown = visibleLines(many, 50_000, 900, 300)
  expect(shown.length).toBeLessThan(14)
  expect(shown.every(line => line.y + line.height >= 49_700 && line.y <= 51_200)).toBe(true)
})

test('each panel is found on its line, past scenes without panels too', () => {
  const layout = layOut([aScene('s0', []), ...scenes, aScene('s3', []), aScene('s4', letters('g'))], metrics)
  const stand = Array.from('abcdefg', (_, at) =>
    lineOf(layout, at)
      ?.panels.map(panel => panel.id)
      .join(''),
  )
  expect(stand).toEqual(['abc', 'abc', 'abc', 'd', 'ef', 'ef', 'g'])
  expect(lineOf(layout, 7)).toBeNull()
  expect(layout.lines.map(line => line.at)).toEqual(layout.lines.map((_, at) => at))
})

test('up and down keep the column where they can', () => {
  const layout = layOut(scenes, metrics)
  const from = (id: string, direction: -1 | 1) => {
    const at = panelVertically(layout, 'abcdef'.indexOf(id), direction)
    return at === null ? null : 'abcdef'[at]
  }
  expect(from('c', 1)).toBe('d')
  expect(from('d', 1)).toBe('e')
  expect(from('f', -1)).toBe('d')
  expect(from('a', -1)).toBeNull()
  expect(from('e', 1)).toBeNull()
})

test('shift reaches from where the range began, both ways', () => {
  const order = 'abcdef'.split('')
  const down = reaching(only('c'), 'e', order)
  expect([...down.ids]).toEqual(['c', 'd', 'e'])
  expect([...reaching(down, 'a', order).ids]).toEqual(['a', 'b', 'c'])
  expect([...reaching(nothing, 'b', order).ids]).toEqual(['b'])
})

test('a panel is added and left out again; what has gone is no longer selected', () => {
  const two = toggled(only('a'), 'b')
  expect([...two.ids]).toEqual(['a', 'b'])
  expect([...toggled(two, 'a').ids]).toEqual(['b'])
  expect(kept(two, new Set(['a']))).toEqual({ ids: new Set(['a']), focus: null, anchor: null })
  expect(kept(two, new Set(['a', 'b']))).toBe(two)
  expect(everything(['a', 'b'], nothing).ids.size).toBe(2)
})

test('after what is deleted the keyboard is on the next panel, on the one before at the end, and nothing is selected', () => {
  const order = 'abcd'.split('')
  const left = (ids: string) => passedOn({ ids: new Set(ids), focus: null, anchor: null }, order)
  expect(left('b')).toEqual({ ids: new Set(), focus: 'c', anchor: 'c' })
  expect(left('ab').focus).toBe('c')
  expect(left('cd').focus).toBe('b')
  expect(left('ad').focus).toBe('c')
  expect(left('abcd').focus).toBeNull()
})

test('what is selected is taken in the order of the story', () => {
  const tree = aTree([scenes])
  expect(inOrder(storyOf(tree), new Set(['f', 'gone', 'b', 'a']))).toEqual(['a', 'b', 'f'])
})
