import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { openComfyServer } from '@storycanvas/comfyui'
import { startTestComfy, type TestComfyServer } from '@storycanvas/comfyui/testing'
import { writeStored } from '../../guides/stored.ts'
import { modelPresets } from '../../presets.ts'
import { serverTransport } from '../../servers/transport.ts'
import type { ProviderRequest } from '../provider.ts'
import { createComfyProvider } from './provider.ts'

describe('what goes in beside words', () => {
  const files = new Map(['mask', 'last frame', 'voice'].map((text, at) => [String(at + 1).repeat(64), Buffer.from(text)]))
  const stored = (digit: number, mediaType: string) => writeStored({ mediaType, hash: String(digit).repeat(64) })
  let comfy: TestComfyServer
  before(async () => {
    comfy = await startTestComfy({ timeScale: 1000 })
  })
  after(() => comfy.close())

  const open = () => {
    const media = { readWhole: async (hash: string) => files.get(hash) ?? Promise.reject(new Error('gone')) }
    const transport = serverTransport([new URL(comfy.url).host], media)
    const server = openComfyServer({ url: comfy.url }, transport, { clientId: 'test' })
    return { server, provider: createComfyProvider({ server, presets: modelPresets, facts: () => null, label: 'Card' }) }
  }
  const request = (
    kind: ProviderRequest['kind'],
    preset: string,
    parameters: ProviderRequest['parameters'],
  ): ProviderRequest => ({
    ...{ kind, preset, prompt: 'a fox', negativePrompt: '', width: null, height: null, aspect: 1, seed: 3, inputs: {} },
    pictures: [{ role: 'image', mediaType: 'image/png', bytes: Buffer.from('picture') }],
    ...(parameters && { parameters }),
  })
  type Graph = Record<string, { inputs: Record<string, unknown> }>
  const graphOf = async (id: string) => {
    const { queue_running, queue_pending } = (await (await fetch(`${comfy.url}/queue`)).json()) as Record<string, unknown[][]>
    const history = (await (await fetch(`${comfy.url}/history/${id}`)).json()) as Record<string, { prompt: unknown[] }>
    const items = [...(queue_running ?? []), ...(queue_pending ?? []), ...Object.values(history).map(({ prompt }) => prompt)]
    return items.find(item => item[1] === id)?.[2] as Graph
  }

  const cases = [
    ['inpaint', 'sdxl', { mask: stored(1, 'image/png'), steps: 4 }, 'mask', 'image', 'mask'],
    ['image-to-video', 'wan2.1-flf2v-14b', { lastImage: stored(2, 'image/png') }, 'lastImage', 'image', 'last frame'],
    ['lip-sync', 'wan2.2-s2v-14b', { audio: stored(3, 'audio/mpeg') }, 'voice', 'audio', 'voice'],
  ] as const
  for (const [kind, preset, parameters, node, input, text] of cases)
    test(`${kind} with ${preset} sends the ${text} and names it in the graph`, async () => {
      const { server, provider } = open()
      const id = randomUUID()
      await provider.submit({ id, request: request(kind, preset, parameters) })
      const graph = await graphOf(id)
      const name = String(graph[node]?.inputs[input])
      assert.match(name, new RegExp(`^sc-${id}-`))
      assert.notEqual(name, graph['image']?.inputs['image'])
      // Equal bytes keep their name, so what went up is what was kept.
      assert.equal(await server.upload({ name, bytes: Buffer.from(text), type: 'image/png' }), name)
      await server.close()
    })

  test('a text that looks like a file is a text', async () => {
    const { server, provider } = open()
    const id = randomUUID()
    const parameters = { mask: stored(1, 'image/png'), negative: stored(2, 'image/png') }
    await provider.submit({ id, request: request('inpaint', 'sdxl', parameters) })
    assert.equal((await graphOf(id))['negative']?.inputs['text'], parameters.negative)
    await server.close()
  })

  test('a file that is gone is told before anything is begun', async () => {
    const { server, provider } = open()
    const attempt = { id: randomUUID(), request: request('inpaint', 'sdxl', { mask: stored(9, 'image/png') }) }
    await assert.rejects(provider.submit(attempt), { kind: 'not-there', retry: 'nowhere', code: 'no-picture' })
    await server.close()
  })
})
