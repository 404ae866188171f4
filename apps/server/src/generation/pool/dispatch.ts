import {
  createPool as createPlacement,
  decide,
  dropJob,
  finishJob,
  type Pool,
  putServer,
  queueJob,
  removeServer,
  startJob,
} from '@storycanvas/placement'
import { sql } from 'kysely'
import { holdAttempt, isStop, type Parts as HandParts } from '../attempts/hands.ts'
import { runAttempt, type Wish } from '../attempts/run.ts'
import { type AttemptEnd, type OpenState } from '../attempts/states.ts'
import { adoptOpen, type OpenAttempt, storeIntent } from '../attempts/store.ts'
import { announce } from '../../platform/jobs/enqueue.ts'
import { poolServers } from '../servers/store.ts'
import { jobKindOf, placementServer, slotId, workOf } from './kinds.ts'
import { type Member, type MemberParts, openMember } from './member.ts'
import { recallSpeeds, rememberSpeeds } from './speeds.ts'
import { type WaitingJob, type Waiting, readWaiting } from './waiting.ts'
import { whyWaiting } from './why-waiting.ts'

export type DispatchParts = HandParts & Omit<MemberParts, 'changed'>
export type Dispatcher = {
  jobsChanged: () => void
  serversChanged: () => void
  cancelled: (jobId: string) => void
  ended: Promise<void>
}

/** Sent ahead to a server whose job is about to end, so that it never stands still between two. */
const prefetchSeconds = 10
const speedsEvery = 30_000

/** Seconds on the placement's clock. */
const clock = () => Date.now() / 1000

/**
 * Gives jobs to servers for as long as this process leads. All that it knows is read from the database and from the servers; it
 * wakes when one of them changed, and never asks the database whether there is something to do.
 */
