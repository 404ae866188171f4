import { Readable } from 'node:stream'
import { refused, ServerError } from './failure.ts'
import type { Download } from './server.ts'
import { isTooLarge, type TransportResponse } from './transport.ts'

/** The body of a successful answer, held against the length that was announced. */
export function readDownload(response: TransportResponse, maxBytes: number): Download {
  const { status, headers, body } = response
  if (status !== 200) {
    body.destroy()
    throw refusal(status)
  }
  const announced = headers['content-length']
  const size = typeof announced === 'string' && /^\d{1,15}$/.test(announced) ? Number(announced) : null
  if (size !== null && size > maxBytes) {
    body.destroy()
    throw tooLarge(maxBytes)
  }
  // A coded answer is longer or shorter than the file.
  const expected = headers['content-encoding'] === undefined ? size : null
  const type = typeof headers['content-type'] === 'string' ? headers['content-type'] : null
  return { stream: whole(body, expected, maxBytes), size: expected, type }
}

function whole(body: Readable, expected: number | null, maxBytes: number): Readable {
  const bytes = async function* () {
    let received = 0
    const cut = (cause?: unknown) =>
      new ServerError({ kind: 'truncated', received, expected: expected ?? 0 }, `Only ${received} of ${expected} bytes came.`, {
        cause,
      })
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        received += chunk.byteLength
        yield chunk
      }
    } catch (cause) {
      if (isTooLarge(cause)) throw tooLarge(maxBytes)
      throw expected !== null && received < expected
        ? cut(cause)
        : new ServerError({ kind: 'no-answer' }, 'The download broke off.', { cause })
    }
    if (expected !== null && received !== expected) throw cut()
  }
  const stream = Readable.from(bytes(), { objectMode: false })
  stream.on('error', () => undefined)
  stream.once('close', () => body.destroy())
  return stream
}

function tooLarge(limit: number) {
  return new ServerError({ kind: 'answer-too-large', limit }, `The file is larger than ${limit} bytes.`)
}

function refusal(status: number): ServerError {
  if (status === 401 || status === 403) return refused('unauthorised', `The server does not give the file out (${status}).`)
  if (status === 404 || status === 410 || status === 400)
    return new ServerError({ kind: 'lost', what: 'output' }, `The file is no longer on the server (${status}).`)
  return new ServerError({ kind: 'broken-answer', status }, `The server answers ${status} instead of the file.`)
}
