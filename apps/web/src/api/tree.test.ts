import { expect, test } from 'vitest'
import { aPanel, aScene, aTree } from '../testing/make.ts'
import {
  chapterStep,
  panelStep,
  panelsOf,
  placeOf,
  scenesOf,
  sceneStep,
  withChapterMoved,
  withoutPanels,
  withPanels,
  withPanelsMoved,
  withSceneMoved,
} from './tree.ts'

const tree = aTree([[aScene('s1', [aPanel('a'), aPanel('b'), aPanel('c')]), aScene('s2', [aPanel('d')])], [aScene('s3', [])]])
const order = (of: typeof tree) => scenesOf(of).map(scene => `${scene.id}:${scene.panels.map(panel => panel.id).join('')}`)

test('panels move in their order behind another one, into another scene too', () => {
  expect(order(withPanelsMoved(tree, ['a', 'c'], { parentId: 's2', after: 'd' }))).toEqual(['s1:b', 's2:dac', 's3:'])
  expect(order(withPanelsMoved(tree, ['c'], { parentId: 's1', after: null }))).toEqual(['s1:cab', 's2:d', 's3:'])
  expect(panelsOf(withPanelsMoved(tree, ['a'], { parentId: 's3', after: null })).find(panel => panel.id === 'a')?.sceneId).toBe(
    's3',
  )
})

test('what does not change keeps its identity, so that nothing else draws anew', () => {
  const changed = withPanels(tree, new Map([['d', { status: 'drawing' as const }]]))
  expect(scenesOf(changed)[0]).toBe(scenesOf(tree)[0])
  expect(scenesOf(changed)[1]?.panels[0]?.status).toBe('drawing')
  expect(withoutPanels(tree, new Set(['d'])).chapters[1]).toBe(tree.chapters[1])
})

test('a step moves one or several panels past their neighbour, over the bounds of their scene, and stops at the ends', () => {
  const scenes = scenesOf(tree)
  expect(panelStep(scenes, new Set(['b']), -1)).toEqual({ parentId: 's1', after: null })
  expect(panelStep(scenes, new Set(['a', 'b']), 1)).toEqual({ parentId: 's1', after: 'c' })
  expect(panelStep(scenes, new Set(['c']), 1)).toEqual({ parentId: 's2', after: null })
  expect(panelStep(scenes, new Set(['d']), -1)).toEqual({ parentId: 's1', after: 'c' })
  expect(panelStep(scenes, new Set(['d']), 1)).toEqual({ parentId: 's3', after: null })
  expect(panelStep(scenes, new Set(['a']), -1)).toBeNull()
})

test('a chapter steps past its neighbour and stops at the ends', () => {
  const id = tree.project.id
  expect(chapterStep(tree, 'chapter-0', 1)).toEqual({ parentId: id, after: 'chapter-1' })
  expect(chapterStep(tree, 'chapter-1', -1)).toEqual({ parentId: id, after: null })
  expect(chapterStep(tree, 'chapter-0', -1)).toBeNull()
  expect(withChapterMoved(tree, 'chapter-0', 'chapter-1').chapters.map(chapter => chapter.id)).toEqual(['chapter-1', 'chapter-0'])
})

test('what has moved goes back, in story order, to where it was', () => {
  const places = ['a', 'b'].map(id => [id, placeOf(tree, id)!] as const)
  expect(places.map(([, place]) => place)).toEqual([
    { parentId: 's1', after: null },
    { parentId: 's1', after: 'a' },
  ])
  const moved = withPanelsMoved(tree, ['a', 'b'], { parentId: 's2', after: 'd' })
  expect(order(places.reduce((now, [id, place]) => withPanelsMoved(now, [id], place), moved))).toEqual(order(tree))
  expect(placeOf(tree, 's2')).toEqual({ parentId: 'chapter-0', after: 's1' })
  expect(placeOf(tree, 'chapter-1')).toEqual({ parentId: tree.project.id, after: 'chapter-0' })
  expect(placeOf(tree, 'nowhere')).toBeNull()
})

test('a scene steps over the bounds of its chapter', () => {
  expect(sceneStep(tree, 's2', 1)).toEqual({ parentId: 'chapter-1', after: null })
  expect(sceneStep(tree, 's3', -1)).toEqual({ parentId: 'chapter-0', after: 's2' })
  expect(sceneStep(tree, 's1', -1)).toBeNull()
  expect(order(withSceneMoved(tree, 's2', { parentId: 'chapter-0', after: null }))).toEqual(['s2:d', 's1:abc', 's3:'])
})
