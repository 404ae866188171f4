import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Uploads that have not come whole yet, one file each. How much has come is the length of the file: a kill loses nothing. */
export type Spool = ReturnType<typeof createSpool>

/** Bytes that are written at once. */
const blockSize = 1024 * 1024
/** So many uploads are remembered with their hash so far; of others the file is read once more. */
const remembered = 200

type Running = { hash: Hash; offset: number }

/** `check` is told the first bytes of each upload and throws for what is no video. */
export function createSpool(folder: string, check: (head: Buffer) => void) {
  const running = new Map<string, Running>()
  const pathOf = (id: string) => join(folder, id)

  /** The hash of what has come so far: kept from the piece before, or made from the file after a restart. */
  const resume = async (id: string, offset: number): Promise<Running> => {
    const known = running.get(id)
    running.delete(id)
    if (known?.offset === offset) return known
    const hash = createHash('sha256')
    if (offset > 0)
      for await (const block of createReadStream(pathOf(id), { end: offset - 1, highWaterMark: blockSize }))
        hash.update(block as Buffer)
    return { hash, offset }
  }

  const remember = (id: string, state: Running) => {
    running.set(id, state)
    const [oldest] = running.keys()
    if (running.size > remembered && oldest !== undefined) running.delete(oldest)
  }

  return {
    pathOf,
    async create(id: string): Promise<void> {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await (await open(pathOf(id), 'wx', 0o600)).close()
    },
    /** Bytes that have come; null where there is no such upload. */
    received: (id: string): Promise<number | null> =>
      stat(pathOf(id)).then(
        ({ size }) => size,
        () => null,
      ),
    /** Appends what a stream gives and hashes it on the way. What came before it broke stays. Returns the new length. */
    async append(id: string, offset: number, source: AsyncIterable<Buffer>): Promise<number> {
      const file = await open(pathOf(id), 'r+')
      const state = await resume(id, offset)
      let waiting: Buffer[] = []
      let size = 0
      let writing: Promise<void> = Promise.resolve()
      const flush = async () => {
        const [blocks, position] = [waiting, state.offset]
        if (position === 0 && blocks.length > 0) check(Buffer.concat(blocks))
        for (const block of blocks) state.hash.update(block)
        state.offset += size
        waiting = []
        size = 0
        await writing
        writing = writeAll(file, blocks, position)
        // Whoever awaits it next hears of a failure; until then it must not count as unhandled.
        writing.catch(() => undefined)
      }
      try {
        try {
          for await (const chunk of source) {
            waiting.push(chunk)
            size += chunk.length
            if (size >= blockSize) await flush()
          }
        } finally {
          await flush()
          await writing
        }
        return state.offset
      } finally {
        await file.close()
        remember(id, state)
      }
    },
    /** The hash of an upload of this length. */
    async digest(id: string, length: number): Promise<string> {
      const state = await resume(id, length)
      remember(id, state)
      return state.hash.copy().digest('hex')
    },
    async remove(id: string): Promise<void> {
      running.delete(id)
      await rm(pathOf(id), { force: true })
    },
    /** Ids of everything that lies here. */
    list: (): Promise<string[]> => readdir(folder).catch(() => []),
  }
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, blocks: readonly Buffer[], position: number): Promise<void> {
  let [left, at] = [blocks, position]
  while (left.length > 0) {
    const { bytesWritten } = await file.writev(left, at)
    at += bytesWritten
    left = behind(left, bytesWritten)
  }
}

/** What of some blocks is left behind so many bytes. */
function behind(blocks: readonly Buffer[], bytes: number): readonly Buffer[] {
  let skip = bytes
  return blocks.flatMap(block => {
    const rest = block.subarray(Math.min(skip, block.length))
    skip -= block.length - rest.length
    return rest.length > 0 ? [rest] : []
  })
}
