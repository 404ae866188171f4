import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { OutgoingClient } from '../platform/outgoing/client.ts'
import { OutgoingError } from '../platform/outgoing/error.ts'
import { type LocalServers, parseLocalServers } from '../platform/outgoing/target.ts'
import { signedHeaders } from './signature.ts'
import { secretPlace } from './webhooks.ts'

/** Seconds after each failed attempt: in all about a day and a half. */
const pauses = [5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600] as const
const longestAsked = 24 * 3600
const answerBytes = 16 * 1024
const times = { connect: 5000, idle: 10_000, total: 15_000 }
/** Deliveries that one process sends at once, and of these for one account: a receiver that is slow keeps up nobody else. */
const atOnce = 8
const atOnceForOne = 2
/** Who took a delivery and died has lost it after so many seconds. */
const claimSeconds = 60
const longestSleepMs = 30_000

type Parts = Pick<Context, 'database' | 'vault' | 'ear' | 'log' | 'config'> & { outgoing: OutgoingClient; pauseFactor?: number }

/**
 * Sends what is due, and sleeps until the next is, or until somebody says that there is more. At least once: a delivery may
 * come twice when this process dies before it has noted the answer; its id is the same then.
 */
export function startDeliveries({ pauseFactor = 1, ...parts }: Parts): { stop: () => Promise<void> } {
  const { database, ear, log } = parts
  // Not those of generation: anybody may make a webhook, and it must not reach a server that draws.
  const localServers = parseLocalServers(parts.config.webhookAllow)
  const stopping = new AbortController()
  let wake = () => {}
  let called = true
  const call = () => {
    called = true
    wake()
  }
  const deafen = ear.hear(({ kind }) => (kind === 'webhooks' || kind === 'reconnected') && call())

  const under = new Map<Promise<void>, string>()
  /** Accounts that have as many under way as one may have. */
  const busy = () => {
    const owners = Map.groupBy(under.values(), ownerId => ownerId)
    return [...owners].flatMap(([ownerId, { length }]) => (length >= atOnceForOne ? [ownerId] : []))
  }
  const begin = (one: Claimed) => {
    const ended = attempt(parts, localServers, pauseFactor, one, stopping.signal)
      .catch((error: unknown) => log.warn({ err: error, deliveryId: one.id }, 'a webhook could not be called'))
      .then(() => {
        under.delete(ended)
        call()
      })
    under.set(ended, one.ownerId)
  }

  const sleep = async () => {
    if (called || stopping.signal.aborted) return
    const inMs = under.size < atOnce ? await nextDue(database, busy()) : null
    const ms = Math.min(longestSleepMs, Math.max(20, inMs ?? longestSleepMs))
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (called) wake()
    })
  }

  const work = async () => {
    while (!stopping.signal.aborted) {
      called = false
      try {
        const claimed = under.size < atOnce ? await claim(database, atOnce - under.size, [...under.values()]) : []
        for (const one of claimed) begin(one)
        if (claimed.length === 0) await sleep()
      } catch (error) {
        log.warn({ err: error }, 'webhooks could not be delivered and will be tried again')
        await new Promise(resolve => setTimeout(resolve, 1000))
      }
    }
  }
  const running = work()
  return {
    async stop() {
      stopping.abort(new Error('the server is stopping'))
      deafen()
      call()
      await running
      await Promise.all(under.keys())
    },
  }
}

type Claimed = Awaited<ReturnType<typeof claim>>[number]

/** Milliseconds until something is due of an account that is not busy. */
async function nextDue(database: Context['database'], busy: readonly string[]): Promise<number | null> {
  const { rows } = await sql<{ inMs: number | null }>`
    select extract(epoch from min(d.next_attempt_at) - now()) * 1000 as in_ms
    from webhook_delivery d join webhook w on w.id = d.webhook_id
    where d.state = 'waiting' and w.owner_id <> all(${busy}::uuid[])`.execute(database)
  return rows[0]?.inMs ?? null
}

