import { expect, test } from 'vitest'
import { aPanel, aScene, aTree } from '../testing/make.ts'
import { panelStep, panelsOf, scenesOf, sceneStep, withoutPanels, withPanels, withPanelsMoved, withSceneMoved } from './tree.ts'

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

test('a step moves one or several panels past their neighbour and stops at the ends', () => {
  const scene = scenesOf(tree)[0]!
  expect(panelStep(scene, new Set(['b']), -1)).toEqual({ parentId: 's1', after: null })
  expect(panelStep(scene, new Set(['a', 'b']), 1)).toEqual({ parentId: 's1', after: 'c' })
  expect(panelStep(scene, new Set(['a']), -1)).toBeNull()
  expect(panelStep(scene, new Set(['c']), 1)).toBeNull()
})

test('a scene steps over the bounds of its chapter', () => {
  expect(sceneStep(tree, 's2', 1)).toEqual({ parentId: 'chapter-1', after: null })
  expect(sceneStep(tree, 's3', -1)).toEqual({ parentId: 'chapter-0', after: 's2' })
  expect(sceneStep(tree, 's1', -1)).toBeNull()
  expect(order(withSceneMoved(tree, 's2', { parentId: 'chapter-0', after: null }))).toEqual(['s2:d', 's1:abc', 's3:'])
})
