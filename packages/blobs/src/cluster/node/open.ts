import { resolve } from 'node:path'
import { Server } from '@grpc/grpc-js'
import { ReflectionService } from '@grpc/reflection'
import { HealthImplementation } from 'grpc-health-check'
import { createConnect, type Patience } from '../client/connect.ts'
import { type Security, serverCredentials } from '../wire/security.ts'
import type { DescribeReply } from '../wire/messages.ts'
import { largestMessage, packageDefinition } from '../wire/service.ts'
import { openChunks } from './chunks.ts'
import { openKeepsake } from './keepsake.ts'
import { serveNode } from './serve.ts'
import { createByteCalls } from './byte-calls.ts'
import { takeOwnStreams } from './own-streams.ts'
import { createService } from './service.ts'

export { keepHeapYoung } from './heap.ts'

export type StorageNodeOptions = Security & {
  /** Folder of this node alone. */
  readonly root: string
  /** `host:port`; port 0 lets the system choose. */
  readonly listen: string
  /** Given at the first start and kept in the folder; left out, the node makes one. */
  readonly name?: string
  /** Nodes of one zone fail together (a machine, a rack); copies go to different ones. Default: the node's name. */
  readonly zone?: string
  /** Share of the bytes in any unit that all nodes use, such as terabytes. Default 1. */
  readonly weight?: number
  /** Bytes of the disk that stay free. Default 512 MiB. */
  readonly reserve?: number
  /** Free bytes of the disk; for tests. */
  readonly freeBytes?: () => Promise<number>
  /** How long other nodes may take to give a chunk. */
  readonly patience?: Patience
}

export type StorageNode = AsyncDisposable & {
  readonly id: string
  /** Where it listens, with the port that it was given. */
  readonly address: string
  describe(): Promise<DescribeReply>
  /** Takes no new calls, lets those that run come to an end for a moment, and stops. */
  stop(): Promise<void>
  /** Cuts every connection at once, as if the process were killed. */
  kill(): Promise<void>
}

const version = '1'
const callsMayTakeMs = 5000
const checkEveryMs = 5000
const serviceName = 'storycanvas.storage.v1.StorageNode'

/** Starts a storage node. Rejects when the folder belongs to another node or the address cannot be listened on. */
export async function openStorageNode(options: StorageNodeOptions): Promise<StorageNode> {
  const root = resolve(options.root)
  const keepsake = await openKeepsake(root, options.name)
  const { reserve = 512 * 1024 * 1024, freeBytes } = options
  const chunks = await openChunks({ root, reserve, ...(freeBytes === undefined ? {} : { freeBytes }) })
  const connect = createConnect(options, options.patience)
  const facts = { zone: options.zone ?? keepsake.id, weight: options.weight ?? 1, version }
  const server = new Server({
    'grpc.max_receive_message_length': largestMessage,
    'grpc.max_concurrent_streams': 256,
    'grpc.keepalive_time_ms': 20_000,
    'grpc.keepalive_timeout_ms': 10_000,
  })
  const service = createService({ root, chunks, keepsake, facts, connect })
  takeOwnStreams(server, createByteCalls(service, options))
  serveNode(server, service, options)
  const health = new HealthImplementation({ '': 'SERVING', [serviceName]: 'SERVING' })
  health.addToServer(server)
  new ReflectionService(packageDefinition).addToServer(server)

  const host = options.listen.slice(0, options.listen.lastIndexOf(':'))
  const port = await new Promise<number>((done, fail) =>
    server.bindAsync(options.listen, serverCredentials(options), (error, bound) => (error ? fail(error) : done(bound))),
  ).catch(async (error: unknown) => {
    await keepsake.release()
    throw error
  })
  const look = () =>
    keepsake.check().then(
      () => health.setStatus(serviceName, 'SERVING'),
      () => health.setStatus(serviceName, 'NOT_SERVING'),
    )
  const looking = setInterval(() => void look(), checkEveryMs)
  const end = async () => {
    clearInterval(looking)
    connect.close()
    await chunks.close()
    await keepsake.release()
  }
  const stop = () =>
    new Promise<void>(done => {
      const late = setTimeout(() => server.forceShutdown(), callsMayTakeMs)
      health.setStatus('', 'NOT_SERVING')
      health.setStatus(serviceName, 'NOT_SERVING')
      server.tryShutdown(() => {
        clearTimeout(late)
        void end().then(done)
      })
    })
  return {
    id: keepsake.id,
    address: `${host}:${port}`,
    describe: () => service.describe(),
    stop,
    kill() {
      server.forceShutdown()
      return end()
    },
    [Symbol.asyncDispose]: stop,
  }
}
