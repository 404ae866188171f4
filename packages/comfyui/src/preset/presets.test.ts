import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { modelStack } from '../graph/stack.ts'
import { isLink } from '../graph/graph.ts'
import { readObjectInfo, type ObjectInfo } from '../graph/object-info.ts'
import { validateGraph } from '../graph/validate.ts'
import { makeObjectInfo } from '../testing/node-table.ts'
import { presetFiles } from '../testing/preset-files.ts'
import { recordedObjectInfo, withoutRecording } from '../testing/recorded.ts'
import { readBuiltInPresets, readPreset } from './built-in.ts'
import { compilePreset } from './compile.ts'
import { checkEligibility } from './eligibility.ts'
import { estimateCost } from './estimate.ts'
import { presetJsonSchema } from './json-schema.ts'
import { requiredNodes, variantOf, type Preset } from './preset.ts'

const presets = readBuiltInPresets()
const cases = presets.flatMap(preset => Object.keys(preset.kinds).map(kind => ({ preset, kind })))
const ownInfo = readObjectInfo(makeObjectInfo(presetFiles()))

function uploadsFor(preset: Preset, kind: string) {
  const needed = Object.entries(variantOf(preset, kind).parameters).filter(
    ([, one]) => one.kind === 'image' || one.kind === 'audio',
  )
  return Object.fromEntries(needed.map(([name]) => [name, 'uploaded.png']))
}

/** The recorded server had next to no models: its choices are given the files that the presets want. */
function recordedWithFiles(): ObjectInfo {
  const files = makeObjectInfo(presetFiles())
  return readObjectInfo(
    Object.fromEntries(Object.entries(recordedObjectInfo()).map(([name, node]) => [name, withFiles(node, files[name])])),
  )
}

type Written = { input: { required?: { [input: string]: unknown[] }; optional?: { [input: string]: unknown[] } } }

function withFiles(recorded: unknown, own: unknown): unknown {
  const node = structuredClone(recorded) as Written
  const mine = (own as Written | undefined)?.input.required ?? {}
  for (const [input, [type]] of Object.entries(node.input.required ?? {})) {
    const isFileChoice = Array.isArray(mine[input]?.[0]) && /_name\d*$/.test(input) && (Array.isArray(type) || type === 'COMBO')
    const options = mine[input]?.[0]
    if (isFileChoice && input !== 'sampler_name') (node.input.required ??= {})[input] = [options, {}]
  }
  return node
}

test('there are presets for every kind of thing that is generated', () => {
  assert.ok(presets.length >= 30)
  const kinds = new Set(cases.map(({ kind }) => kind))
  assert.deepEqual([...kinds].sort(), [
    'controlnet',
    'image-to-image',
    'image-to-video',
    'inpaint',
    'lip-sync',
    'text-to-image',
    'text-to-video',
  ])
})

describe('each preset compiles to a graph that runs', () => {
  for (const { preset, kind } of cases) {
    test(`${preset.id} ${kind}`, () => {
      const { graph } = compilePreset(preset, kind, { parameters: uploadsFor(preset, kind) })
      assert.deepEqual(validateGraph(graph, ownInfo), [])
    })
  }
})

describe('on the recorded server', { skip: withoutRecording }, () => {
  const recorded = withoutRecording === undefined ? recordedWithFiles() : new Map<string, never>()
  const missing = new Set<string>()
  for (const { preset, kind } of cases) {
    const unknown = requiredNodes(variantOf(preset, kind)).filter(node => !recorded.has(node))
    if (unknown.length > 0) missing.add(preset.id)
    else
      test(`${preset.id} ${kind} validates`, () => {
        const { graph } = compilePreset(preset, kind, { parameters: uploadsFor(preset, kind) })
        assert.deepEqual(validateGraph(graph, recorded), [])
      })
  }

  test('only the presets of newer models and custom nodes are beyond it', () => {
    assert.deepEqual([...missing].sort(), ['animatediff-sd15', 'cogvideox-5b', 'flux2-dev', 'hunyuan-video-1.5', 'ltx-2-19b'])
  })

  test('the table of nodes that the test server has agrees with it', () => {
    const shape = (info: ObjectInfo, name: string) => {
      const node = info.get(name)
      const inputs = [...(node?.inputs ?? [])].map(([input, { type, isRequired, min, max, step }]) => ({
        input,
        type,
        isRequired,
        min,
        max,
        step,
      }))
      return { name, outputs: node?.outputs, isOutput: node?.isOutput, inputs }
    }
    const real = readObjectInfo(recordedObjectInfo())
    const shared = [...ownInfo.keys()].filter(name => real.has(name))
    assert.ok(shared.length > 80)
    for (const name of shared) assert.deepEqual(shape(ownInfo, name), shape(real, name))
  })
})

test('everything that can be set reaches the graph', () => {
  for (const { preset, kind } of cases) {
    const { parameters } = variantOf(preset, kind)
    const { graph } = compilePreset(preset, kind, { parameters: uploadsFor(preset, kind) })
    const variant = JSON.stringify(variantOf(preset, kind).graph)
    for (const name of [
      ...Object.keys(parameters),
      'seed',
      'prefix',
      'width',
      ...(preset.medium === 'video' ? ['frames', 'fps'] : []),
    ])
      assert.ok(variant.includes(`{"$":"${name}"`), `${preset.id} ${kind} has no use for ${name}`)
    assert.ok(!JSON.stringify(graph).includes('"$'), preset.id)
  }
})

