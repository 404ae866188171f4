import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { anything, assert as holds, property, uint8Array } from 'fast-check'
import { isLink, type Graph } from '../graph/graph.ts'
import { readObjectInfo } from '../graph/object-info.ts'
import { validateGraph } from '../graph/validate.ts'
import { readBuiltInPresets } from '../preset/built-in.ts'
import { compilePreset } from '../preset/compile.ts'
import { checkEligibility } from '../preset/eligibility.ts'
import { makeObjectInfo } from '../testing/node-table.ts'
import { makePng } from '../testing/picture.ts'
import { convertWorkflow } from './convert.ts'
import { findInputs } from './find-inputs.ts'
import { readWorkflow, WorkflowError } from './read.ts'
import { setInputs } from './set-inputs.ts'
import { type MappedPlace, presetOfWorkflow } from './to-preset.ts'
import { UiWorkflow } from './ui.ts'

const info = readObjectInfo(makeObjectInfo({ checkpoints: ['sd15.safetensors'], loras: ['grain.safetensors'] }))
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value))

function presetGraph(id: string, kind: string, parameters: { [name: string]: string | number } = {}): Graph {
  const preset = readBuiltInPresets().find(one => one.id === id)
  assert.ok(preset)
  return compilePreset(preset, kind, { parameters }).graph
}

const sd15 = presetGraph('sd15', 'text-to-image', { prompt: 'a fox', negative: 'blurry' })

/** As the page saves it: a subgraph that samples, a reroute, a primitive seed, a LoRA that is passed by, a muted preview, a note. */
const saved = {
  nodes: [
    {
      id: 1,
      type: 'CheckpointLoaderSimple',
      mode: 0,
      inputs: [],
      outputs: [{ type: 'MODEL' }, { type: 'CLIP' }, { type: 'VAE' }],
      widgets_values: ['sd15.safetensors'],
    },
    {
      id: 2,
      type: 'LoraLoader',
      mode: 4,
      inputs: [
        { name: 'model', type: 'MODEL', link: 1 },
        { name: 'clip', type: 'CLIP', link: 2 },
      ],
      outputs: [{ type: 'MODEL' }, { type: 'CLIP' }],
      widgets_values: ['grain.safetensors', 1, 1],
    },
    {
      id: 3,
      type: 'CLIPTextEncode',
      title: 'What to show',
      mode: 0,
      inputs: [{ name: 'clip', type: 'CLIP', link: 3 }],
      outputs: [{ type: 'CONDITIONING' }],
      widgets_values: ['a fox'],
    },
    {
      id: 4,
      type: 'CLIPTextEncode',
      mode: 0,
      inputs: [{ name: 'clip', type: 'CLIP', link: 4 }],
      outputs: [{ type: 'CONDITIONING' }],
      widgets_values: ['blurry'],
    },
    { id: 5, type: 'EmptyLatentImage', mode: 0, inputs: [], outputs: [{ type: 'LATENT' }], widgets_values: [640, 384, 1] },
    { id: 6, type: 'PrimitiveNode', mode: 0, inputs: [], outputs: [{ type: 'INT' }], widgets_values: [77, 'randomize'] },
    {
      id: 7,
      type: 'sub-1',
      mode: 0,
      inputs: [
        { name: 'model', type: 'MODEL', link: 5 },
        { name: 'positive', type: 'CONDITIONING', link: 6 },
        { name: 'negative', type: 'CONDITIONING', link: 7 },
        { name: 'latent_image', type: 'LATENT', link: 8 },
        { name: 'seed', type: 'INT', widget: { name: 'seed' }, link: 9 },
        { name: 'steps', type: 'INT', widget: { name: 'steps' }, link: null },
      ],
      outputs: [{ type: 'LATENT' }],
      properties: {
        proxyWidgets: [
          ['-1', 'steps'],
          ['20', 'cfg'],
        ],
      },
      widgets_values: [12, 5.5],
    },
    { id: 8, type: 'Reroute', mode: 0, inputs: [{ name: '', type: '*', link: 10 }], outputs: [{ type: 'LATENT' }] },
    {
      id: 9,
      type: 'VAEDecode',
      mode: 0,
      inputs: [
        { name: 'samples', type: 'LATENT', link: 11 },
        { name: 'vae', type: 'VAE', link: 12 },
      ],
      outputs: [{ type: 'IMAGE' }],
    },
    { id: 10, type: 'SaveImage', mode: 0, inputs: [{ name: 'images', type: 'IMAGE', link: 13 }], widgets_values: ['out'] },
    { id: 11, type: 'PreviewImage', mode: 2, inputs: [{ name: 'images', type: 'IMAGE', link: 14 }] },
    { id: 12, type: 'MarkdownNote', mode: 0, widgets_values: ['read me'] },
  ],
  links: [
    [1, 1, 0, 2, 0, 'MODEL'],
    [2, 1, 1, 2, 1, 'CLIP'],
    [3, 2, 1, 3, 0, 'CLIP'],
    [4, 2, 1, 4, 0, 'CLIP'],
    [5, 2, 0, 7, 0, 'MODEL'],
    [6, 3, 0, 7, 1, 'CONDITIONING'],
    [7, 4, 0, 7, 2, 'CONDITIONING'],
    [8, 5, 0, 7, 3, 'LATENT'],
    [9, 6, 0, 7, 4, 'INT'],
    [10, 7, 0, 8, 0, 'LATENT'],
    [11, 8, 0, 9, 0, 'LATENT'],
    [12, 1, 2, 9, 1, 'VAE'],
    [13, 9, 0, 10, 0, 'IMAGE'],
    [14, 9, 0, 11, 0, 'IMAGE'],
  ],
  definitions: {
    subgraphs: [
      {
        id: 'sub-1',
        inputs: [
          { name: 'model' },
          { name: 'positive' },
          { name: 'negative' },
          { name: 'latent_image' },
          { name: 'seed' },
          { name: 'steps' },
        ],
        nodes: [
          {
            id: 20,
            type: 'KSampler',
            mode: 0,
            inputs: [
              { name: 'model', type: 'MODEL', link: 1 },
              { name: 'positive', type: 'CONDITIONING', link: 2 },
              { name: 'negative', type: 'CONDITIONING', link: 3 },
              { name: 'latent_image', type: 'LATENT', link: 4 },
              { name: 'seed', type: 'INT', widget: { name: 'seed' }, link: 5 },
              { name: 'steps', type: 'INT', widget: { name: 'steps' }, link: 6 },
            ],
            outputs: [{ type: 'LATENT' }],
            widgets_values: [0, 'fixed', 20, 7, 'euler', 'normal', 1],
          },
        ],
        links: [
          { id: 1, origin_id: -10, origin_slot: 0, target_id: 20, target_slot: 0, type: 'MODEL' },
          { id: 2, origin_id: -10, origin_slot: 1, target_id: 20, target_slot: 1, type: 'CONDITIONING' },
          { id: 3, origin_id: -10, origin_slot: 2, target_id: 20, target_slot: 2, type: 'CONDITIONING' },
          { id: 4, origin_id: -10, origin_slot: 3, target_id: 20, target_slot: 3, type: 'LATENT' },
          { id: 5, origin_id: -10, origin_slot: 4, target_id: 20, target_slot: 4, type: 'INT' },
          { id: 6, origin_id: -10, origin_slot: 5, target_id: 20, target_slot: 5, type: 'INT' },
          { id: 7, origin_id: 20, origin_slot: 0, target_id: -20, target_slot: 0, type: 'LATENT' },
        ],
      },
    ],
  },
}

