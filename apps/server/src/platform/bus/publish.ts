import type { RealtimeEvent } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Reader, Tx } from '../database/database.ts'

export const busChannel = 'storycanvas_bus'

/** PostgreSQL refuses notifications of 8,000 bytes and more. */
const notificationLimit = 7900

/** What travels through NOTIFY: a hint that a topic has grown, a passing event itself, or a word between servers. */
export type Notice =
  | { kind: 'grown'; topic: string; sequence: number }
  | { kind: 'passing'; topic: string; event: RealtimeEvent }
  | { kind: 'cancel-job'; jobId: string }
  | { kind: 'session-ended'; sessionId: string }
  | { kind: 'key-withdrawn'; keyId: string }
  /** There are deliveries to make. */
  | { kind: 'webhooks' }
  /** The generation pool has jobs, servers or presets to look at. */
  | { kind: 'pool'; what: 'jobs' | 'servers' | 'presets' }
  /** An account came into a project, left it, or has another role there. */
  | { kind: 'membership'; accountId: string; projectId: string }
  /** Fewer may hear of a thing than before. Tell it before what these are not to hear any more. */
  | { kind: 'narrowed'; topics: readonly string[] }

/**
 * Adds an event to each topic, as part of the caller's transaction: it exists exactly when the change does. The row of the
 * topic stays locked until the commit, so sequence numbers have no holes and no later number shows before an earlier one.
 */
export async function publish(tx: Tx, topics: readonly string[], event: RealtimeEvent): Promise<void> {
  const payload = JSON.stringify(event)
  // Always in the same order, or two transactions with the same two topics could wait for each other.
  for (const topic of [...topics].sort())
    await sql`
      with next as (
        insert into topic (name, sequence) values (${topic}, 1)
        on conflict (name) do update set sequence = topic.sequence + 1
        returning sequence
      ), added as (
        insert into event (topic, sequence, payload, bytes)
        select ${topic}, sequence, ${payload}::jsonb, ${Buffer.byteLength(payload)} from next
      )
      select pg_notify(${busChannel}, json_build_object('kind', 'grown', 'topic', ${topic}::text, 'sequence', sequence)::text) from next`.execute(
      tx,
    )
}

/**
 * For a transaction that will publish more than once to different topics: takes all of them first, in the order of
 * {@link publish}, so that it never holds one that another waits for while it waits for one of that other's.
 */
export async function holdTopics(tx: Tx, topics: readonly string[]): Promise<void> {
  const names = [...new Set(topics)].sort()
  for (const name of names)
    await sql`insert into topic (name, sequence) values (${name}, 0) on conflict (name) do update set sequence = topic.sequence`.execute(
      tx,
    )
}

/** Tells every server process at once; not stored. Events too large for a notification are dropped: they are only hints. */
export async function notify(database: Reader, notice: Notice): Promise<void> {
  const payload = JSON.stringify(notice)
  if (Buffer.byteLength(payload) > notificationLimit) return
  await sql`select pg_notify(${busChannel}, ${payload})`.execute(database)
}

/** Something in a project changed and should be read anew. */
export const changed = (what: string, id: string, projectId: string | null): RealtimeEvent => ({
  kind: 'changed',
  what,
  id,
  projectId,
})

export const projectTopic = (projectId: string) => `project:${projectId}`
export const accountTopic = (accountId: string) => `user:${accountId}`
/** What is being made in a project, as it looks by now. */
export const generationTopic = (projectId: string) => `generation:${projectId}`
export const videoTopic = (videoId: string) => `video:${videoId}`
