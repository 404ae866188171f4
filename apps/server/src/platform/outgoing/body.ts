import type { IncomingMessage } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { OutgoingError } from './error.ts'

/** What `decodeBody` can undo; sent as Accept-Encoding. */
export const acceptedEncodings = 'gzip, deflate, br'

const decoders: { readonly [encoding: string]: () => NodeJS.ReadWriteStream } = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * The answer's bytes, decompressed piece by piece and counted on both sides, so that a bomb is noticed after `maxBytes`
 * whatever it would unfold to.
 *
 * @param signal fails the body with its reason
 * @param end called once when nothing more is wanted of the connection
 * @throws OutgoingError `broken-response`, `response-too-large`
 */
export function decodeBody(response: IncomingMessage, maxBytes: number, signal: AbortSignal, end: () => void): Readable {
  const tooLarge = () => new OutgoingError({ kind: 'response-too-large', limit: maxBytes })
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  const makeDecoder = encoding === 'identity' || encoding === '' ? undefined : decoders[encoding]
  if (encoding !== 'identity' && encoding !== '' && makeDecoder === undefined)
    throw new OutgoingError({ kind: 'broken-response' })

  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    let received = 0
    for await (const chunk of chunks) {
      received += chunk.byteLength
      if (received > maxBytes) throw tooLarge()
      yield chunk
    }
  }
  const decoded = async function* () {
    try {
      const raw = Readable.from(counted(response), { objectMode: false })
      // The callback keeps an error on either side from going unheard; the loop below throws it.
      const plain = makeDecoder === undefined ? raw : pipeline(raw, makeDecoder(), () => undefined)
      yield* counted(plain as AsyncIterable<Buffer>)
    } catch (cause) {
      signal.throwIfAborted()
      throw cause instanceof OutgoingError ? cause : new OutgoingError({ kind: 'broken-response' }, { cause })
    }
  }
  const body = Readable.from(decoded(), { objectMode: false })
  // Without a listener, an error after the caller has lost interest would end the process.
  body.on('error', () => undefined)
  body.once('close', end)
  return body
}
