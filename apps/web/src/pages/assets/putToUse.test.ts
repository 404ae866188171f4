import { expect, test } from 'vitest'
import { forCast, freeTrack, joined } from './putToUse.ts'

const mara = { look: 'tall, red coat.', references: [{ id: 'a' }] }
const kept = (kind: 'face' | 'prompt' | 'lora', text: string, mediaId: string | null = null) => ({ kind, text, mediaId })

test('a prompt goes behind what is there, once', () => {
  expect(forCast(kept('prompt', ' scar on the chin '), mara)).toEqual({ look: 'tall, red coat, scar on the chin' })
  expect(joined('scar on the chin', 'scar on the chin')).toBe('scar on the chin')
  expect(joined('', 'ink')).toBe('ink')
})

test('a LoRA brings its file and its trigger words', () => {
  expect(forCast(kept('lora', 'mara_v3.safetensors mara person'), mara)).toEqual({
    lora: 'mara_v3.safetensors',
    look: 'tall, red coat, mara person',
  })
  expect(forCast(kept('lora', 'x.safetensors'), mara)).toEqual({ lora: 'x.safetensors', look: mara.look })
})

test('a face joins the pictures that are there, once', () => {
  expect(forCast(kept('face', '', 'b'), mara)).toEqual({ referenceIds: ['a', 'b'] })
  expect(forCast(kept('face', '', 'a'), mara)).toEqual({ referenceIds: ['a'] })
})

test('music goes to the first track on which nothing lies', () => {
  expect(freeTrack([])).toBe('A1')
  expect(
    freeTrack([
      { id: 'V1', clips: [1] },
      { id: 'A1', clips: [1] },
      { id: 'A2', clips: [] },
    ]),
  ).toBe('A2')
})