test('a workflow in API format is read as a file, as the body of a request, and out of a picture', () => {
  for (const given of [
    bytes(sd15),
    bytes({ prompt: sd15, client_id: 'x' }),
    bytes({ input: { workflow: sd15 } }),
    makePng('x', { width: 4, height: 4 }, { prompt: JSON.stringify(sd15) }),
  ]) {
    const read = readWorkflow(given)
    assert.deepEqual(read.kind === 'api' && read.graph, sd15)
  }
})

test('a workflow of the page is read as a file and out of a picture, and becomes a graph that runs', () => {
  for (const given of [bytes(saved), makePng('x', { width: 4, height: 4 }, { workflow: JSON.stringify(saved) })]) {
    const read = readWorkflow(given)
    assert.ok(read.kind === 'ui')
    const graph = convertWorkflow(read.workflow, info)
    assert.deepEqual(Object.keys(graph).sort(), ['1', '10', '3', '4', '5', '7:20', '9'])
    assert.deepEqual(graph['7:20'], {
      class_type: 'KSampler',
      inputs: {
        model: ['1', 0],
        seed: 77,
        steps: 12,
        cfg: 5.5,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        positive: ['3', 0],
        negative: ['4', 0],
        latent_image: ['5', 0],
      },
      _meta: { title: 'KSampler' },
    })
    assert.deepEqual(graph['3']?.inputs, { text: 'a fox', clip: ['1', 1] })
    assert.deepEqual(graph['9']?.inputs.samples, ['7:20', 0])
    assert.deepEqual(validateGraph(graph, info), [])
  }
})

test('a node that the server does not know is named', () => {
  const strange = { ...saved, nodes: [...saved.nodes, { id: 99, type: 'FaceDetailer', mode: 0 }] }
  assert.throws(() => convertWorkflow(UiWorkflow.parse(strange), info), /does not know FaceDetailer/)
})