export function startDispatch(parts: DispatchParts): Dispatcher {
  const { database, log, presets, signal, times } = parts
  const placement: Pool = createPlacement({ prefetchSeconds })
  const members = new Map<string, Member>()
  const candidates = new Map<string, WaitingJob>()
  const running = new Set<Promise<void>>()
  let isAll = true
  let todo = { jobs: true, servers: true, decide: true }
  let wake = () => {}
  let nextTimer: NodeJS.Timeout | null = null

  const need = (what: Partial<typeof todo>) => {
    todo = { ...todo, ...what }
    wake()
  }
  const rows = () => [...members.values()].map(({ row }) => row)

  const readServers = async () => {
    const listed = await poolServers(database)
    for (const row of listed) {
      const known = members.get(row.id)
      const isSame = known && known.row.url === row.url && known.row.headers === row.headers && known.row.label === row.label
      if (known && isSame) {
        const { digest } = known.row
        known.row = row
        if (digest !== row.digest) known.forget()
        continue
      }
      const member = await openMember({ ...parts, changed: () => need({ decide: true }) }, row)
      // What it is running goes on with the new line to it.
      if (known) for (const [id, attempt] of known.attempts) member.attempts.set(id, attempt)
      await known?.close()
      members.set(row.id, member)
      recallSpeeds(placement, row)
    }
    for (const [id, member] of members)
      if (!listed.some(row => row.id === id)) {
        for (const attempt of member.attempts.values()) {
          attempt.wish = { kind: 'move', code: 'removed', reason: 'The server was taken out of the pool.' }
          attempt.wake()
        }
        member.row = { ...member.row, state: 'off', slots: 0 }
        if (member.attempts.size === 0) {
          members.delete(id)
          await member.close()
        }
      }
  }
  const placeServers = () => {
    const all = rows()
    const wanted = new Set<string>()
    for (const { row, isOpen } of members.values())
      for (let slot = 0; slot < row.slots; slot += 1) {
        const server = placementServer(row, slot, isOpen(), all)
        wanted.add(server.id)
        const known = placement.slots.get(server.id)?.server
        if (
          !known ||
          known.state !== server.state ||
          known.files.size !== server.files.size ||
          [...known.files].some(file => !server.files.has(file))
        )
          putServer(placement, server)
      }
    for (const [id, slot] of placement.slots) if (!wanted.has(id) && !slot.running && !slot.next) removeServer(placement, id)
  }

  const readJobs = async () => {
    const read = await readWaiting(database)
    isAll = read.isAll
    waitFor(read)
    const seen = new Set(read.jobs.map(({ jobId }) => jobId))
    for (const id of candidates.keys())
      if (!seen.has(id)) {
        candidates.delete(id)
        dropJob(placement, id)
      }
    for (const job of read.jobs) offer(job)
    await sayWhy(read.jobs)
  }
  const waitFor = ({ nextAt }: Waiting) => {
    if (nextTimer) clearTimeout(nextTimer)
    if (nextAt !== null) nextTimer = setTimeout(() => need({ jobs: true }), Math.max(20, nextAt - Date.now() + 5))
  }
  const offer = (job: WaitingJob) => {
    const preset = presets.get(job.preset)
    if (
      !preset ||
      [...placement.slots.values()].some(({ running: run, next }) => run?.job.id === job.jobId || next?.id === job.jobId)
    )
      return
    const old = candidates.get(job.jobId)
    if (old && JSON.stringify(old) === JSON.stringify(job)) return
    candidates.set(job.jobId, job)
    dropJob(placement, job.jobId)
    const { jobId: id, ownerId: user, priority, queuedAt } = job
    queueJob(placement, {
      id,
      kind: jobKindOf(preset, job.kind, job.excluded),
      user,
      priority,
      queuedAt: queuedAt / 1000,
      work: workOf(preset, job.kind),
    })
  }
  /** Writes beside each job that nobody can take why that is, and ends those that everybody failed at. */
  const sayWhy = async (jobs: readonly WaitingJob[]) => {
    const byReason = new Map<string, string[]>()
    for (const job of jobs) {
      const why = whyWaiting(rows(), job.preset, job.kind, new Set(job.excluded))
      if (why?.kind === 'hopeless') await failHopeless(job)
      if (why?.kind === 'wait') byReason.set(why.reason, [...(byReason.get(why.reason) ?? []), job.jobId])
    }
    for (const [stage, ids] of byReason)
      await database.transaction().execute(async tx => {
        const told = await tx
          .updateTable('job')
          .set({ stage })
          .where(sql<boolean>`id = any(${ids}::uuid[])`)
          .where('state', '=', 'queued')
          .where('stage', '<>', stage)
          .returningAll()
          .execute()
        for (const row of told.slice(0, 20)) await announce(tx, row)
      })
  }
  const failHopeless = async ({ jobId, lastReason }: WaitingJob) => {
    candidates.delete(jobId)
    dropJob(placement, jobId)
    const message = lastReason ?? 'Every server that could run it failed at it.'
    await database.transaction().execute(async tx => {
      const row = await tx
        .updateTable('job')
        .set({
          state: 'failed',
          stage: '',
          error: JSON.stringify({ code: 'no-server-left', message }),
          finishedAt: sql<string>`now()`,
        })
        .where('id', '=', jobId)
        .where('state', '=', 'queued')
        .returningAll()
        .executeTakeFirst()
      if (row) await announce(tx, row)
    })
  }

  const act = async () => {
    placeServers()
    const decisions = decide(placement, clock())
    const begun = decisions.flatMap(decision => {
      const job = decision.kind === 'preload' ? undefined : candidates.get(decision.jobId)
      if (decision.kind === 'preload' || !job) return []
      const [serverId = '', slot = '0'] = decision.serverId.split(' ')
      const member = members.get(serverId)
      if (!member) return []
      startJob(placement, job.jobId, decision.serverId, clock())
      candidates.delete(job.jobId)
      return [begin(member, Number(slot), job, decision.kind === 'start')]
    })
    await Promise.all(begun)
    if (begun.length > 0 && !isAll && candidates.size < 50) need({ jobs: true })
  }
  const begin = async (member: Member, slot: number, { jobId, generationId }: WaitingJob, isNext: boolean) => {
    const { row } = member
    const stage = isNext ? `sent to ${row.label}` : `next at ${row.label}`
    const open = await storeIntent(database, { jobId, generationId, serverId: row.id, slot, stage })
    if (open) follow(member, open, true)
    else freeSlot(slotId(row.id, slot), jobId, null)
  }

  const follow = (member: Member, open: OpenAttempt, isNew: boolean) => {
    const { attempt, job } = open
    const place = slotId(attempt.serverId, attempt.slot)
    const startedAt = performance.now()
    const preset = presetOf(open)
    const patience = Math.max(times.leastStall, times.stallFactor * 1000 * 30 * (preset ? preset.work : 1))
    let learnt: number | null = null
    const held = holdAttempt(parts, open, {
      provider: member.provider,
      signal,
      wish: () => {
        const one = member.attempts.get(attempt.id)?.wish ?? { kind: 'go-on' }
        if (one.kind !== 'go-on') return one
        const isStalled = performance.now() - startedAt > patience
        return isStalled
          ? { kind: 'move', code: 'stalled', reason: `It did not end within ${Math.round(patience / 1000)} s.` }
          : one
      },
      onEnd: (end, seconds) => {
        learnt = seconds
        judge(member, end)
      },
    })
    const wish: Wish = job.state === 'running' && job.attempt > 0 ? { kind: 'go-on' } : { kind: 'cancel' }
    const standing = {
      state: attempt.state as OpenState,
      isNew,
      findsByOurId: member.provider.abilities.findsByOurId,
      hasRemoteId: attempt.remoteId !== null,
    }
    member.attempts.set(attempt.id, { ...held, jobId: job.id, wish })
    const one = runAttempt(held.hands, standing, times.attempt)
      .catch((error: unknown) => {
        if (!isStop(error, signal)) throw error
      })
      .catch(async (error: unknown) => {
        // Whatever broke here left the attempt open: it is taken up again from what was kept.
        log.error({ err: error, attempt: attempt.id }, 'following an attempt broke off')
        await new Promise(resolve => setTimeout(resolve, 1000))
        if (!signal.aborted) need({ servers: true })
        broken.add(attempt.id)
      })
      .finally(async () => {
        await held.stop()
        member.attempts.delete(attempt.id)
        running.delete(one)
        freeSlot(place, job.id, learnt)
        need({ decide: true })
      })
    running.add(one)
  }
  const broken = new Set<string>()
  const takeUpBroken = async () => {
    if (broken.size === 0) return
    broken.clear()
    await adopt()
  }
  const presetOf = ({ attempt }: OpenAttempt) => {
    const place = placement.slots.get(slotId(attempt.serverId, attempt.slot))
    const job = place?.running?.job.id === attempt.jobId ? place.running.job : place?.next
    return job ? { work: job.work } : null
  }
  const freeSlot = (id: string, jobId: string, seconds: number | null) => {
    const slot = placement.slots.get(id)
    if (!slot) return
    if (slot.next?.id === jobId) slot.next = null
    else if (slot.running?.job.id === jobId) {
      const { loading } = slot.running
      finishJob(placement, id, seconds === null ? null : Math.max(seconds - loading, seconds / 5), clock())
    }
  }
  /** What the end of an attempt says of its server. */
  const judge = (member: Member, end: AttemptEnd) => {
    if (end.state === 'abandoned' || (end.state === 'refused' && end.code === 'unreachable'))
      void member.distrust(end.reason).catch(onError)
    if (end.state === 'refused' && /^(missing|invalid|another|unauthorised)/.test(end.code)) member.forget()
    if (end.state === 'failed' && end.code === 'out-of-memory') coolDown(member)
  }
  /** All models leave the memory when it overflows. */
  const coolDown = ({ row }: Member) => {
    for (let slot = 0; slot < row.slots; slot += 1) {
      const known = placement.slots.get(slotId(row.id, slot))
      if (known) putServer(placement, known.server, [])
    }
  }
  const onError = (error: unknown) => log.warn({ err: error }, 'the generation pool met an error')

  /** Goes on with what was under way when another process led. */
  const adopt = async () => {
    const held = new Set([...members.values()].flatMap(({ attempts }) => [...attempts.keys()]))
    const open = await adoptOpen(database, [...held])
    placeServers()
    for (const one of open) {
      const { attempt, job } = one
      const member = members.get(attempt.serverId) ?? (await reopen(attempt.serverId))
      const generation = await database
        .selectFrom('generation')
        .select(['preset', 'kind'])
        .where('id', '=', attempt.generationId)
        .executeTakeFirstOrThrow()
      const preset = presets.get(generation.preset)
      const place = slotId(attempt.serverId, attempt.slot)
      if (preset && placement.slots.has(place) && !placement.slots.get(place)?.next) {
        const queuedAt = Date.parse(job.createdAt) / 1000
        queueJob(placement, {
          id: job.id,
          kind: jobKindOf(preset, generation.kind, []),
          user: job.ownerId,
          priority: job.priority,
          queuedAt,
          work: workOf(preset, generation.kind),
        })
        startJob(placement, job.id, place, clock())
      }
      follow(member, one, false)
    }
  }
  /** A server that was deleted while it had something to do. */
  const reopen = async (id: string): Promise<Member> => {
    const row = await database.selectFrom('generationServer').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const member = await openMember({ ...parts, changed: () => need({ decide: true }) }, { ...row, state: 'off' })
    members.set(id, member)
    return member
  }

  const work = async () => {
    await readServers()
    await adopt()
    const speeds = setInterval(() => void saveSpeeds().catch(onError), speedsEvery)
    const stop = () => wake()
    signal.addEventListener('abort', stop)
    try {
      while (!signal.aborted) {
        const now = todo
        todo = { jobs: false, servers: false, decide: false }
        try {
          if (now.servers) {
            await readServers()
            await takeUpBroken()
          }
          if (now.jobs || now.servers) {
            placeServers()
            await readJobs()
          }
          if (now.jobs || now.servers || now.decide) await act()
        } catch (error) {
          if (signal.aborted) break
          onError(error)
          await new Promise(resolve => setTimeout(resolve, 500))
          todo = { jobs: true, servers: true, decide: true }
        }
        if (!todo.jobs && !todo.servers && !todo.decide && !signal.aborted) await new Promise<void>(resolve => (wake = resolve))
      }
    } finally {
      signal.removeEventListener('abort', stop)
      clearInterval(speeds)
      if (nextTimer) clearTimeout(nextTimer)
      await Promise.allSettled([...running])
      await saveSpeeds().catch(onError)
      await Promise.allSettled([...members.values()].map(member => member.close()))
    }
  }
  const saveSpeeds = async () => {
    for (const { row } of members.values()) if (row.slots > 0) await rememberSpeeds(database, placement, row)
  }

  return {
    jobsChanged: () => need({ jobs: true }),
    serversChanged: () => need({ servers: true }),
    cancelled: jobId => {
      for (const { attempts } of members.values())
        for (const attempt of attempts.values())
          if (attempt.jobId === jobId) {
            attempt.wish = { kind: 'cancel' }
            attempt.wake()
          }
      need({ jobs: true })
    },
    ended: work(),
  }
}
