import {
  createPool as createPlacement,
  decide,
  type Decision,
  finishJob,
  type Pool,
  putServer,
  queueJob,
  startJob,
} from '@storycanvas/placement'
import { holdAttempt, isStop, type Parts as HandParts } from '../attempts/hands.ts'
import { runAttempt, type Wish } from '../attempts/run.ts'
import type { AttemptEnd, OpenState } from '../attempts/states.ts'
import { adoptOpen, type OpenAttempt, storeIntent } from '../attempts/store.ts'
import { jobKindOf, slotId, workOf } from './kinds.ts'
import { createLine } from './line.ts'
import type { Member, MemberParts } from './member.ts'
import { createRoster } from './roster.ts'
import { rememberSpeeds } from './speeds.ts'
import { startWakingTime } from '../attempts/waking-time.ts'

export type DispatchParts = HandParts & Omit<MemberParts, 'changed' | 'waking'>
export type Dispatcher = {
  jobsChanged: () => void
  serversChanged: () => void
  /** What can run here has to be asked of each server anew. */
  presetsChanged: () => void
  cancelled: (jobId: string) => void
  /** Resolves when the signal has ended everything. */
  ended: Promise<void>
}

/** Sent ahead to a server whose job is about to end, so that it never stands still between two. */
const prefetchSeconds = 10
/** Milliseconds. */
const speedsEvery = 30_000
const pauseAfterTrouble = 500

/** Seconds on the placement's clock. */
const clock = () => Date.now() / 1000

/**
 * Gives jobs to servers for as long as this process leads. All that it knows is read from the database and from the servers; it
 * wakes when one of them changed, and never asks the database whether there is something to do.
 */
