/**
 * How long a submit takes until the server has accepted it, over kept and over new connections, and what the validator
 * costs on the largest preset: `node packages/comfyui/bench/submit.ts`. Milliseconds, the median of 200.
 */
import {
  compilePreset,
  createNodeTransport,
  type Graph,
  newAttemptId,
  openComfyServer,
  readBuiltInPresets,
  readObjectInfo,
  validateGraph,
} from '../src/index.ts'
import { startTestComfy } from '../src/testing/index.ts'

const rounds = 200
const graphs = readBuiltInPresets().flatMap(preset =>
  preset.id === 'sdxl' || preset.id === 'ltx-2-19b' ? [compilePreset(preset, Object.keys(preset.kinds)[0] ?? '').graph] : [],
)
const [large, small] = graphs.toSorted((a, b) => Object.keys(b).length - Object.keys(a).length) as [Graph, Graph]

async function median(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return times.toSorted((a, b) => a - b)[rounds / 2] ?? 0
}

await using server = await startTestComfy({ timeScale: 1e6 })
const info = readObjectInfo(await (await fetch(`${server.url}/object_info`)).json())

const kept = createNodeTransport()
const withKept = openComfyServer({ url: server.url }, kept)
const overKept = await median(() => withKept.submit({ id: newAttemptId(), graph: small }))
kept.close()
const overNew = await median(async () => {
  const transport = createNodeTransport()
  await openComfyServer({ url: server.url }, transport).submit({ id: newAttemptId(), graph: small })
  transport.close()
})
const validating = await median(() => validateGraph(large, info))

const figures = {
  'submit, kept connection': overKept,
  'submit, new connection': overNew,
  [`validate ${Object.keys(large).length} nodes`]: validating,
}
for (const [name, milliseconds] of Object.entries(figures)) console.log(`${name.padEnd(26)} ${milliseconds.toFixed(2)} ms`)
