import { breakDown, BreakDownError, type BreakDownInput, breakDownScene, type Story } from '../builtin/index.ts'

type Scene = Parameters<typeof breakDownScene>

/** What the built-in writer is to break down: a whole text, or one scene of a story. */
export type Task = { kind: 'story'; input: BreakDownInput } | { kind: 'scene'; scene: Scene[0]; around: Scene[1] }

/** A story, or why there is none, as it travels between threads. */
export type Told = { kind: 'story'; story: Story } | { kind: 'refused'; code: BreakDownError['code']; message: string }

export function tell(task: Task): Told {
  try {
    return { kind: 'story', story: task.kind === 'story' ? breakDown(task.input) : breakDownScene(task.scene, task.around) }
  } catch (error) {
    if (!(error instanceof BreakDownError)) throw error
    return { kind: 'refused', code: error.code, message: error.message }
  }
}
