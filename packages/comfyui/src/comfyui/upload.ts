import { randomUUID } from 'node:crypto'
import type { Calls } from '../server/calls.ts'
import { refused, ServerError } from '../server/failure.ts'
import type { InputFile } from '../server/server.ts'
import * as shapes from './shapes.ts'

/**
 * Puts a file of any type into the server's input folder. Equal bytes under one name are stored once; other bytes get
 * another name, so the name that comes back is the one to use.
 */
export async function upload(
  calls: Calls,
  { name, bytes, type }: Extract<InputFile, { bytes: Uint8Array }>,
  signal?: AbortSignal,
): Promise<string> {
  const boundary = `storycanvas-${randomUUID()}`
  const body = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="type"\r\n\r\ninput\r\n` +
        `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="${safeName(name)}"\r\nContent-Type: ${safeType(type)}\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
  const answer = await calls.ask('/upload/image', {
    method: 'POST',
    body: { type: `multipart/form-data; boundary=${boundary}`, bytes: body },
    total: 10 * 60_000,
    signal,
  })
  const stored = shapes.Uploaded.safeParse(answer.json)
  if (answer.status === 200 && stored.success) {
    const { name: given, subfolder } = stored.data
    return subfolder === '' ? given : `${subfolder}/${given}`
  }
  if (answer.status === 413) throw refused('too-large', `${name} is larger than the server takes (413).`)
  if (answer.status === 401 || answer.status === 403)
    throw refused('unauthorised', `The server wants a key, or another one (${answer.status}).`)
  throw new ServerError({ kind: 'broken-answer', status: answer.status }, `The server did not take ${name} (${answer.status}).`)
}

/** Letters, digits and the mildest signs: the name becomes a path on the server. */
function safeName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]+|\.{2,}/g, '_').replace(/^\./, '')
  return plain === '' ? 'input' : plain.slice(-120)
}

function safeType(type: string): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream'
}
