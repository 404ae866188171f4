import { setTimeout as pause } from 'node:timers/promises'
import { ClientFrame, type ServerFrame } from '@storycanvas/api'
import type { WebSocket } from 'ws'
import { type Notice, projectTopic } from '../platform/bus/publish.ts'
import type { Database } from '../platform/database/database.ts'
import { createSlots } from '../platform/jobs/slots.ts'
import type { AccountActor } from '../platform/policy/actor.ts'
import { mayHear } from './may-hear.ts'
import { createDesk } from './desk.ts'
import { createPresence } from './presence.ts'
import { isSignedIn } from './signed-in.ts'
import { createSubscription, type Subscription } from './subscription.ts'

/** Bytes that may wait for a reader. When they do not go out in time its line is cut, and it resumes by sequence number. */
const waitingLimit = 1024 * 1024
const patienceMs = 5000
const topicLimit = 50
const framesPerSecond = 20
/** Readings and writings of texts that may wait for those before them. */
const deskLimit = 200

/** Closing codes of our own. */
export const closing = { tooSlow: 4008, tooMany: 4029, badFrame: 4400, signedOut: 4401, restarting: 1012 } as const

type Parts = { database: Database; socket: WebSocket; actor: AccountActor; onSlow: () => void; onError: (error: unknown) => void }

