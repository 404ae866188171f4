import {
  type Metadata,
  type sendUnaryData,
  Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import type * as wire from '../wire/messages.ts'
import { isAllowed, notAllowed, type Security } from '../wire/security.ts'
import { storageNode } from '../wire/service.ts'
import { drained } from './drained.ts'
import { asStatus } from './refusal.ts'
import type { NodeService } from './service.ts'

/**
 * Offers the service to gRPC, all of it but Put and Get, which byte-calls.ts takes: checks the token of every call, keeps
 * back-pressure, and makes errors into statuses.
 */
export function serveNode(server: Server, service: NodeService, security: Security): void {
  const answering =
    <Q, R>(answer: (request: Q, signal: AbortSignal) => Promise<R>) =>
    (call: ServerUnaryCall<Q, R>, reply: sendUnaryData<R>) => {
      if (!isAllowed(security, authorizationOf(call.metadata))) return reply(notAllowed)
      answer(call.request, cancellationOf(call)).then(
        value => reply(null, value),
        (error: unknown) => reply(asStatus(error)),
      )
    }

  const streaming =
    <Q, R>(open: (request: Q, signal: AbortSignal) => AsyncIterable<R> | Promise<AsyncIterable<R>>) =>
    async (call: ServerWritableStream<Q, R>) => {
      if (!isAllowed(security, authorizationOf(call.metadata))) return call.emit('error', notAllowed)
      const signal = cancellationOf(call)
      try {
        for await (const message of await open(call.request, signal)) {
          if (signal.aborted) return
          if (!call.write(message)) await drained(call, signal)
        }
        call.end()
      } catch (error) {
        if (!signal.aborted) call.emit('error', asStatus(error))
      }
    }

  server.addService(storageNode, {
    Describe: answering(() => service.describe()),
    Confirm: answering((request: wire.ConfirmRequest) => service.confirm(request)),
    Delete: answering((request: wire.DeleteRequest) => service.delete(request)),
    Pull: answering((request: wire.PullRequest, signal) => service.pull(request, signal)),
    Summarise: answering((request: wire.SummariseRequest) => service.summarise(request)),
    List: streaming((request: wire.ListRequest) => service.list(request)),
    Scrub: streaming((request: wire.ScrubRequest, signal) => service.scrub(request, signal)),
  } satisfies UntypedServiceImplementation)
}

const authorizationOf = (metadata: Metadata) => metadata.get('authorization')[0]?.toString()

/** Aborts when the caller is gone or its deadline has passed. */
function cancellationOf(call: { on(event: 'cancelled', listen: () => void): unknown; cancelled: boolean }): AbortSignal {
  const ending = new AbortController()
  const abort = () => ending.abort(new Error('the caller has left'))
  if (call.cancelled) abort()
  else call.on('cancelled', abort)
  return ending.signal
}
