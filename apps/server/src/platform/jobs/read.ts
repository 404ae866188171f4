import type { Job } from '@storycanvas/api'
import type { Selectable } from 'kysely'
import type { JobTable } from './tables.ts'

export type JobRow = Selectable<JobTable>

/** A row as the API shows it. */
export function jobReply(row: JobRow): Job {
  const { id, kind, title, state, progress, stage, secondsLeft, attempt, maxAttempts, error, projectId } = row
  const { priority, paused, pull, pooled } = row
  const target = row.targetKind && row.targetId ? { kind: row.targetKind, id: row.targetId } : null
  const { createdAt, startedAt, finishedAt } = row
  return {
    id,
    kind,
    title,
    state,
    progress,
    stage,
    secondsLeft,
    attempt,
    maxAttempts,
    priority,
    paused,
    pull,
    pooled,
    error,
    projectId,
    target,
    createdAt,
    startedAt,
    finishedAt,
  }
}