test('subgraphs and reroutes that lead into themselves come to an end', () => {
  const itself = { id: 'sub-1', inputs: [], nodes: [{ id: 1, type: 'sub-1' }], links: [] }
  const circle = { nodes: [{ id: 1, type: 'sub-1' }], links: [], definitions: { subgraphs: [itself] } }
  assert.throws(() => convertWorkflow(UiWorkflow.parse(circle), info), WorkflowError)
  const reroutes = {
    nodes: [
      { id: 1, type: 'Reroute', inputs: [{ name: '', link: 2 }] },
      { id: 2, type: 'Reroute', inputs: [{ name: '', link: 1 }] },
      { id: 3, type: 'SaveImage', inputs: [{ name: 'images', link: 1 }], widgets_values: ['x'] },
    ],
    links: [
      [1, 1, 0, 2, 0, '*'],
      [2, 2, 0, 1, 0, '*'],
    ],
  }
  assert.deepEqual(convertWorkflow(UiWorkflow.parse(reroutes), info)['3']?.inputs, { filename_prefix: 'x' })
})

test('what is no workflow is told from one', () => {
  const wrongs: readonly (readonly [Uint8Array, RegExp])[] = [
    [Buffer.from('a fox'), /no JSON.*Export \(API\)/],
    [bytes([1, 2]), /holds no nodes/],
    [bytes({}), /holds no nodes/],
    [bytes(null), /holds no nodes/],
    [bytes({ 1: { class_type: 'X' } }), /holds no nodes/],
    [makePng('x', { width: 4, height: 4 }), /carries no workflow/],
    [Buffer.alloc(33 * 1024 * 1024, ' '), /too large/],
  ]
  for (const [given, message] of wrongs)
    assert.throws(
      () => readWorkflow(given),
      (error: Error) => error instanceof WorkflowError && message.test(error.message),
    )
})

test('whatever bytes are dropped, the answer is a workflow or the one error', () => {
  const isTold = (given: Uint8Array) => {
    try {
      readWorkflow(given)
    } catch (error) {
      assert.ok(error instanceof WorkflowError, String(error))
    }
  }
  const png = makePng('x', { width: 4, height: 4 }, { prompt: JSON.stringify(sd15) })
  holds(
    property(anything(), value => isTold(Buffer.from(JSON.stringify(value) ?? ''))),
    { numRuns: 300 },
  )
  holds(
    property(uint8Array({ maxLength: 300 }), tail => isTold(Buffer.concat([png.subarray(0, 60), tail]))),
    { numRuns: 300 },
  )
})

test('a text that unfolds without end is left folded', () => {
  const bomb = Buffer.concat([Buffer.from('prompt\0\0'), deflateSync(Buffer.alloc(40 * 1024 * 1024))])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bomb.byteLength)
  const png = Buffer.concat([
    makePng('x', { width: 1, height: 1 }).subarray(0, 8),
    length,
    Buffer.from('zTXt'),
    bomb,
    Buffer.alloc(4),
  ])
  assert.throws(() => readWorkflow(png), /carries no workflow/)
})

const roles = (graph: Graph) => findInputs(graph).map(({ role, nodeId, input }) => `${role} ${nodeId}.${input}`)

test('the places of a picture workflow are found', () => {
  assert.deepEqual(roles(sd15), [
    'prompt positive.text',
    'negative negative.text',
    'prefix save.filename_prefix',
    'width latent.width',
    'height latent.height',
    'seed sample.seed',
    'steps sample.steps',
    'cfg sample.cfg',
    'denoise sample.denoise',
  ])
})

test('prompt and negative are told apart through ControlNet, guiders, two samplers and conditioned latents', () => {
  const uploads = { image: 'a.png', control: 'b.png', audio: 'c.wav' }
  const cases: readonly (readonly [string, string, readonly (keyof typeof uploads)[]])[] = [
    ['sdxl', 'controlnet', ['control']],
    ['flux1-dev', 'text-to-image', []],
    ['hunyuan-video', 'text-to-video', []],
    ['wan2.2-i2v-14b', 'image-to-video', ['image']],
    ['wan2.2-s2v-14b', 'lip-sync', ['image', 'audio']],
    ['ltx-video-2b', 'image-to-video', ['image']],
  ]
  for (const [id, kind, needed] of cases) {
    const graph = presetGraph(id, kind, { ...Object.fromEntries(needed.map(name => [name, uploads[name]])), prompt: 'PROMPT' })
    const found = findInputs(graph)
    assert.deepEqual(
      found.filter(({ role }) => role === 'prompt').map(({ value }) => value),
      ['PROMPT'],
      id,
    )
    assert.ok(
      found.filter(({ role }) => role === 'negative').every(({ value }) => value !== 'PROMPT'),
      id,
    )
    assert.equal(found.filter(({ role }) => role === 'seed').length, 1, id)
    for (const role of needed.includes('audio') ? (['image', 'audio'] as const) : [])
      assert.ok(
        found.some(one => one.role === role),
        `${id} ${role}`,
      )
  }
})