export function startDispatch(parts: DispatchParts): Dispatcher {
  const { database, log, presets, signal, times } = parts
  const waking = startWakingTime()
  const placement: Pool = createPlacement({ prefetchSeconds })
  const running = new Set<Promise<void>>()
  let todo = { jobs: true, servers: false, orphans: false, decide: true }
  let wake = () => {}
  const need = (what: Partial<typeof todo>) => {
    todo = { ...todo, ...what }
    wake()
  }
  const roster = createRoster({ ...parts, waking, changed: () => need({ jobs: true }) }, placement)
  const line = createLine({ database, presets, rows: roster.rows, readAgain: () => need({ jobs: true }) }, placement)
  const onError = (error: unknown) => log.warn({ err: error }, 'the generation pool met an error')

  const act = async () => {
    roster.place()
    const begun = decide(placement, clock()).flatMap(begin)
    // All of them, before the first that went wrong is heard: an intent on its way must not be taken for somebody else's.
    for (const one of await Promise.allSettled(begun)) if (one.status === 'rejected') throw one.reason
    if (begun.length > 0 && line.isRunningOut()) need({ jobs: true })
  }
  const begin = (decision: Decision): Promise<void>[] => {
    const [serverId = '', slot = '0'] = decision.serverId.split(' ')
    const member = roster.members.get(serverId)
    const job = decision.kind === 'preload' ? undefined : line.take(decision.jobId)
    if (!member || !job) return []
    startJob(placement, job.jobId, decision.serverId, clock())
    const stage = decision.kind === 'start' ? `sent to ${member.row.label}` : `next at ${member.row.label}`
    return [send(member, { jobId: job.jobId, generationId: job.generationId, serverId, slot: Number(slot), stage })]
  }
  const send = async (member: Member, intent: Parameters<typeof storeIntent>[1]) => {
    const free = () => freeSlot(slotId(intent.serverId, intent.slot), intent.jobId, null)
    const open = await storeIntent(database, intent).catch((error: unknown) => {
      free()
      throw error
    })
    if (open) follow(member, open, true)
    else free()
  }

  const follow = (member: Member, open: OpenAttempt, isNew: boolean) => {
    const { attempt, job } = open
    const place = slotId(attempt.serverId, attempt.slot)
    const startedAt = waking.now()
    const patience = patienceFor(open)
    let seconds: number | null = null
    const wish = (): Wish => {
      const asked = member.attempts.get(attempt.id)?.wish ?? { kind: 'go-on' }
      if (asked.kind !== 'go-on' || waking.now() - startedAt < patience) return asked
      return { kind: 'move', code: 'stalled', reason: `It did not end within ${Math.round(patience / 1000)} s.` }
    }
    const onEnd = (end: AttemptEnd, took: number | null) => {
      seconds = took
      judge(member, end)
    }
    const held = holdAttempt(parts, open, {
      provider: member.provider,
      signal,
      waking,
      wish,
      onEnd,
      lookWithin: times.attempt.lookWithin,
    })
    const standing = {
      state: attempt.state as OpenState,
      isNew,
      findsByOurId: member.provider.abilities.findsByOurId,
      hasRemoteId: attempt.remoteId !== null,
    }
    member.attempts.set(attempt.id, { ...held, jobId: job.id, wish: { kind: job.state === 'running' ? 'go-on' : 'cancel' } })
    let brokeOff = false
    const one = runAttempt(held.hands, standing, times.attempt)
      .catch(async (error: unknown) => {
        if (isStop(error, signal)) return
        // Whatever broke here left the attempt open: it is taken up again from what was kept, once it is let go of.
        log.error({ err: error, attempt: attempt.id }, 'following an attempt broke off')
        await new Promise(resolve => setTimeout(resolve, pauseAfterTrouble))
        brokeOff = true
      })
      .finally(async () => {
        await held.stop()
        member.attempts.delete(attempt.id)
        running.delete(one)
        freeSlot(place, job.id, seconds)
        need(brokeOff ? { decide: true, orphans: true } : { decide: true })
      })
    running.add(one)
  }
  /** Milliseconds after which a job is taken for stuck. */
  const patienceFor = ({ attempt, job }: OpenAttempt) => {
    const slot = placement.slots.get(slotId(attempt.serverId, attempt.slot))
    const mine = slot?.running?.job.id === job.id ? slot.running.job : slot?.next
    return Math.max(times.leastStall, times.stallFactor * 30_000 * (mine?.work ?? 1))
  }
  const freeSlot = (id: string, jobId: string, seconds: number | null) => {
    const slot = placement.slots.get(id)
    if (slot?.next?.id === jobId) slot.next = null
    if (slot?.running?.job.id !== jobId) return
    // What the server tells holds the loading of models, which is no matter of speed.
    const { loading } = slot.running
    finishJob(placement, id, seconds === null ? null : Math.max(seconds - loading, seconds / 5), clock())
  }
  /** What the end of an attempt says of its server. */
  const judge = (member: Member, end: AttemptEnd) => {
    const isAway = end.state === 'abandoned' || (end.state === 'refused' && end.code === 'unreachable')
    if (isAway) void member.distrust(end.reason).catch(onError)
    if (end.state === 'refused' && /^(missing|invalid|another|unauthorised)/.test(end.code)) member.forget()
    if (end.state === 'failed' && end.code === 'out-of-memory') emptyMemory(member)
  }
  /** All models leave the memory when it overflows. */
  const emptyMemory = ({ row }: Member) => {
    for (let slot = 0; slot < row.slots; slot += 1) {
      const known = placement.slots.get(slotId(row.id, slot))
      if (known) putServer(placement, known.server, [])
    }
  }

  /** Goes on with what was under way when another process led, or when following it broke off here. */
  const adopt = async () => {
    const held = [...roster.members.values()].flatMap(({ attempts }) => [...attempts.keys()])
    const open = await adoptOpen(database, held)
    roster.place()
    for (const one of open) {
      // One that cannot be gone on with stays open, and is tried again with the strays.
      const member = await roster.find(one.attempt.serverId).catch(onError)
      if (!member) continue
      await takeSlot(one)
      follow(member, one, false)
    }
  }
  const takeSlot = async ({ attempt, job }: OpenAttempt) => {
    const {
      preset: id,
      kind,
      parameters,
    } = await database
      .selectFrom('generation')
      .select(['preset', 'kind', 'parameters'])
      .where('id', '=', attempt.generationId)
      .executeTakeFirstOrThrow()
    const [preset, slot] = [presets.get(id), placement.slots.get(slotId(attempt.serverId, attempt.slot))]
    if (!preset || !slot || slot.next || placement.jobs.has(job.id)) return
    const { ownerId: user, priority } = job
    const queuedAt = Date.parse(job.createdAt) / 1000
    const work = workOf(preset, kind, parameters)
    queueJob(placement, { id: job.id, kind: jobKindOf(preset, kind, []), user, priority, queuedAt, work })
    startJob(placement, job.id, slot.server.id, clock())
  }

  const turn = async (now: typeof todo) => {
    if (now.servers) await roster.read()
    if (now.orphans) await adopt()
    if (now.jobs || now.servers) {
      roster.place()
      await line.read()
    }
    await act()
  }
  const work = async () => {
    const speeds = setInterval(() => void saveSpeeds().catch(onError), speedsEvery)
    // Who led before may have stored an intent in the moment in which it lost the lead, after we took over the others.
    const strays = setInterval(() => need({ orphans: true }), times.adoptEvery)
    const stop = () => wake()
    signal.addEventListener('abort', stop)
    try {
      await roster.read()
      await adopt()
      while (!signal.aborted) {
        const now = todo
        todo = { jobs: false, servers: false, orphans: false, decide: false }
        try {
          if (Object.values(now).some(Boolean)) await turn(now)
        } catch (error) {
          onError(error)
          await new Promise(resolve => setTimeout(resolve, pauseAfterTrouble))
          todo = { jobs: true, servers: true, orphans: true, decide: true }
        }
        if (Object.values(todo).some(Boolean) || signal.aborted) continue
        await new Promise<void>(resolve => (wake = resolve))
      }
    } finally {
      signal.removeEventListener('abort', stop)
      clearInterval(speeds)
      clearInterval(strays)
      line.close()
      await Promise.allSettled([...running])
      await saveSpeeds().catch(onError)
      await roster.close()
      waking.stop()
    }
  }
  const saveSpeeds = async () => {
    for (const row of roster.rows()) if (row.slots > 0) await rememberSpeeds(database, placement, row)
  }
  const cancelled = (jobId: string) => {
    for (const { attempts } of roster.members.values())
      for (const attempt of attempts.values())
        if (attempt.jobId === jobId) {
          attempt.wish = { kind: 'cancel' }
          attempt.wake()
        }
    need({ jobs: true })
  }
  return {
    jobsChanged: () => need({ jobs: true }),
    serversChanged: () => need({ servers: true }),
    presetsChanged() {
      for (const member of roster.members.values()) member.forget()
      need({ jobs: true })
    },
    cancelled,
    ended: work(),
  }
}
