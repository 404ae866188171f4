import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import { openStates } from '../attempts/states.ts'

/** So many of the latest runs are averaged. */
const latest = 20

type InHand = { jobId: string; state: 'running' | 'waiting' }
export type Work = {
  running: number
  waiting: number
  /** Those of them that the asker may see. */
  inHand: InHand[]
  lastPreset: string | null
  secondsPerRun: number | null
}

const none: Work = { running: 0, waiting: 0, inHand: [], lastPreset: null, secondsPerRun: null }

/** What servers have in hand, and how they did lately, for an account. */
export async function workOf(
  database: Reader,
  serverIds: readonly string[],
  accountId: string,
): Promise<(serverId: string) => Work> {
  const { rows } = await sql<{ serverId: string } & Work>`
    select s.id as server_id, hand.running, hand.waiting, coalesce(hand.jobs, '[]') as in_hand, past.preset as last_preset, past.seconds as seconds_per_run
    from unnest(${[...serverIds]}::uuid[]) as s (id)
    left join lateral (
      select count(*) filter (where one.state = 'running') as running, count(*) filter (where one.state = 'waiting') as waiting,
        jsonb_agg(jsonb_build_object('jobId', one.job_id, 'state', one.state) order by one.created_at)
          filter (where one.is_shown) as jobs
      from (
        select a.job_id, a.created_at, case when a.state in ('running', 'finished') then 'running' else 'waiting' end as state,
          exists (select from project_member m where m.project_id = j.project_id and m.account_id = ${accountId}) as is_shown
        from generation_attempt a join job j on j.id = a.job_id
        where a.server_id = s.id and a.state = any(${[...openStates]})
      ) one
    ) hand on true
    left join lateral (
      select (array_agg(run.preset order by run.ended_at desc))[1] as preset, avg(run.seconds) as seconds
      from (
        select g.preset, a.seconds, a.ended_at from generation_attempt a join generation g on g.id = a.generation_id
        where a.server_id = s.id and a.seconds is not null and a.ended_at is not null
        order by a.ended_at desc limit ${latest}
      ) run
    ) past on true`.execute(database)
  return id => rows.find(({ serverId }) => serverId === id) ?? none
}
