import type { Context } from '../context.ts'
import type { Tx } from '../platform/database/database.ts'

/** What other rooms do when the story changes, as part of the same transaction. */
export type StoryHooks = {
  /** Panels came, went, or changed their order, length or transition: the cut that follows the board is laid anew. */
  boardChanged: (tx: Tx, projectId: string) => Promise<void>
}

/** What the room of the story needs. */
export type StoryContext = Pick<Context, 'database' | 'grants'> & StoryHooks
