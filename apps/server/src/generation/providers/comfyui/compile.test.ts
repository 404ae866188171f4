import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Preset } from '@storycanvas/comfyui'
import { modelPresets } from '../../presets.ts'
import type { ProviderRequest } from '../provider.ts'
import { compileFor } from './compile.ts'

const request = (change: Partial<ProviderRequest>): ProviderRequest => ({
  ...{ kind: 'text-to-image', preset: 'sd15', prompt: 'a fox', negativePrompt: '', width: null, height: null, aspect: 1 },
  ...{ seed: 3, pictures: [], inputs: {} },
  ...change,
})
const compile = (change: Partial<ProviderRequest>, uploaded: [string, string][] = []) =>
  compileFor(modelPresets.get('sd15') as Preset, request(change), {
    attemptId: 'one',
    uploaded: new Map(uploaded),
    facts: null,
  })

test('what was set reaches the nodes; the rest stays as the preset has it', () => {
  const { graph, parameters } = compile({ parameters: { steps: 7, sampler: 'euler' } })
  const { steps, sampler_name, cfg } = graph.sample?.inputs ?? {}
  assert.deepEqual([steps, sampler_name, cfg], [7, 'euler', 7])
  assert.equal(parameters.steps, 7)
})

test('what is not to be seen by the style is added to what is not to be seen of the panel', () => {
  const negative = (change: Partial<ProviderRequest>) => compile(change).parameters.negative
  assert.equal(negative({ negativePrompt: 'hats', parameters: { negative: 'text' } }), 'hats, text')
  assert.equal(negative({ negativePrompt: 'hats' }), 'hats')
  assert.match(String(negative({})), /worst quality/)
})

test('a picture goes in as what is changed or as the guide, with the strength that was set', () => {
  const changed = compile({ kind: 'image-to-image', parameters: { denoise: 0.3 } }, [['image', 'shown.png']]).graph
  assert.deepEqual([changed.image?.inputs.image, changed.sample?.inputs.denoise], ['shown.png', 0.3])
  const guided = compile({ kind: 'controlnet', parameters: { strength: 0.5 } }, [['control', 'guide.png']]).graph
  assert.deepEqual([guided.control?.inputs.image, guided.guided?.inputs.strength], ['guide.png', 0.5])
})