test('a value that stands in a node of its own is found there', () => {
  const graph = {
    ...sd15,
    text: { class_type: 'PrimitiveStringMultiline', inputs: { value: 'a fox' } },
    number: { class_type: 'PrimitiveInt', inputs: { value: 768 } },
    positive: { class_type: 'CLIPTextEncode', inputs: { text: ['text', 0] as const, clip: ['model', 1] as const } },
    latent: { class_type: 'EmptyLatentImage', inputs: { width: ['number', 0] as const, height: 512, batch_size: 1 } },
  }
  assert.ok(roles(graph).includes('prompt text.value'))
  assert.ok(roles(graph).includes('width number.value'))
})

test('values go to the places that they are mapped to, and nowhere else', () => {
  const mapping = findInputs(sd15).map(({ role, nodeId, input }) => ({ name: role, nodeId, input }))
  const set = setInputs(sd15, mapping, { prompt: 'a crow', seed: 5 })
  assert.deepEqual(
    [set.positive?.inputs.text, set.sample?.inputs.seed, set.sample?.inputs.steps],
    ['a crow', 5, sd15.sample?.inputs.steps],
  )
  assert.equal(sd15.positive?.inputs.text, 'a fox')
  assert.ok(isLink(set.positive?.inputs.clip))
  assert.throws(() => setInputs(sd15, mapping, { mood: 'sad' }), /Nothing in the workflow is mapped to mood/)
  assert.throws(() => setInputs(sd15, [{ name: 'x', nodeId: 'gone', input: 'text' }], { x: 1 }), /gone\.text/)
})

const mapped = (graph: Graph) =>
  findInputs(graph).map(({ role, nodeId, input }) => ({ role: role as MappedPlace['role'], nodeId, input }))
const brought = { id: 'mine', name: 'Mine', note: '' } as const

test('a mapped workflow is a preset: the places take values, its files are looked for, the rest stays as it is', () => {
  const preset = presetOfWorkflow({ ...brought, kind: 'text-to-image', graph: sd15, places: mapped(sd15) })
  const [file] = Object.values(preset.files)
  assert.deepEqual([file?.folder, Object.keys(preset.files).length], ['checkpoints', 1])
  const withFile = { checkpoints: [`sub/${file?.names[0]}`] }
  const server = { objectInfo: readObjectInfo(makeObjectInfo(withFile)), version: null, memory: null }
  const can = checkEligibility(preset, 'text-to-image', server)
  assert.ok(can.kind === 'eligible')
  const parameters = { prompt: 'a fox', seed: 5, width: 640, height: 384, prefix: 'sc/x' }
  const { graph } = compilePreset(preset, 'text-to-image', { parameters, files: can.files })
  assert.deepEqual(validateGraph(graph, server.objectInfo), [])
  const asMapped = mapped(sd15).map(({ role, ...place }) => ({ name: role, ...place }))
  const weights = { name: 'weights', nodeId: 'model', input: 'ckpt_name' }
  const [found] = Object.values(can.files)
  assert.deepEqual(graph, setInputs(sd15, [...asMapped, weights], { ...parameters, weights: found ?? '' }))
})

test('a workflow whose places are not what they are mapped to is refused with the place', () => {
  const wrong = (place: MappedPlace) => () =>
    presetOfWorkflow({ ...brought, kind: 'text-to-image', graph: sd15, places: [place] })
  assert.throws(
    wrong({ role: 'seed', nodeId: 'gone', input: 'seed' }),
    /seed is mapped to gone\.seed, which the workflow does not have/,
  )
  assert.throws(wrong({ role: 'prompt', nodeId: 'sample', input: 'seed' }), /where no text stands/)
})

test('films keep the steps in which the workflow counts its frames', () => {
  const graph: Graph = {
    a: { class_type: 'EmptyHunyuanLatentVideo', inputs: { width: 832, height: 480, length: 81, batch_size: 1 } },
    b: {
      class_type: 'SaveVideo',
      inputs: { video: ['a', 0], filename_prefix: 'film', codec: { __value__: ['a', 1] }, none: null },
    },
  }
  const { frames, fps, size } = presetOfWorkflow({ ...brought, kind: 'text-to-video', graph, places: mapped(graph) })
  assert.deepEqual([frames?.step, frames?.offset, frames?.default, fps?.min, fps?.max], [8, 1, 81, 24, 24])
  assert.deepEqual(size.default, { width: 832, height: 480 })
})
