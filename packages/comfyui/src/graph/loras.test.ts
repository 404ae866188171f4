import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compilePreset } from '../preset/compile.ts'
import { readBuiltInPresets } from '../preset/built-in.ts'
import { variantOf } from '../preset/preset.ts'
import { makeObjectInfo } from '../testing/node-table.ts'
import { presetFiles } from '../testing/preset-files.ts'
import type { Graph } from './graph.ts'
import { withLoras } from './loras.ts'
import { readObjectInfo } from './object-info.ts'
import { validateGraph } from './validate.ts'

const files = presetFiles()
const info = readObjectInfo(
  makeObjectInfo({ ...files, loras: [...(files['loras'] ?? []), 'mara.safetensors', 'cellar.safetensors'] }),
)
const loras = [
  { file: 'mara.safetensors', weight: 0.8 },
  { file: 'cellar.safetensors', weight: 0.5 },
]
const presets = readBuiltInPresets()
const presetNamed = (id: string) => presets.find(preset => preset.id === id) ?? assert.fail(`no preset ${id}`)
const compiled = (id: string): Graph => compilePreset(presetNamed(id), 'text-to-image').graph

describe('LoRAs in a graph', () => {
  test('stand behind the checkpoint, for its model and its text encoder', () => {
    const graph = withLoras(compiled('sdxl'), loras) ?? assert.fail('no graph')
    const [first, second] = Object.values(graph).filter(({ class_type }) => class_type === 'LoraLoader')
    assert.deepEqual(
      [first, second].map(node => [node?.inputs['lora_name'], node?.inputs['strength_model'], node?.inputs['strength_clip']]),
      [
        ['mara.safetensors', 0.8, 0.8],
        ['cellar.safetensors', 0.5, 0.5],
      ],
    )
    const loader = Object.keys(graph).find(id => graph[id]?.class_type === 'CheckpointLoaderSimple') ?? ''
    const asksLoader = Object.values(graph).flatMap(({ class_type, inputs }) =>
      Object.values(inputs).flatMap(value => (Array.isArray(value) && value[0] === loader ? [`${class_type} ${value[1]}`] : [])),
    )
    // Only the first LoRA and the decoder, which wants the VAE.
    assert.deepEqual(new Set(asksLoader), new Set(['LoraLoader 0', 'LoraLoader 1', 'VAEDecode 2']))
  })

  test('leave a graph alone that has none, and say where there is no model to bend', () => {
    const graph = compiled('sdxl')
    assert.equal(withLoras(graph, []), graph)
    assert.equal(withLoras({ a: { class_type: 'EmptyImage', inputs: { width: 8 } } }, loras), null)
  })

  test('every preset that loads a model in a known way stays a graph that a server takes', () => {
    let bent = 0
    for (const preset of presets)
      for (const kind of Object.keys(preset.kinds)) {
        const uploads = Object.entries(variantOf(preset, kind).parameters).filter(([, one]) =>
          ['image', 'audio'].includes(one.kind),
        )
        const parameters = Object.fromEntries(uploads.map(([name]) => [name, 'uploaded.png']))
        const { graph } = compilePreset(preset, kind, { parameters })
        const before = validateGraph(graph, info).length
        const after = withLoras(graph, loras)
        if (!after) continue
        bent += 1
        assert.equal(validateGraph(after, info).length, before, `${preset.id} ${kind}`)
      }
    assert.ok(bent >= 30, `${bent} graphs`)
  })
})
