import { resumableUploads, type Upload as KnownUpload, type Video } from '@storycanvas/api'
import { useSyncExternalStore } from 'react'
import { keys } from '../queries.ts'
import { queryClient, server, session } from '../server.ts'
import { type Sending, sendInPieces } from './send.ts'
import { fingerprintOf } from './title.ts'

export type Upload = {
  id: number
  name: string
  bytes: number
  sent: number
  /** At the pace since it last went on; null until that can be told. */
  secondsLeft: number | null
  state:
    | { kind: 'waiting' }
    | { kind: 'sending' }
    | { kind: 'paused' }
    | { kind: 'checking' }
    | { kind: 'done'; video: Video }
    | { kind: 'failed'; error: unknown }
}

/** More at once would only share the same line. */
const atOnce = 3

let uploads: readonly Upload[] = []
let nextId = 1
const under = new Map<number, { sending: Sending; fingerprint: string }>()
/** What did not get there, to try again. */
const failed = new Map<number, File>()
const listeners = new Set<() => void>()

function set(next: readonly Upload[]) {
  uploads = next
  for (const listener of listeners) listener()
}
const change = (id: number, fields: Partial<Upload>) =>
  set(uploads.map(upload => (upload.id === id ? { ...upload, ...fields } : upload)))
const stateOf = (id: number) => uploads.find(upload => upload.id === id)?.state.kind

/** All uploads of this tab. They go on while one looks at other pages. */
export const useUploads = () =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => uploads,
  )

const isOpen = ({ state }: Upload) => state.kind !== 'done' && state.kind !== 'failed'

addEventListener('beforeunload', event => {
  if (uploads.some(isOpen)) event.preventDefault()
})

/** Whether this tab is at work on a file with this fingerprint. */
export const isUnderWay = (fingerprint: string) => [...under.values()].some(one => one.fingerprint === fingerprint)

/** Sends files; one of which the server has a part already goes on from there. */
export async function startUploads(files: readonly File[]) {
  const known = await server.listUploads().then(
    ({ items }) => items,
    () => [],
  )
  for (const file of files) begin(file, known)
}

function begin(file: File, known: readonly KnownUpload[]) {
  const fingerprint = fingerprintOf(file)
  if (isUnderWay(fingerprint)) return
  const id = nextId++
  const earlier = known.find(one => one.fingerprint === fingerprint && one.bytes === file.size)
  const sent = earlier?.received ?? 0
  const sending = sendInPieces(file, earlier?.id ?? null, {
    onSent: bytes => change(id, { sent: bytes, secondsLeft: secondsLeft(id, file.size, bytes) }),
    onWhole: () => change(id, { state: { kind: 'checking' } }),
    onDone: videoId => void done(id, videoId),
    onFailed: error => {
      failed.set(id, file)
      ended(id, { state: { kind: 'failed', error } })
    },
  })
  under.set(id, { sending, fingerprint })
  set([...uploads, { id, name: file.name, bytes: file.size, sent, secondsLeft: null, state: { kind: 'waiting' } }])
  startWaiting()
}

/** When each last went on, and how much had come by then. */
const went = new Map<number, { at: number; sent: number }>()

function secondsLeft(id: number, bytes: number, sent: number): number | null {
  const since = went.get(id)
  if (!since || sent <= since.sent) return null
  const perSecond = (sent - since.sent) / Math.max(0.5, (Date.now() - since.at) / 1000)
  return (bytes - sent) / perSecond
}

async function done(id: number, videoId: string) {
  try {
    ended(id, { state: { kind: 'done', video: await server.getVideo({ params: { id: videoId } }) } })
  } catch (error) {
    ended(id, { state: { kind: 'failed', error } })
  }
  await queryClient.invalidateQueries({ queryKey: keys.videos })
}

function ended(id: number, fields: Partial<Upload>) {
  under.delete(id)
  change(id, fields)
  void queryClient.invalidateQueries({ queryKey: keys.uploads })
  startWaiting()
}

function startWaiting() {
  const active = uploads.filter(({ state }) => state.kind === 'sending' || state.kind === 'checking').length
  const next = uploads.filter(({ state }) => state.kind === 'waiting').slice(0, Math.max(0, atOnce - active))
  for (const { id, sent } of next) {
    went.set(id, { at: Date.now(), sent })
    change(id, { state: { kind: 'sending' }, secondsLeft: null })
    under.get(id)?.sending.start()
  }
}

export function pauseUpload(id: number) {
  if (stateOf(id) === 'sending') under.get(id)?.sending.pause()
  change(id, { state: { kind: 'paused' } })
  startWaiting()
}

export function resumeUpload(id: number) {
  change(id, { state: { kind: 'waiting' } })
  startWaiting()
}

/** Sends a file once more that did not get there; what the server has of it is not sent again. */
export function retryUpload(id: number) {
  const file = failed.get(id)
  if (!file) return
  dismissUpload(id)
  void startUploads([file])
}

/** Whether the file is still at hand; one that got there and could not be looked up needs no second try. */
export const canRetry = (id: number): boolean => failed.has(id)

/** Stops an upload that is under way, here and on the server, and takes it off the list. */
export function dismissUpload(id: number) {
  const sending = under.get(id)?.sending
  under.delete(id)
  failed.delete(id)
  set(uploads.filter(upload => upload.id !== id))
  startWaiting()
  void sending
    ?.cancel()
    .catch(() => undefined)
    .then(() => queryClient.invalidateQueries({ queryKey: keys.uploads }))
}

/** Throws away what has come of an upload that this tab does not send. */
export async function forgetUpload(uploadId: string) {
  await fetch(`${resumableUploads}/${uploadId}`, {
    method: 'DELETE',
    headers: { 'tus-resumable': '1.0.0', authorization: `Bearer ${await session.accessToken()}` },
  })
  await queryClient.invalidateQueries({ queryKey: keys.uploads })
}
