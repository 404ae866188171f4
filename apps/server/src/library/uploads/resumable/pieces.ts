import type { IncomingMessage } from 'node:http'
import { RequestError } from '../../../platform/http/problem.ts'

type Piece = { raw: IncomingMessage; limit: number; abort: AbortController; ended: Promise<unknown> }

/**
 * The bodies that are under way, by upload. They go from the socket to the disk as they are: the library's own way through
 * streams of the web costs a third of the speed, and closes the line on whoever has to be told why.
 */
export function createPieces() {
  const under = new Map<string, Piece>()
  return {
    /** Takes the body of a request for an upload; `answering` ends when it has been dealt with. */
    begin({ id, bytes }: { id: string; bytes: number }, raw: IncomingMessage, answering: Promise<unknown>): void {
      const piece: Piece = { raw, limit: bytes, abort: new AbortController(), ended: answering.catch(() => undefined) }
      under.set(id, piece)
      void piece.ended.then(() => under.get(id) === piece && under.delete(id))
    },
    /** Ends a body that is under way for this upload, and waits until what came of it is on the disk. */
    async end(id: string): Promise<void> {
      const piece = under.get(id)
      piece?.abort.abort()
      await piece?.ended
    },
    async *bodyOf(id: string, offset: number): AsyncGenerator<Buffer> {
      const piece = under.get(id)
      if (!piece) return
      const { raw, limit, abort } = piece
      const stop = () => void raw.destroy()
      abort.signal.addEventListener('abort', stop, { once: true })
      let size = 0
      try {
        for await (const chunk of raw.iterator({ destroyOnReturn: false })) {
          size += (chunk as Buffer).length
          if (offset + size > limit) throw new RequestError('invalid-request', 'The piece is longer than what is missing.')
          yield chunk as Buffer
        }
      } catch (error) {
        if (!raw.destroyed) throw error
        // The line broke: what came before is kept.
      } finally {
        abort.signal.removeEventListener('abort', stop)
      }
    },
  }
}

/** A browser reads an answer only after it has sent its body; of a long one so much is waited for. */
const mostDrained = 64 * 1024 * 1024

/** Lets the rest of a refused body come in, so that its sender hears why; cuts the line of one who sends on and on. */
export async function drain(raw: IncomingMessage): Promise<void> {
  let left = mostDrained
  if (raw.complete || raw.destroyed) return
  await new Promise<void>(resolve => {
    raw.once('close', resolve).once('end', resolve)
    raw.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) resolve()
    })
    raw.resume()
  })
}
