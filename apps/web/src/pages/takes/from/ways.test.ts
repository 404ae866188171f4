import type { PresetNow } from '@storycanvas/api'
import { expect, test } from 'vitest'
import { presetsFor, type Way, ways } from './ways.ts'

type Guides = PresetNow['guides']
const preset = (id: string, guides: Guides, waits: PresetNow['waits'] = []) => ({ id, guides, waits }) as unknown as PresetNow
const takes = (kind: Guides[number]['kind'], ...names: Guides[number]['guides'][number]['name'][]): Guides => [
  { kind, guides: names.map(name => ({ name, label: null })) },
]
const way = (id: string) => ways.find(one => one.id === id) as Way
const idsFor = (id: string, presets: PresetNow[]) => presetsFor(way(id), presets).map(one => one.id)

test('a preset goes the way that takes exactly what it takes', () => {
  const presets = [
    preset('words', []),
    preset('first', takes('image-to-video', 'picture')),
    preset('both', takes('image-to-video', 'picture', 'last-frame')),
    preset('fill', takes('inpaint', 'mask', 'picture')),
  ]
  expect(idsFor('image-to-video', presets)).toEqual(['first'])
  expect(idsFor('first-last', presets)).toEqual(['both'])
  expect(idsFor('inpaint', presets)).toEqual(['fill'])
  expect(idsFor('lip-sync', presets)).toEqual([])
})

test('what can begin now stands first', () => {
  const waiting = preset('a', takes('inpaint', 'picture', 'mask'), [{ kind: 'inpaint', reason: 'No server.' }])
  expect(idsFor('inpaint', [waiting, preset('b', takes('inpaint', 'picture', 'mask'))])).toEqual(['b', 'a'])
})
