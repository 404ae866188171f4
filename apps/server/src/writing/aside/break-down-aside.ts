import { RequestError } from '../../platform/http/problem.ts'
import { createSlots } from '../../platform/jobs/slots.ts'
import { runOnThread, TooMuch } from '../../platform/threads/run-on-thread.ts'
import { tell, type Task, type Told } from './told.ts'

/** Texts up to this are broken down within some milliseconds, sooner than a thread starts. */
const shortLetters = 20_000
/** Ten feature films take a few seconds; what takes longer is meant to. */
const bounds = { longestMs: 15_000, memoryMegabytes: 1024 }
const threads = createSlots(2, 20)

/**
 * Has the built-in writer break a text down, a long one on a thread of its own: everybody else's requests would wait for it.
 * @throws RequestError `unreadable-story` or `too-large` with the reason
 */
export async function breakDownAside(task: Task) {
  const letters = (task.kind === 'story' ? task.input : task.scene).text.length
  const told = letters <= shortLetters ? tell(task) : await onThread(task)
  if (told.kind === 'story') return told.story
  throw new RequestError(told.code === 'too-large' ? 'too-large' : 'unreadable-story', told.message)
}

const onThread = (task: Task): Promise<Told> =>
  threads.within(async () => {
    try {
      return await runOnThread<Told>(new URL('./writing-thread.ts', import.meta.url), task, bounds)
    } catch (cause) {
      if (!(cause instanceof TooMuch)) throw cause
      throw new RequestError('too-large', 'This text takes more time to break down than a story does. Import it in parts.', {
        cause,
      })
    }
  })
