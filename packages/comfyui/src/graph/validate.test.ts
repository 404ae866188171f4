import assert from 'node:assert/strict'
import { test } from 'node:test'
import { constant, constantFrom, dictionary, oneof, property, assert as holds, anything, string, tuple, nat } from 'fast-check'
import { makeObjectInfo } from '../testing/node-table.ts'
import type { Graph } from './graph.ts'
import { readObjectInfo } from './object-info.ts'
import type { GraphProblem, GraphProblemKind } from './problem.ts'
import { validateGraph } from './validate.ts'

const info = readObjectInfo(makeObjectInfo({ checkpoints: ['sd15.safetensors'] }))

const right: Graph = {
  '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd15.safetensors' } },
  '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a fox', clip: ['1', 1] }, _meta: { title: 'Prompt' } },
  '3': { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
  '4': {
    class_type: 'KSampler',
    inputs: {
      model: ['1', 0],
      seed: 7,
      steps: 20,
      cfg: 7,
      sampler_name: 'euler',
      scheduler: 'normal',
      positive: ['2', 0],
      negative: ['2', 0],
      latent_image: ['3', 0],
      denoise: 1,
    },
  },
  '5': { class_type: 'VAEDecode', inputs: { samples: ['4', 0], vae: ['1', 2] } },
  '6': { class_type: 'SaveImage', inputs: { images: ['5', 0], filename_prefix: 'x' } },
}

function withInput(nodeId: string, input: string, value: unknown): Graph {
  const node = right[nodeId] as Graph[string]
  const { [input]: _old, ...others } = node.inputs
  const inputs = value === undefined ? others : { ...others, [input]: value as Graph[string]['inputs'][string] }
  return { ...right, [nodeId]: { ...node, inputs } }
}

const seen = (problems: readonly GraphProblem[]) => problems.map(({ kind, nodeId, input }) => ({ kind, nodeId, input }))

test('a right graph has no problems', () => assert.deepEqual(validateGraph(right, info), []))

const wrongs: readonly (readonly [string, unknown, string, GraphProblemKind, RegExp])[] = [
  ['4', undefined, 'steps', 'required_input_missing', /“steps” of “KSampler” is missing\./],
  ['4', 0, 'steps', 'value_smaller_than_min', /is 0, below 1/],
  ['4', 10_001, 'steps', 'value_bigger_than_max', /above 10000/],
  ['4', 2.5, 'steps', 'invalid_input_type', /takes a whole number, not 2.5/],
  ['4', 'many', 'steps', 'invalid_input_type', /not many/],
  ['4', 'best', 'sampler_name', 'value_not_in_list', /is best/],
  ['1', 'nope.safetensors', 'ckpt_name', 'value_not_in_list', /names nope\.safetensors, which the server does not have/],
  ['3', 500, 'width', 'value_off_step', /is 500, which is not 16 and a multiple of 8 more/],
  ['2', 7, 'clip', 'invalid_input_type', /takes a link to CLIP/],
  ['2', ['1', 0], 'clip', 'return_type_mismatch', /takes CLIP, but “CheckpointLoaderSimple” gives MODEL/],
  ['2', ['77', 0], 'clip', 'bad_linked_input', /output 0 of node 77, which is not there/],
  ['2', ['1', 3], 'clip', 'bad_linked_input', /output 3 of node 1/],
  ['2', ['1'], 'clip', 'bad_linked_input', /is no link/],
  ['4', ['5', 0], 'latent_image', 'return_type_mismatch', /gives IMAGE/],
]
for (const [nodeId, value, input, kind, words] of wrongs) {
  test(`${input} ${JSON.stringify(value)} of node ${nodeId} is ${kind}`, () => {
    const problems = validateGraph(withInput(nodeId, input, value), info)
    assert.deepEqual(seen(problems.filter(one => one.kind !== 'dependency_cycle')), [{ kind, nodeId, input }])
    assert.match(problems[0]?.message ?? '', words)
    assert.notEqual(problems[0]?.remedy, '')
  })
}

