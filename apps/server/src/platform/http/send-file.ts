import { type FileHandle, open } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Range } from './ranges.ts'

/** Read and written at once: large enough for few calls, small enough to stay in the processor's cache between the two. */
const pieceSize = 512 * 1024
/** Buffers that lie ready; with new ones for every piece the collector would take as long as the sending. */
const mostKept = 64
const kept: Buffer[] = []

/** Sends a part of a file past Fastify's hooks for payloads, with the headers and the status that the reply has. */
export async function sendFilePart(reply: FastifyReply, path: string, range: Range): Promise<FastifyReply> {
  const file = await open(path, 'r')
  try {
    reply.hijack()
    reply.raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>)
    await sendPieces(file, range, reply.raw)
    if (!reply.raw.destroyed) reply.raw.end()
  } catch (error) {
    // The length was announced: whoever waits for the rest must hear that it does not come.
    reply.raw.destroy()
    reply.log.warn({ err: error }, 'a file could not be sent to its end')
  } finally {
    await file.close()
  }
  return reply
}

/** While one piece is on its way the next is read. Ends quietly where the caller has gone. */
async function sendPieces(file: FileHandle, { start, end }: Range, response: ServerResponse): Promise<void> {
  let writing: Promise<void> = Promise.resolve()
  for (let at = start; at < end && !response.destroyed; ) {
    const buffer = kept.pop() ?? Buffer.allocUnsafeSlow(pieceSize)
    const { bytesRead } = await file.read(buffer, 0, Math.min(pieceSize, end - at), at)
    if (bytesRead === 0) throw new Error('the file is shorter than it was')
    at += bytesRead
    await writing
    writing = write(response, buffer, bytesRead)
  }
  await writing
}

function write(response: ServerResponse, buffer: Buffer, length: number): Promise<void> {
  return new Promise(resolve => {
    response.write(buffer.subarray(0, length), error => {
      // One that failed may still be in the hands of the kernel.
      if (!error && kept.length < mostKept) kept.push(buffer)
      resolve()
    })
  })
}
