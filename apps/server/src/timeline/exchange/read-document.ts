import { RequestError } from '../../platform/http/problem.ts'
import { runOnThread, TooMuch } from '../../platform/threads/run-on-thread.ts'
import type { Document, Homecoming } from './come-home.ts'
import { tell, type Told } from './told.ts'

/** A document at the limit of what is taken is read in a few seconds; what takes longer is meant to. */
const longestReadingMs = 30_000
const memoryMegabytes = 1024
const threads = 2

/** Documents up to this size against cuts of so many clips are read within 50 ms, sooner than a thread starts. */
const short = { characters: 200_000, clips: 200 }

const isShort = ({ text, present }: Document): boolean =>
  text.length <= short.characters && present.tracks.reduce((sum, { clips }) => sum + clips.length, 0) <= short.clips

/**
 * Reads documents, long ones on threads of their own: one at a time for each account, and not more than two at once. Waiting and reading
 * end with `signal`.
 */
export function openReader() {
  const busy = new Set<string>()
  const waiting: (() => void)[] = []
  let running = 0
  const turn = async () => {
    if (running >= threads) await new Promise<void>(resolve => waiting.push(resolve))
    else running += 1
  }
  const done = () => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
  return async (accountId: string, document: Document, signal: AbortSignal): Promise<Homecoming> => {
    if (busy.has(accountId))
      throw new RequestError('in-progress', 'Another document of yours is still being read; wait for it to end.')
    busy.add(accountId)
    try {
      await turn()
      try {
        signal.throwIfAborted()
        return homecoming(isShort(document) ? tell(document) : await readOnThread(document, signal))
      } finally {
        done()
      }
    } finally {
      busy.delete(accountId)
    }
  }
}

export type DocumentReader = ReturnType<typeof openReader>

function homecoming(told: Told): Homecoming {
  switch (told.kind) {
    case 'read':
      return told.home
    case 'unreadable':
      throw new RequestError('unreadable-timeline', `${told.message}.`)
    case 'invalid':
      throw new RequestError('not-possible-now', told.message)
  }
}

async function readOnThread(document: Document, signal: AbortSignal): Promise<Told> {
  const bounds = { longestMs: longestReadingMs, memoryMegabytes, signal }
  try {
    return await runOnThread<Told>(new URL('./reading-thread.ts', import.meta.url), document, bounds)
  } catch (cause) {
    if (!(cause instanceof TooMuch)) throw cause
    throw new RequestError('unreadable-timeline', 'The document takes more time or memory to read than a cut needs.', { cause })
  }
}