test('numbers that are wrong come with the nearest right one', () => {
  const nearest = (value: number) => validateGraph(withInput('3', 'width', value), info)[0]?.nearest
  assert.deepEqual([nearest(501), nearest(3), nearest(99_999), nearest(504)], [504, 16, 16_384, undefined])
})

test('unknown nodes count wherever they stand, other mistakes only where an output needs them', () => {
  const lonely = { ...right, '9': { class_type: 'VAEDecode', inputs: {} } }
  assert.deepEqual(validateGraph(lonely, info), [])
  const strange = { ...right, '9': { class_type: 'FaceDetailer', inputs: {}, _meta: { title: 'Repair' } } }
  assert.deepEqual(seen(validateGraph(strange, info)), [{ kind: 'missing_node_type', nodeId: '9', input: null }])
})

test('a graph that saves nothing, and one that needs its own result, do not run', () => {
  const { '6': _, ...unsaved } = right
  assert.deepEqual(seen(validateGraph(unsaved, info)), [{ kind: 'prompt_no_outputs', nodeId: null, input: null }])
  const circle = {
    a: { class_type: 'ImageInvert', inputs: { image: ['b', 0] as const } },
    b: { class_type: 'ImageInvert', inputs: { image: ['a', 0] as const } },
    c: { class_type: 'SaveImage', inputs: { images: ['a', 0] as const, filename_prefix: 'x' } },
  }
  assert.deepEqual(seen(validateGraph(circle, info)), [{ kind: 'dependency_cycle', nodeId: 'a', input: null }])
})

test('a chain as long as a graph may be needs no stack', () => {
  const chain: { [nodeId: string]: Graph[string] } = {
    '0': { class_type: 'EmptyImage', inputs: { width: 8, height: 8, batch_size: 1, color: 0 } },
  }
  for (let at = 1; at < 20_000; at++) chain[at] = { class_type: 'ImageInvert', inputs: { image: [String(at - 1), 0] } }
  const saved = { ...chain, save: { class_type: 'SaveImage', inputs: { images: ['19999', 0] as const, filename_prefix: 'x' } } }
  assert.deepEqual(validateGraph(saved, info), [])
})

test('no graph makes the validator throw', () => {
  const value = oneof(anything(), tuple(constantFrom('1', '2', '__proto__', 'constructor'), nat(3)))
  const node = tuple(constantFrom('KSampler', 'SaveImage', 'CLIPTextEncode', '__proto__', 'X'), dictionary(string(), value))
  const graphs = dictionary(oneof(constantFrom('1', '2', '3'), constant('__proto__')), node)
  holds(
    property(graphs, nodes => {
      const graph = Object.fromEntries(Object.entries(nodes).map(([id, [class_type, inputs]]) => [id, { class_type, inputs }]))
      assert.ok(Array.isArray(validateGraph(graph as Graph, info)))
    }),
    { numRuns: 500 },
  )
})

test('choices are read in both of their forms, and a node that nobody can read hides no other', () => {
  const read = readObjectInfo({
    Old: { input: { required: { a: [['x'], {}] } }, output: ['IMAGE'] },
    New: { input: { required: { a: ['COMBO', { options: ['x'] }] } }, output: ['IMAGE'] },
    Asked: { input: { required: { a: ['COMBO', { remote: { route: '/x' } }], b: [[], { image_upload: true }] } }, output: [] },
    Broken: { input: 'nothing', output: 7 },
    Absurd: 7,
  })
  const optionsOf = (name: string, input = 'a') => read.get(name)?.inputs.get(input)?.options
  assert.deepEqual(
    [optionsOf('Old'), optionsOf('New'), optionsOf('Asked'), optionsOf('Asked', 'b')],
    [['x'], ['x'], undefined, undefined],
  )
  assert.deepEqual([...read.keys()], ['Old', 'New', 'Asked', 'Broken'])
})