/** One browser's line: its topics, and what it sends. */
export function createConnection({ database, socket, actor, onSlow, onError }: Parts) {
  const topics = new Map<string, Subscription>()
  const reading = createSlots(1)
  let allowance = framesPerSecond
  let alive = true
  const refill = setInterval(() => {
    allowance = framesPerSecond
  }, 1000)

  /** Resolves when there is room for more, so that nothing piles up here for who reads slowly. */
  const send = async (frame: ServerFrame) => {
    if (socket.readyState !== socket.OPEN) return
    const sent = new Promise<void>(resolve => socket.send(JSON.stringify(frame), () => resolve()))
    if (socket.bufferedAmount < waitingLimit) return
    const outcome = await Promise.race([sent, pause(patienceMs, 'late' as const, { ref: false })])
    if (outcome !== 'late') return
    onSlow()
    socket.close(closing.tooSlow, 'reads too slowly; subscribe again with the last sequence')
  }

  /** What is passing is not worth waiting for: a reader who lags goes without. */
  const whisper = (frame: ServerFrame) => {
    if (socket.bufferedAmount < waitingLimit) void send(frame)
  }

  const subscribe = async (topic: string, after: number | undefined) => {
    topics.get(topic)?.close()
    topics.delete(topic)
    if (topics.size >= topicLimit) return send({ type: 'refused', topic })
    const subscription = createSubscription(database, topic, send, work => reading.within(work), onError)
    // It counts before it is known whether it may be: whoever is taken out of the project meanwhile is asked again.
    topics.set(topic, subscription)
    const allowed = await mayHear(database, actor, topic)
    if (topics.get(topic) !== subscription) return
    if (allowed) return subscription.open(after)
    topics.delete(topic)
    await send({ type: 'refused', topic })
  }

  const presence = createPresence(database, actor, onError)
  const desk = createDesk(database, actor, send)
  const dealing = createSlots(1)
  let waiting = 0
  /** One after the other, in the order in which they came: a line takes one connection of the database, not twenty. */
  const atDesk = async (work: () => Promise<void>) => {
    if (waiting >= deskLimit) return socket.close(closing.tooMany, 'too many texts at once')
    waiting += 1
    try {
      await dealing.within(work)
    } finally {
      waiting -= 1
    }
  }

  const receive = async (data: unknown) => {
    allowance -= 1
    if (allowance < 0) return socket.close(closing.tooMany, 'too many frames a second')
    const frame = readFrame(data)
    if (!frame) return socket.close(closing.badFrame, 'not a frame of this protocol')
    switch (frame.type) {
      case 'subscribe':
        return subscribe(frame.topic, frame.after)
      case 'unsubscribe':
        topics.get(frame.topic)?.close()
        topics.delete(frame.topic)
        return presence.left(frame.topic)
      case 'ping':
        return send({ type: 'pong' })
      case 'here':
        if (topics.has(projectTopic(frame.projectId))) await presence.here(frame.projectId, frame.place)
        return
      case 'text-read':
        return atDesk(() => desk.read(frame))
      case 'text-write':
        return atDesk(() => desk.write(frame))
    }
  }

  /**
   * Who may hear less than before hears nothing at all of these topics until it is known what they still may: what comes right
   * behind the word that they were taken out, or that a film is private now, must not slip through.
   */
  const askAgain = (asked: readonly string[]) => {
    const held = asked.flatMap(topic => {
      const subscription = topics.get(topic)
      subscription?.hold()
      return subscription ? [{ topic, subscription }] : []
    })
    const ask = async () => {
      for (const { topic, subscription } of held) {
        if (await mayHear(database, actor, topic)) {
          subscription.release()
          continue
        }
        subscription.close()
        if (topics.get(topic) !== subscription) continue
        topics.delete(topic)
        await presence.left(topic)
        await send({ type: 'refused', topic })
      }
    }
    ask().catch((error: unknown) => {
      onError(error)
      // Nothing of what is held back may be sent, nor be missed: the line is opened anew.
      socket.close(closing.restarting, 'it is not known what may be heard')
    })
  }

  /** For what no notice tells: that happened before the line was there, while none was heard, or by the clock. */
  const askWhetherSignedIn = () =>
    isSignedIn(database, actor)
      .then(isIn => isIn || socket.close(closing.signedOut, 'signed out'))
      .catch(onError)
  void askWhetherSignedIn()

  socket.on('message', (data, isBinary) => void receive(isBinary ? null : data).catch(onError))
  socket.on('pong', () => {
    alive = true
  })
  socket.on('error', onError)
  socket.on('close', () => {
    clearInterval(refill)
    for (const subscription of topics.values()) subscription.close()
    topics.clear()
    presence.gone().catch(onError)
  })

  return {
    actor,
    hear(notice: Notice | { kind: 'reconnected' }) {
      if (notice.kind === 'reconnected') {
        for (const subscription of topics.values()) subscription.grown()
        void askWhetherSignedIn()
        askAgain([...topics.keys()])
      }
      if (notice.kind === 'grown') topics.get(notice.topic)?.grown()
      if (notice.kind === 'passing' && topics.get(notice.topic)?.isHeld() === false && !presence.isOwn(notice.event)) {
        whisper({ type: 'ephemeral', topic: notice.topic, event: notice.event })
        presence.heard(notice.event).catch(onError)
      }
      if (notice.kind === 'session-ended' && actor.via.kind === 'session' && actor.via.id === notice.sessionId)
        socket.close(closing.signedOut, 'signed out')
      if (notice.kind === 'key-withdrawn' && actor.via.kind === 'api-key' && actor.via.id === notice.keyId)
        socket.close(closing.signedOut, 'the API key was withdrawn')
      if (notice.kind === 'membership' && notice.accountId === actor.id) askAgain([...topics.keys()])
      if (notice.kind === 'narrowed') askAgain(notice.topics)
    },
    /** Ends a line that did not answer the beat before. */
    beat() {
      if (!alive) return socket.terminate()
      alive = false
      socket.ping()
      if (actor.via.kind === 'api-key') void askWhetherSignedIn()
      presence.beat().catch(onError)
    },
    close: () => socket.close(closing.restarting, 'the server is restarting'),
  }
}
export type Connection = ReturnType<typeof createConnection>

function readFrame(data: unknown): ClientFrame | null {
  try {
    const parsed = ClientFrame.safeParse(JSON.parse(String(data)))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
