import {
  type AttemptId,
  type ComfyServer,
  type GenerationServer,
  type Preset,
  ServerError,
  type ServerFacts,
  type Transport,
} from '@storycanvas/comfyui'
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { HeldAttempt } from '../attempts/hands.ts'
import type { Wish } from '../attempts/run.ts'
import { openStates } from '../attempts/states.ts'
import { createComfyProvider } from '../providers/comfyui/provider.ts'
import type { Provider } from '../providers/provider.ts'
import { examine } from '../servers/examine.ts'
import { openServer, type ServerRow } from '../servers/open.ts'
import { believed, lookAt } from '../servers/probe.ts'
import { foundOut } from '../servers/store.ts'
import { failed, isResting, mayTryAt } from '../servers/trust.ts'
import type { PoolTimes } from './times.ts'
import type { WakingTime } from '../attempts/waking-time.ts'

/** What went wrong on our side is for the log. */
const unlooked = 'It could not be looked at; the log says why.'

export type MemberParts = Pick<Context, 'database' | 'vault' | 'log'> & {
  transport: Transport
  presets: ReadonlyMap<string, Preset>
  times: PoolTimes
  signal: AbortSignal
  waking: Pick<WakingTime, 'now'>
  /** Something about the server changed: decide anew. */
  changed: () => void
}

/** A server of the pool in the process that leads it. */
export type Member = {
  row: ServerRow
  server: GenerationServer
  provider: Provider
  /** Held attempts by id. */
  attempts: Map<string, HeldAttempt & { jobId: string; wish: Wish }>
  /** It may get jobs: it has been looked at, is on, and nobody else's jobs wait there. */
  isOpen: () => boolean
  /** The server as a whole failed. */
  distrust: (reason: string) => Promise<void>
  /** What it can run has to be asked anew. */
  forget: () => void
  close: () => Promise<void>
}

export async function openMember(parts: MemberParts, first: ServerRow): Promise<Member> {
  const { database, log, signal, times, presets, waking } = parts
  const { server, comfy } = await openServer(first, parts.vault, parts.transport)
  let facts: ServerFacts | null = null
  let isForeign = false
  /** Of a service that cannot be asked: its profile is what is believed of it with the presets of today. */
  let isBelieved = false
  let zombieSince: number | null = null
  let misses = 0
  let timer: NodeJS.Timeout | null = null
  let closed = false
  const provider = createComfyProvider({ server, presets, facts: () => facts, label: first.label })

  const write = async (set: Record<string, unknown>) => {
    const row = await database
      .updateTable('generationServer')
      .set(set as never)
      .where('id', '=', member.row.id)
      .returningAll()
      .executeTakeFirst()
    if (row) member.row = row
    parts.changed()
  }
  const member: Member = {
    row: first,
    server,
    provider,
    attempts: new Map(),
    isOpen: () =>
      member.row.state === 'enabled' && !isForeign && !isResting(member.row.trust) && (facts !== null || comfy === null),
    async distrust(reason) {
      if (isResting(member.row.trust) || closed) return
      const trust = failed(member.row.trust, reason, Date.now())
      log.warn({ server: member.row.label, reason }, 'a generation server rests')
      await write({ trust: JSON.stringify(trust), condition: 'resting' })
    },
    forget: () => {
      facts = null
      isBelieved = false
      void beat()
    },
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      stopListening?.()
      await server.close()
    },
  }
  const stopListening = provider.listen?.(hint => member.attempts.get(hint.id)?.hint(hint))

  const learnFacts = async (of: ComfyServer) => {
    const looked = await lookAt(of, presets.values(), signal)
    facts = looked.facts
    await write({ profile: JSON.stringify(looked.profile), digest: looked.digest, condition: 'up', seenAt: sql`now()` })
  }
  const look = async () => {
    const { row } = member
    if (isResting(row.trust)) {
      if (row.state === 'off' || Date.now() < mayTryAt(row.trust)) return
      const finding = await examine(parts, row, signal)
      if (finding.kind === 'well' && comfy) await learnFacts(comfy)
      await write(foundOut(row, finding))
      return
    }
    if (row.state === 'off' && member.attempts.size === 0) return
    const health = await server.health({ signal, isBusy: member.attempts.size > 0 })
    misses = 0
    if (comfy && facts === null) await learnFacts(comfy)
    if (!comfy && !isBelieved) {
      isBelieved = true
      await write({ profile: JSON.stringify(believed(presets.values())) })
    }
    const ghosts = await ghostsAmong(
      parts,
      health.jobs.map(({ id }) => id),
    )
    for (const id of ghosts) await server.cancel({ id: id as never }, { signal })
    const foreign = health.jobs.filter(({ id }) => !member.attempts.has(id) && !ghosts.includes(id)).length
    // A service wakes machines when there is something to do, which takes minutes.
    const isZombie = comfy !== null && (health.pending ?? 0) > 0 && health.running === 0
    zombieSince = isZombie ? (zombieSince ?? waking.now()) : null
    if (zombieSince !== null && waking.now() - zombieSince > times.zombieAfter) return giveUp()
    if (foreign > 0 !== isForeign) {
      isForeign = foreign > 0
      await write({ condition: isForeign ? 'busy' : 'up', seenAt: sql`now()` })
    }
    // What a queue tells is called off above; where there is none, each is called off by its own id.
    if (server.abilities.queue) await tidied(parts, row.id)
    else await callOffAbandoned(parts, server, row.id)
  }
  /** It takes jobs and runs none: what it holds goes elsewhere. */
  const giveUp = async () => {
    zombieSince = null
    const reason = 'It takes jobs and executes none; restart ComfyUI there.'
    for (const attempt of member.attempts.values()) {
      attempt.wish = { kind: 'move', code: 'zombie', reason }
      attempt.wake()
    }
    await member.distrust(reason)
  }
  let beating: Promise<void> | null = null
  const beat = (): Promise<void> => {
    beating ??= (async () => {
      if (timer) clearTimeout(timer)
      const began = { at: performance.now(), waking: waking.now() }
      try {
        await look()
      } catch (error) {
        if (closed || signal.aborted) return
        if (!(error instanceof ServerError))
          log.warn({ err: error, server: member.row.label }, 'a look at a generation server failed')
        // Where most of the time was lost on our side, the server has shown nothing.
        if (waking.now() - began.waking < (performance.now() - began.at) / 2) return
        misses += 1
        if (misses >= 2 || facts === null)
          await member.distrust(error instanceof ServerError ? error.message : unlooked).catch(() => undefined)
      } finally {
        beating = null
        if (!closed && !signal.aborted) timer = setTimeout(() => void beat(), untilNext())
      }
    })()
    return beating
  }
  const untilNext = () => {
    const { trust } = member.row
    return isResting(trust) ? Math.min(times.healthEvery, Math.max(100, mayTryAt(trust) - Date.now())) : times.healthEvery
  }
  void beat()
  return member
}