test('no node stands there for nothing', () => {
  for (const { preset, kind } of cases) {
    const { graph } = variantOf(preset, kind)
    const used = new Set(
      Object.values(graph).flatMap(node => Object.values(node.inputs).flatMap(value => (isLink(value) ? [value[0]] : []))),
    )
    const idle = Object.keys(graph).filter(
      nodeId => !used.has(nodeId) && ownInfo.get(graph[nodeId]?.class_type ?? '')?.isOutput !== true,
    )
    assert.deepEqual(idle, [], `${preset.id} ${kind}`)
  }
})

test('the published schema is the one that is checked', () => {
  const published: unknown = JSON.parse(readFileSync(new URL('../../preset.schema.json', import.meta.url), 'utf8'))
  assert.deepEqual(published, JSON.parse(JSON.stringify(presetJsonSchema())))
})

test('a server with everything is eligible, with its own spelling of the files', () => {
  const files = Object.fromEntries(
    Object.entries(presetFiles()).map(([folder, names]) => [folder, names.map(name => `sub\\${name}`)]),
  )
  const server = { objectInfo: readObjectInfo(makeObjectInfo(files)), version: '0.40.1', memory: 80 }
  for (const { preset, kind } of cases) {
    const found = checkEligibility(preset, kind, server)
    assert.equal(found.kind, 'eligible', `${preset.id} ${kind}`)
    if (found.kind !== 'eligible') continue
    const { graph } = compilePreset(preset, kind, { parameters: uploadsFor(preset, kind), files: found.files })
    assert.deepEqual(validateGraph(graph, server.objectInfo), [], preset.id)
  }
})

test('an alternative file will do, and why a server cannot is said in words', () => {
  const flux = presets.find(({ id }) => id === 'flux1-dev') as Preset
  const all = presetFiles()
  const serverWith = (files: typeof all, version: string | null = '0.3.64', memory: number | null = 24) =>
    checkEligibility(flux, 'text-to-image', { objectInfo: readObjectInfo(makeObjectInfo(files)), version, memory })
  const other = serverWith({ ...all, diffusion_models: ['flux1-dev-fp8.safetensors'] })
  assert.deepEqual(other.kind === 'eligible' && other.files.model, 'flux1-dev-fp8.safetensors')
  const none = serverWith({ ...all, diffusion_models: [] }, '0.2.7', 8)
  assert.deepEqual(none.kind === 'not-eligible' && none.reasons, [
    'runs ComfyUI 0.2.7; FLUX.1 dev needs 0.3.0',
    'has no flux1-dev.safetensors in diffusion_models (flux1-dev-fp8.safetensors would do)',
    'has 8 GB of video memory; FLUX.1 dev needs 12',
  ])
  const bare = checkEligibility(flux, 'text-to-image', { objectInfo: new Map(), version: null, memory: null })
  assert.ok(bare.kind === 'not-eligible' && bare.reasons.includes('has no node FluxGuidance'))
})

test('graphs that share their heavy model are told from those that share everything', () => {
  const stack = (id: string, kind: string) => {
    const preset = presets.find(one => one.id === id) as Preset
    return modelStack(compilePreset(preset, kind, { parameters: uploadsFor(preset, kind) }).graph)
  }
  const [plain, guided] = [stack('sdxl', 'text-to-image'), stack('sdxl', 'controlnet')]
  assert.deepEqual(plain.heavy, guided.heavy)
  assert.notDeepEqual(plain.exact, guided.exact)
  assert.deepEqual(plain.exact, stack('sdxl', 'image-to-image').exact)
  assert.notDeepEqual(plain.heavy, stack('flux1-dev', 'text-to-image').heavy)
})

test('more steps, pixels and frames cost more', () => {
  const wan = presets.find(({ id }) => id === 'wan2.2-ti2v-5b') as Preset
  const cost = (parameters: { [name: string]: number }) =>
    estimateCost(wan, compilePreset(wan, 'text-to-video', { parameters }).parameters)
  const base = cost({ frames: 41, steps: 10 })
  assert.equal(cost({ frames: 41, steps: 20 }).work, base.work * 2)
  assert.ok(cost({ frames: 81, steps: 10 }).seconds > base.seconds)
  assert.ok(cost({ frames: 41, steps: 10, width: 640 }).seconds < base.seconds)
})

test('a preset of one’s own is refused with the place of its mistake', () => {
  const text = readFileSync(new URL('../../presets/sd15.json', import.meta.url), 'utf8')
  assert.equal(readPreset(text).id, 'sd15')
  assert.throws(
    () => readPreset(text.replace('"steps"', '"steps2"')),
    /kinds\.text-to-image\.graph\.sample\.steps: There is no parameter steps\./,
  )
  assert.throws(() => readPreset(text.replace('"width": 512', '"width": 500')), /default of width: .*the nearest is 504/)
  assert.throws(() => readPreset(text.replace('"medium": "image"', '"medium": "film"')), /medium/)
  assert.throws(() => readPreset(text.replace('"latent",', '"latend",')), /There is no node latend/)
  assert.throws(() => readPreset('{'), SyntaxError)
})
