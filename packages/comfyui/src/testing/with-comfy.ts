import { openComfyServer, type ComfyServer } from '../comfyui/server.ts'
import { compilePreset } from '../preset/compile.ts'
import { readBuiltInPresets } from '../preset/built-in.ts'
import type { Graph } from '../graph/graph.ts'
import type { Clock } from '../server/clock.ts'
import type { ServerEvent } from '../server/events.ts'
import { createNodeTransport } from '../server/node-transport.ts'
import { startTestComfy, type TestComfyOptions, type TestComfyServer } from './comfy-server.ts'

export type ComfyWorld = {
  readonly test: TestComfyServer
  readonly server: ComfyServer
  /** Waits a hundredth of what it is asked to. */
  readonly clock: Clock
}

/** A test server and a client of it, both gone afterwards; fails when a connection is left. */
export async function withComfy(options: TestComfyOptions, use: (world: ComfyWorld) => Promise<void>): Promise<void> {
  await using test = await startTestComfy(options)
  const transport = createNodeTransport()
  const secretHeaders = options.key === undefined ? {} : { [options.key.header]: options.key.value }
  const server = openComfyServer({ url: test.url, secretHeaders }, transport)
  try {
    await use({ test, server, clock: quickClock })
  } finally {
    await server.close()
    transport.close()
  }
  await nothingOpen(test)
}

/** A connection that outlives its client is a leak. */
async function nothingOpen(test: TestComfyServer): Promise<void> {
  const until = performance.now() + 5_000
  while (test.openConnections() + test.openSockets() > 0) {
    if (performance.now() > until) throw new Error(`${test.openConnections()} connections are still open.`)
    await new Promise(resolve => setImmediate(resolve))
  }
}

export const quickClock: Clock = {
  now: () => performance.now() * 100,
  sleep: async (milliseconds, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds / 100)
    const stop = () => reject(signal?.reason)
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted === true) stop()
    try {
      await promise
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    }
  },
}

const sd15 = readBuiltInPresets().find(({ id }) => id === 'sd15')

/** A picture of so many steps; other words make another one. */
export function pictureGraph(prompt = 'a fox', steps = 4, prefix = 'sc/test/1'): Graph {
  if (sd15 === undefined) throw new Error('The preset sd15 is gone.')
  return compilePreset(sd15, 'text-to-image', { parameters: { prompt, steps, width: 256, height: 256, prefix } }).graph
}

/** Resolves with the first event that is wanted. */
export function heard(server: Pick<ComfyServer, 'listen'>, isWanted: (event: ServerEvent) => boolean): Promise<ServerEvent> {
  return new Promise(resolve => {
    const stop = server.listen(event => {
      if (!isWanted(event)) return
      stop()
      resolve(event)
    })
  })
}
