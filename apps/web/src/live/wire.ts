import { type ClientFrame, longestTextFrame } from '@storycanvas/api'
import type { Answer } from '../api/realtime/line.ts'
import type { TextFrame } from './sharedText.ts'

const PATIENCE_MS = 10_000

type Parts = {
  /** Sends a frame; false while there is no line. */
  say: (frame: ClientFrame) => boolean
  /** Sends what is too long for a frame; rejects when it was not taken. */
  sendLong: (field: string, update: string) => Promise<unknown>
  later: (work: () => void, ms: number) => () => void
}

/** Questions over the line and their answers, matched by number. */
export function createWire({ say, sendLong, later }: Parts) {
  const waiting = new Map<number, (answer: Answer | Error) => void>()
  let last = 0

  function put(frame: TextFrame): Promise<Answer> {
    last += 1
    const id = last
    return new Promise((resolve, reject) => {
      const callOff = later(() => settle(new Error('No answer came.')), PATIENCE_MS)
      const settle = (answer: Answer | Error) => {
        waiting.delete(id)
        callOff()
        if (answer instanceof Error) reject(answer)
        else resolve(answer)
      }
      waiting.set(id, settle)
      if (!say({ ...frame, id })) settle(new Error('There is no line.'))
    })
  }

  return {
    ask: async (frame: TextFrame): Promise<Answer> => {
      if (frame.type === 'text-read' || frame.update.length <= longestTextFrame) return put(frame)
      await sendLong(frame.field, frame.update)
      return { type: 'text-kept', id: 0 }
    },
    answered: (answer: Answer) => waiting.get(answer.id)?.(answer),
    /** The line has dropped: no answer will come. */
    dropped() {
      for (const settle of [...waiting.values()]) settle(new Error('The line dropped.'))
    },
  }
}
