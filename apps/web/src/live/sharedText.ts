import type { ClientFrame } from '@storycanvas/api'
import * as Y from 'yjs'
import type { Answer } from '../api/realtime/line.ts'
import { fromBase64, toBase64 } from './base64.ts'
import { rewrite } from './rewrite.ts'

/** Changes that come from elsewhere; everything else was done here. */
export const remote = Symbol('from the server')

export type TextState = 'reading' | 'saved' | 'unsaved' | 'refused'

export type TextParts = {
  field: string
  /** Asks the server; rejects when the line drops or no answer comes. */
  ask: (frame: TextFrame) => Promise<Answer>
  /** Keeps what the server does not have yet, through a reload too. */
  unsent: { read: () => Promise<Uint8Array | null>; write: (state: Uint8Array) => void; clear: () => void }
  /** Runs `work` after so many milliseconds. */
  later: (work: () => void, ms: number) => void
  onState?: (state: TextState, reason: string | null) => void
}

type Read = Extract<ClientFrame, { type: 'text-read' }>
type Write = Extract<ClientFrame, { type: 'text-write' }>
export type TextFrame = Omit<Read, 'id'> | Omit<Write, 'id'>

/** What is typed within this is one update. */
const GATHER_MS = 150
const AGAIN_MS = 1500

/**
 * One text that several people write. What is typed here is shown at once, kept in the browser until the server has it in
 * its database, and sent as the difference to what the server is known to have: nothing is ever sent by halves, and a lost
 * frame costs no more than sending it again.
 */
export function createSharedText({ field, ask, unsent, later, onState }: TextParts) {
  const doc = new Y.Doc()
  /** The state vector that the server has for certain; null until it has been asked. */
  let known: Uint8Array | null = null
  /** Something may stand there that has not come here. */
  let mustRead = true
  let version = 0
  let keptVersion = 0
  let isBusy = false
  let isWaiting = false
  let isClosed = false
  let held: Uint8Array[] | null = null
  /** What was typed before the text had come, over what stood in the field then. */
  let early: { base: string; wanted: string } | null = null

  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    if (origin === remote || isClosed) return
    version += 1
    unsent.write(Y.encodeStateAsUpdate(doc))
    onState?.('unsaved', null)
    soon(GATHER_MS)
  })

  function soon(ms: number) {
    if (isWaiting) return
    isWaiting = true
    later(() => {
      isWaiting = false
      void settle()
    }, ms)
  }

  const take = (update: Uint8Array) => (held ? void held.push(update) : Y.applyUpdate(doc, update, remote))

  async function read() {
    mustRead = false
    const answer = await ask({ type: 'text-read', field, vector: toBase64(Y.encodeStateVector(doc)) })
    if (answer.type === 'text-refused') return refused(answer.reason)
    if (answer.type !== 'text-state') return false
    take(fromBase64(answer.update))
    known = fromBase64(answer.vector)
    enterEarly()
    return true
  }

  function enterEarly() {
    if (!early) return
    const { base, wanted } = early
    early = null
    rewrite(doc.getText('text'), base, wanted)
  }

  async function write() {
    const sent = version
    const vector = Y.encodeStateVector(doc)
    const update = toBase64(known ? Y.encodeStateAsUpdate(doc, known) : Y.encodeStateAsUpdate(doc))
    const answer = await ask({ type: 'text-write', field, update })
    if (answer.type === 'text-refused' && answer.code === 'conflict') {
      mustRead = true
      return true
    }
    if (answer.type === 'text-refused') return refused(answer.reason)
    known = vector
    keptVersion = sent
    return true
  }

  function refused(reason: string) {
    onState?.('refused', reason)
    return false
  }

  /** Reads what is missing here, sends what is missing there. */
  async function settle(): Promise<void> {
    if (isBusy || isClosed) return
    isBusy = true
    try {
      while (!isClosed && (mustRead || keptVersion < version)) if (!(await (mustRead ? read() : write()))) return
      if (isClosed) return
      unsent.clear()
      onState?.('saved', null)
    } catch {
      // The line dropped or the answer got lost: what the server has is asked anew.
      mustRead = true
      if (!isClosed) soon(AGAIN_MS)
    } finally {
      isBusy = false
    }
  }

  const opened = unsent.read().then(state => {
    if (!state || isClosed) return
    Y.applyUpdate(doc, state, remote)
    version += 1
  })

  return {
    field,
    doc,
    /** The line is open, or the text was changed past its document: the server is asked where it stands. */
    async refresh() {
      await opened
      mustRead = true
      await settle()
    },
    /** An update that the server told of. */
    heard(update: Uint8Array) {
      take(update)
      if (doc.store.pendingStructs === null && doc.store.pendingDs === null) return
      mustRead = true
      soon(0)
    },
    /** While somebody composes a letter of several strokes, nothing may move under their hands. */
    hold: () => void (held ??= []),
    release() {
      const waiting = held ?? []
      held = null
      for (const update of waiting) Y.applyUpdate(doc, update, remote)
    },
    isKept: () => keptVersion === version && !mustRead && !isBusy && early === null,
    isReady: () => known !== null,
    early: () => early?.wanted ?? null,
    /** Keeps what is typed until the text has come; `base` is what the field showed before. */
    typeEarly(base: string, wanted: string) {
      early = { base: early?.base ?? base, wanted }
      onState?.('unsaved', null)
    },
    close() {
      isClosed = true
      doc.destroy()
    },
  }
}
export type SharedText = ReturnType<typeof createSharedText>
