import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type CallOptions, Client, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js'
import { type CircuitBreakerPolicy, CircuitState } from 'cockatiel'
import type { BlobHash } from '../../hash.ts'
import type { Content } from '../store/chunk-buffer.ts'
import type * as wire from '../wire/messages.ts'
import { callMetadata, clientCredentials, type Security } from '../wire/security.ts'
import { createFrameReader, framed } from '../wire/frames.ts'
import { dataOfGet, getMethod, largestMessage, putMethod, storageNode } from '../wire/service.ts'
import { createByteCalls } from './byte-calls.ts'
import type { Patience } from './connect.ts'
import { DamagedChunk } from './failure.ts'

const scrubMayStandStillMs = 60_000

/** Calls one node. Every call ends by its deadline; those that a node fails at count in its circuit breaker. */
export type NodeClient = ReturnType<typeof createNodeClient>

export function createNodeClient(
  address: string,
  place: string,
  security: Security,
  patience: Patience,
  breaker: CircuitBreakerPolicy,
) {
  const client = new Client(place, clientCredentials(security), {
    'grpc.max_receive_message_length': largestMessage,
    // Whoever calls decides what is tried again.
    'grpc.enable_retries': 0,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5000,
    'grpc.initial_reconnect_backoff_ms': patience.controlMs / 50,
    'grpc.max_reconnect_backoff_ms': patience.controlMs * 0.4,
    // Every client has a connection of its own, so that one of them can be closed.
    'grpc.use_local_subchannel_pool': 1,
  })
  const metadata = callMetadata(security)
  const within = (ms: number): CallOptions => ({ deadline: Date.now() + ms })
  const { List, Scrub } = storageNode as Record<'List' | 'Scrub', (typeof storageNode)[string]>
  const byteCalls = createByteCalls(place, security)

  const call = <R>(name: string, request: object, ms: number, signal?: AbortSignal): Promise<R> => {
    const { path, requestSerialize, responseDeserialize } = storageNode[name] as (typeof storageNode)[string]
    return breaker.execute(
      () =>
        new Promise<R>((resolve, reject) => {
          const answered = (error: ServiceError | null, reply?: R) => (error ? reject(error) : resolve(reply as R))
          const running = client.makeUnaryRequest(
            path,
            requestSerialize,
            responseDeserialize,
            request,
            metadata,
            within(ms),
            answered,
          )
          onAbort(signal, () => running.cancel())
        }),
    )
  }
  const control = <R>(name: string, request: object) => call<R>(name, request, patience.controlMs)
  const stream = <R>({ path, requestSerialize, responseDeserialize }: typeof List, request: object, options: CallOptions) =>
    client.makeServerStreamRequest<object, R>(path, requestSerialize, responseDeserialize, request, metadata, options)

  return {
    address,
    /** Whether calls are refused unasked because the last ones failed. */
    isGivenUp: () => breaker.state === CircuitState.Open,
    close() {
      client.close()
      byteCalls.close()
    },

    describe: () => control<wire.DescribeReply>('Describe', {}),
    confirm: (chunks: readonly wire.Claim[], epoch: number) =>
      call<wire.ConfirmReply>('Confirm', { chunks, epoch } satisfies wire.ConfirmRequest, patience.transferMs).then(
        ({ intact }) => intact,
      ),
    delete: (hash: BlobHash, upToStamp: number, epoch: number) =>
      control<wire.DeleteReply>('Delete', { hash, upToStamp, epoch } satisfies wire.DeleteRequest).then(({ deleted }) => deleted),
    pull: (request: wire.PullRequest) => call<wire.PullReply>('Pull', request, 2 * patience.transferMs),
    summarise: (round: string, level: number, indexes: readonly number[]) =>
      call<wire.SummariseReply>(
        'Summarise',
        { round, level, indexes } satisfies wire.SummariseRequest,
        6 * patience.transferMs,
      ).then(({ digests }) => digests),

    /** Resolves when the chunk is on the node's disk. */
    put: ({ hash, size, frames }: Content, stamp: number, signal?: AbortSignal): Promise<void> =>
      breaker.execute(() => {
        const header = framed(putMethod.requestSerialize({ header: { hash, size, stamp } }))
        const ms = patience.transferMs
        return byteCalls.call({ path: putMethod.path, send: [header, ...frames], hear: () => undefined, ms, signal })
      }),

    /** The whole chunk, compared with its name. Throws {@link DamagedChunk} where it differs. */
    get: (hash: BlobHash, size: number, signal?: AbortSignal): Promise<Buffer> =>
      breaker.execute(async () => {
        const digest = createHash('sha256')
        const bytes = Buffer.allocUnsafe(size)
        let position = 0
        const take = (data: Uint8Array) => {
          if (position + data.byteLength > size) throw new DamagedChunk(`${hash} has more than ${size} bytes`)
          digest.update(data)
          bytes.set(data, position)
          position += data.byteLength
        }
        const onMessage = (message: Buffer) => take(getMethod.responseDeserialize(message).data)
        const reader = createFrameReader(dataOfGet, largestMessage, { onBytes: take, onMessage })
        const send = [framed(getMethod.requestSerialize({ hash }))]
        await byteCalls.call({ path: getMethod.path, send, hear: piece => reader.add(piece), ms: patience.transferMs, signal })
        if (position !== size || digest.digest('hex') !== hash) throw new DamagedChunk(`${hash} is damaged`)
        return bytes
      }),

    /** Names of all chunks in a partition. */
    list: (partition: number): Promise<string[]> =>
      breaker.execute(async () => {
        const replies = stream<wire.ListReply>(List, { partition } satisfies wire.ListRequest, within(6 * patience.transferMs))
        return (await Array.fromAsync(replies as AsyncIterable<wire.ListReply>)).flatMap(({ hashes }) => hashes)
      }),

    async *scrub(request: wire.ScrubRequest, signal: AbortSignal): AsyncGenerator<wire.ScrubReply> {
      const replies = stream<wire.ScrubReply>(Scrub, request, {})
      onAbort(signal, () => replies.cancel())
      yield* standingStill(replies, scrubMayStandStillMs)
    },
  }
}

/** A stream without a deadline of its own ends when nothing comes for so long. */
async function* standingStill<R>(replies: ClientReadableStream<R>, ms: number): AsyncGenerator<R> {
  const late = setTimeout(() => replies.cancel(), ms)
  try {
    for await (const reply of replies as AsyncIterable<R>) {
      yield reply
      late.refresh()
    }
  } finally {
    clearTimeout(late)
    replies.cancel()
  }
}

function onAbort(signal: AbortSignal | undefined, cancel: () => void): void {
  if (signal?.aborted) cancel()
  else if (signal) void once(signal, 'abort').then(cancel)
}