/** Takes what is due, of no account more than its share, `under` way counted in; nobody else takes it for a while. */
async function claim(database: Context['database'], most: number, under: readonly string[]) {
  const { rows } = await sql<{
    id: string
    webhookId: string
    ownerId: string
    event: string
    payload: unknown
    attempts: number
    createdAt: string
  }>`
    with due as (
      select d.id, d.next_attempt_at, w.owner_id, row_number() over (partition by w.owner_id order by d.next_attempt_at, d.id) as nth
      from webhook_delivery d join webhook w on w.id = d.webhook_id
      where d.state = 'waiting' and d.next_attempt_at <= now()),
    taken as (
      select id from webhook_delivery where state = 'waiting' and next_attempt_at <= now()
        and id in (
          select id from due where nth + (select count(*) from unnest(${under}::uuid[]) u (owner) where owner = owner_id) <= ${atOnceForOne}
          order by next_attempt_at limit ${most})
      for update skip locked)
    update webhook_delivery d set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${claimSeconds})
    from taken t, webhook w where d.id = t.id and w.id = d.webhook_id
    returning d.id, d.webhook_id, w.owner_id, d.event, d.payload, d.attempts, d.created_at`.execute(database)
  return rows
}

async function attempt(parts: Parts, localServers: LocalServers, factor: number, delivery: Claimed, signal: AbortSignal) {
  const { database } = parts
  const webhook = await database.selectFrom('webhook').selectAll().where('id', '=', delivery.webhookId).executeTakeFirstOrThrow()
  if (webhook.deletedAt !== null || (!webhook.enabled && delivery.event !== 'ping'))
    return note(database, delivery, { state: 'given-up', error: 'The webhook is switched off.' })
  const outcome = await send(parts, localServers, webhook, delivery, signal)
  if (signal.aborted) return note(database, delivery, { state: 'waiting', again: 0 })
  if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300)
    return note(database, delivery, { state: 'delivered', status: outcome.status })
  if (outcome.status === 410) {
    const disabledReason = 'The receiver answered 410 Gone.'
    await database.updateTable('webhook').set({ enabled: false, disabledReason }).where('id', '=', webhook.id).execute()
  }
  const pause = pauses[delivery.attempts - 1]
  if (pause === undefined || outcome.status === 410) return note(database, delivery, { state: 'given-up', ...outcome })
  return note(database, delivery, { state: 'waiting', ...outcome, again: Math.max(pause * factor, outcome.retryAfter) })
}

type Outcome = { status: number | null; error: string | null; retryAfter: number }
type WebhookRow = { id: string; ownerId: string; url: string; secret: string }

async function send(
  { outgoing, vault, log }: Parts,
  localServers: LocalServers,
  { id, ownerId, url, secret }: WebhookRow,
  { id: deliveryId, event, createdAt, payload }: Claimed,
  signal: AbortSignal,
): Promise<Outcome> {
  const body = JSON.stringify({ id: deliveryId, type: event, createdAt, data: payload })
  try {
    const headers = signedHeaders(
      await vault.open(secret, secretPlace(id, ownerId)),
      deliveryId,
      Math.floor(Date.now() / 1000),
      body,
    )
    const answer = await outgoing.fetch({
      ...{ url, method: 'POST', body, times, localServers, signal, maxBytes: answerBytes },
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'StoryCanvas webhooks' },
    })
    const isGood = answer.status >= 200 && answer.status < 300
    const said = isGood ? null : (await answer.text().catch(() => '')).slice(0, 500)
    answer.body.on('error', () => undefined).destroy()
    const asked = Number(answer.headers['retry-after'] ?? 0)
    return { status: answer.status, error: said, retryAfter: asked > 0 ? Math.min(asked, longestAsked) : 0 }
  } catch (error) {
    if (error instanceof OutgoingError || signal.aborted)
      return { status: null, error: error instanceof Error ? error.message : 'stopped', retryAfter: 0 }
    log.warn({ err: error, deliveryId }, 'a webhook could not be called')
    return { status: null, error: 'The server could not make this call; its log says why.', retryAfter: 0 }
  }
}

type Note = { state: 'waiting' | 'delivered' | 'given-up'; status?: number | null; error?: string | null; again?: number }

async function note(database: Context['database'], { id }: Claimed, { state, status = null, error = null, again = 0 }: Note) {
  // U+0000 and the like of a hostile answer are no text for the log.
  const shown = error?.toWellFormed().replaceAll('\u0000', '') ?? null
  await database
    .updateTable('webhookDelivery')
    .set({
      ...{ state, status, error: shown },
      nextAttemptAt: state === 'waiting' ? sql<string>`now() + make_interval(secs => ${again})` : null,
      ...(state === 'delivered' ? { deliveredAt: sql<string>`now()` } : {}),
    })
    .where('id', '=', id)
    .execute()
}

const month = 30 * 24 * 3600

/** The log is kept for a month. */
export const forgetOldDeliveries = (database: Context['database']) =>
  database
    .deleteFrom('webhookDelivery')
    .where('state', '<>', 'waiting')
    .where('createdAt', '<', sql<string>`now() - make_interval(secs => ${month})`)
    .execute()
