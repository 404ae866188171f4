import {
  type sendUnaryData,
  Server,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import { once } from 'node:events'
import type * as wire from '../wire/messages.ts'
import { isAllowed, type Security } from '../wire/security.ts'
import { storageNode } from '../wire/service.ts'
import { asStatus } from './refusal.ts'
import type { NodeService } from './service.ts'

type Call = { readonly metadata: Parameters<typeof isAllowed>[1] }
const notAllowed = { code: status.UNAUTHENTICATED, details: 'This node wants its token: authorization: Bearer …' }

/** Offers the service to gRPC: checks the token of every call, keeps back-pressure, and makes errors into statuses. */
export function serveNode(server: Server, service: NodeService, security: Security): void {
  const answering =
    <Q, R>(answer: (request: Q, signal: AbortSignal) => Promise<R>) =>
    (call: ServerUnaryCall<Q, R>, reply: sendUnaryData<R>) =>
      settle(call, reply, () => answer(call.request, cancellationOf(call)))

  const settle = <R>(call: Call, reply: sendUnaryData<R>, work: () => Promise<R>) => {
    if (!isAllowed(security, call.metadata)) return reply(notAllowed)
    work().then(
      value => reply(null, value),
      (error: unknown) => reply(asStatus(error)),
    )
  }

  const streaming =
    <Q, R>(open: (request: Q, signal: AbortSignal) => AsyncIterable<R> | Promise<AsyncIterable<R>>) =>
    async (call: ServerWritableStream<Q, R>) => {
      if (!isAllowed(security, call.metadata)) return call.emit('error', notAllowed)
      const signal = cancellationOf(call)
      try {
        for await (const message of await open(call.request, signal)) {
          if (signal.aborted) return
          if (!call.write(message)) await Promise.race([once(call, 'drain', { signal }), once(call, 'close', { signal })])
        }
        call.end()
      } catch (error) {
        if (!signal.aborted) call.emit('error', asStatus(error))
      }
    }

  server.addService(storageNode, {
    Describe: answering(() => service.describe()),
    Put: (call: ServerReadableStream<wire.PutRequest, object>, reply: sendUnaryData<object>) =>
      settle(call, reply, () => service.put(call).then(() => ({}))),
    Get: streaming(async function (request: wire.GetRequest) {
      return messagesOf(await service.get(request))
    }),
    Confirm: answering((request: wire.ConfirmRequest) => service.confirm(request)),
    Delete: answering((request: wire.DeleteRequest) => service.delete(request)),
    Pull: answering((request: wire.PullRequest, signal) => service.pull(request, signal)),
    Summarise: answering((request: wire.SummariseRequest) => service.summarise(request)),
    List: streaming((request: wire.ListRequest) => service.list(request)),
    Scrub: streaming((request: wire.ScrubRequest, signal) => service.scrub(request, signal)),
  } satisfies UntypedServiceImplementation)
}

async function* messagesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<wire.GetReply> {
  for await (const data of bytes) yield { data }
}

/** Aborts when the caller is gone or its deadline has passed. */
function cancellationOf(call: { on(event: 'cancelled', listen: () => void): unknown; cancelled: boolean }): AbortSignal {
  const ending = new AbortController()
  const abort = () => ending.abort(new Error('the caller has left'))
  if (call.cancelled) abort()
  else call.on('cancelled', abort)
  return ending.signal
}
