import type { contract } from '@storycanvas/api'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../../story/change-story.ts'
import { compareTimeline } from './compare.ts'
import { openReader } from './read-document.ts'
import { takeTimelineChanges } from './take.ts'

export type ExchangeOperations = 'compareTimeline' | 'takeTimelineChanges'

/** Cuts that come home from editors. */
export function exchangeRoutes({ database }: Pick<Context, 'database'>): Handlers<Pick<typeof contract, ExchangeOperations>> {
  const read = openReader()
  return {
    compareTimeline: call =>
      compareTimeline(database, read, { ...call.body, projectId: projectOf(call), accountId: call.actor.id }, call.facts.signal),
    takeTimelineChanges: call =>
      takeTimelineChanges(
        database,
        read,
        { ...call.body, projectId: projectOf(call), accountId: call.actor.id },
        call.facts.signal,
      ),
  }
}
