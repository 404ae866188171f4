import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { status } from '@grpc/grpc-js'
import { BadFrame, createFrameReader, framed, headOf } from '../wire/frames.ts'
import { isAllowed, notAllowed, type Security } from '../wire/security.ts'
import { dataOfGet, dataOfPut, getMethod, largestMessage, putMethod } from '../wire/service.ts'
import { drained } from './drained.ts'
import { asStatus, Refusal } from './refusal.ts'
import type { NodeService, PutSink } from './service.ts'

export type TakeStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void

/**
 * Put and Get on streams of HTTP/2: gRPC on the wire, without grpc-js, so that bytes go from the socket to where they are
 * kept and from the disk to the socket without being put together in new memory.
 */
export function createByteCalls(service: NodeService, security: Security): ReadonlyMap<string, TakeStream> {
  const answering =
    (work: (stream: ServerHttp2Stream) => Promise<void>): TakeStream =>
    (stream, headers) => {
      // It closes after an error, and that is what counts.
      stream.on('error', () => undefined)
      if (!isAllowed(security, headers.authorization)) return end(stream, notAllowed)
      const late = timeoutIn(headers)
      const timer = late === undefined ? undefined : setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), late)
      stream.once('close', () => clearTimeout(timer))
      work(stream).then(
        () => end(stream, { code: status.OK, details: '' }),
        (error: unknown) => end(stream, asStatus(error)),
      )
    }

  return new Map<string, TakeStream>([
    [
      putMethod.path,
      answering(async stream => {
        await service.put(sink => takeIn(stream, sink))
        begin(stream)
        stream.write(framed(putMethod.responseSerialize({})))
      }),
    ],
    [
      getMethod.path,
      answering(async stream => {
        const { hash } = getMethod.requestDeserialize(await messageIn(stream))
        const blocks = await service.get({ hash })
        begin(stream)
        for await (const block of blocks) {
          stream.cork()
          stream.write(headOf(dataOfGet, block.byteLength))
          const mayGoOn = stream.write(block)
          stream.uncork()
          if (!mayGoOn) await drained(stream)
          if (!isThere(stream)) return
        }
      }),
    ],
  ])
}

const isThere = (stream: ServerHttp2Stream): boolean => !stream.destroyed && !stream.closed

const answerHeaders = { ':status': 200, 'content-type': 'application/grpc+proto' }

function begin(stream: ServerHttp2Stream): void {
  if (isThere(stream)) stream.respond(answerHeaders, { waitForTrailers: true })
}

function end(stream: ServerHttp2Stream, { code, details }: { code: number; details: string }): void {
  if (!isThere(stream)) return
  const trailers = { 'grpc-status': String(code), 'grpc-message': encodeURIComponent(details) }
  if (stream.headersSent) {
    stream.once('wantTrailers', () => stream.sendTrailers(trailers))
    stream.end()
  } else {
    stream.respond({ ...answerHeaders, ...trailers }, { endStream: true })
    // What is still being sent is not heard.
    stream.close(constants.NGHTTP2_NO_ERROR)
  }
}

/** Resolves when the caller has sent all of a put. */
function takeIn(stream: ServerHttp2Stream, { onHeader, onBytes }: PutSink): Promise<void> {
  const onMessage = (message: Buffer) => {
    const part = putMethod.requestDeserialize(message)
    if ('header' in part) onHeader(part.header)
    else if ('data' in part) onBytes(part.data)
  }
  return read(stream, createFrameReader(dataOfPut, largestMessage, { onBytes, onMessage }))
}

/** The only message of a call. */
async function messageIn(stream: ServerHttp2Stream): Promise<Buffer> {
  let found: Buffer = Buffer.alloc(0)
  const onMessage = (message: Buffer) => (found = message)
  // No request has a field of this number, so each comes whole.
  await read(stream, createFrameReader(0, largestRequest, { onBytes: () => undefined, onMessage }))
  return found
}

const largestRequest = 64 * 1024

function read(stream: ServerHttp2Stream, reader: ReturnType<typeof createFrameReader>): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      stream.off('data', add)
      // What still comes is thrown away: the stream closes only when nothing is left in it.
      stream.resume()
      reject(error instanceof BadFrame ? new Refusal('INVALID_ARGUMENT', error.message) : (error as Error))
    }
    const add = (piece: Buffer) => {
      try {
        reader.add(piece)
      } catch (error) {
        fail(error)
      }
    }
    stream.on('data', add)
    stream.once('end', () => {
      if (reader.isBetween() && !stream.aborted) resolve()
      else fail(new Refusal('DATA_LOSS', 'The call ended within a message.'))
    })
    const left = () => fail(new Error('the caller has left'))
    // Who waited for room may have left before it was heard.
    if (isThere(stream)) stream.once('close', left)
    else left()
  })
}

const msOf = { H: 3600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 } as const

/** How long the caller waits, in milliseconds. */
function timeoutIn({ 'grpc-timeout': text }: IncomingHttpHeaders): number | undefined {
  const [, digits, unit] = /^(\d{1,8})([HMSmun])$/.exec(String(text ?? '')) ?? []
  return digits === undefined ? undefined : Math.min(Number(digits) * msOf[unit as keyof typeof msOf], 2 ** 31 - 1)
}