/** Attempts of ours that ended without the server knowing: it was silent when they were given up. */
async function ghostsAmong({ database }: MemberParts, ids: readonly string[]): Promise<string[]> {
  const own = ids.filter(id => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
  if (own.length === 0) return []
  const rows = await database
    .selectFrom('generationAttempt')
    .select('id')
    .where(sql<boolean>`id = any(${own}::uuid[])`)
    .where('state', 'not in', [...openStates])
    .execute()
  return rows.map(({ id }) => id)
}

/** So many are called off with one look. */
const calledOffAtOnce = 20

/** A service works on, and charges, for what was given up while it was silent. */
async function callOffAbandoned({ database, signal }: MemberParts, server: GenerationServer, serverId: string): Promise<void> {
  const left = await database
    .selectFrom('generationAttempt')
    .select(['id', 'remoteId'])
    .where('serverId', '=', serverId)
    .where('state', '=', 'abandoned')
    .where('tidiedAt', 'is', null)
    .orderBy('endedAt')
    .limit(calledOffAtOnce)
    .execute()
  for (const { id, remoteId } of left) {
    // Of one without an id of the service's own nobody can be asked.
    if (remoteId !== null) await server.cancel({ id: id as AttemptId, remoteId }, { signal })
    await database.updateTable('generationAttempt').set({ tidiedAt: sql<string>`now()` }).where('id', '=', id).execute()
  }
}

/** A server that answers, and holds nothing of what was given up there, is tidy. */
async function tidied({ database }: MemberParts, serverId: string): Promise<void> {
  await database
    .updateTable('generationAttempt')
    .set({ tidiedAt: sql<string>`now()` })
    .where('serverId', '=', serverId)
    .where('state', '=', 'abandoned')
    .where('tidiedAt', 'is', null)
    .where('endedAt', '<', sql<string>`now() - interval '1 minute'`)
    .execute()
}
