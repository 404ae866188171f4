import type { StyleTemplate } from '@storycanvas/api'
import { expect, test } from 'vitest'
import { keptLook, type Look, lookOf, settingWords } from './look.ts'

const template = (fields: Partial<StyleTemplate>): StyleTemplate => ({
  ...{ id: '01a1ff21-0a37-75b1-bc8c-8918df7f66c4', name: 'Ink', description: '', kind: 'text-to-image', preset: 'sd15' },
  ...{ prompt: '', negativePrompt: '', parameters: {}, uses: 0, lastUsedAt: null },
  ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' },
  ...fields,
})

test('a style brings back what it was kept with', () => {
  const look: Look = { preset: 'sd15', kind: 'image-to-image', parameters: { steps: 8, sampler: 'euler', negative: 'text' } }
  expect(keptLook(look)).toEqual({ ...look, parameters: { steps: 8, sampler: 'euler' }, negativePrompt: 'text' })
  expect(lookOf(template(keptLook(look)))).toEqual(look)
})

test('a style without settings has none, and what no preset could take is left out', () => {
  expect(lookOf(template({})).parameters).toEqual({})
  expect(lookOf(template({ parameters: { steps: 8, deep: { a: 1 }, on: true } })).parameters).toEqual({ steps: 8 })
})

test('it is told how many settings a style has', () => {
  expect([{}, { steps: 8 }, { steps: 8, cfg: 2 }].map(parameters => settingWords(template({ parameters })))).toEqual([
    '',
    ', 1 setting',
    ', 2 settings',
  ])
})
