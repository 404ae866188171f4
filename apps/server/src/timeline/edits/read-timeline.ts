import type { Timeline } from '@storycanvas/timeline'
import type { Context } from '../../context.ts'
import { readProject } from '../../projects/read.ts'
import { assembleTimeline, signedAddress } from '../assembly/read.ts'
import { turnsOf } from './history.ts'

type Parts = Pick<Context, 'database' | 'grants'>

/** The cut as pages show it, with its revision and what this account can take back and make again. */
export function readTimeline({ database, grants }: Parts, projectId: string, accountId: string | null): Promise<Timeline> {
  // One snapshot: a revision that is newer than the clips would let a page believe it has seen them.
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async tx => {
      const { cutRevision: revision } = await readProject(tx, projectId)
      const turns = accountId === null ? { undo: null, redo: null } : await turnsOf(tx, { projectId, accountId })
      const timeline = await assembleTimeline(tx, projectId, signedAddress(grants))
      const [undo, redo] = [turns.undo?.label ?? null, turns.redo?.label ?? null]
      return { ...timeline, metadata: { ...timeline.metadata, revision, undo, redo } }
    })
}
