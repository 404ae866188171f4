import { reasonOf } from '../client/failure.ts'

/** What stood in the way of a round: one sentence for each node and kind of work, since thousands of chunks fail alike. */
export type Obstacles = {
  /** `what` goes on after the name of the node: "does not confirm its copies". The first reason is kept. */
  note(node: string, what: string, error: unknown): void
  list(): string[]
}

export function createObstacles(): Obstacles {
  const sentences = new Map<string, string>()
  return {
    note(node, what, error) {
      const start = `${node} ${what}`
      if (!sentences.has(start)) sentences.set(start, `${start} (${reasonOf(error)})`)
    },
    list: () => [...sentences.values()],
  }
}
