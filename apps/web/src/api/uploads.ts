import { contract, type Problem, ProblemError, type Video } from '@storycanvas/api'
import { useSyncExternalStore } from 'react'
import { keys } from './queries.ts'
import { queryClient, session } from './server.ts'

export type Upload = {
  id: number
  name: string
  bytes: number
  sent: number
  state: { kind: 'sending' } | { kind: 'checking' } | { kind: 'done'; video: Video } | { kind: 'failed'; error: unknown }
}

let uploads: readonly Upload[] = []
let nextId = 1
const under = new Map<number, XMLHttpRequest>()
const listeners = new Set<() => void>()

function set(next: readonly Upload[]) {
  uploads = next
  for (const listener of listeners) listener()
}
const change = (id: number, fields: Partial<Upload>) =>
  set(uploads.map(upload => (upload.id === id ? { ...upload, ...fields } : upload)))

/** All uploads of this tab. They go on while one looks at other pages. */
export const useUploads = () =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => uploads,
  )

addEventListener('beforeunload', event => {
  if (under.size > 0) event.preventDefault()
})

export async function startUpload(file: File) {
  const id = nextId++
  set([...uploads, { id, name: file.name, bytes: file.size, sent: 0, state: { kind: 'sending' } }])
  try {
    const video = await send(id, file, await session.accessToken())
    change(id, { state: { kind: 'done', video } })
  } catch (error) {
    if (uploads.some(upload => upload.id === id)) change(id, { state: { kind: 'failed', error } })
  }
  await queryClient.invalidateQueries({ queryKey: keys.videos })
}

/** Stops an upload that is under way and takes it off the list. */
export function dismissUpload(id: number) {
  set(uploads.filter(upload => upload.id !== id))
  under.get(id)?.abort()
}

/** By XMLHttpRequest, since fetch does not tell how much of a body has been sent. */
function send(id: number, file: File, token: string | null): Promise<Video> {
  const { path, method } = contract.uploadVideo
  const request = new XMLHttpRequest()
  under.set(id, request)
  return new Promise<Video>((resolve, reject) => {
    request.open(method, path)
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded }) => change(id, { sent: loaded })
    request.upload.onload = () => change(id, { sent: file.size, state: { kind: 'checking' } })
    request.onload = () => {
      const isProblem = request.getResponseHeader('content-type')?.startsWith('application/problem+json')
      if (request.status < 300) resolve(request.response as Video)
      else if (isProblem) reject(new ProblemError(request.response as Problem))
      else reject(new Error(`The server answered ${request.status} ${request.statusText}`))
    }
    request.onerror = () => reject(new TypeError('The upload did not get through'))
    request.onabort = () => reject(new Error('Cancelled'))
    const form = new FormData()
    form.set('title', titleOf(file.name))
    form.set('file', file, file.name)
    request.send(form)
  }).finally(() => under.delete(id))
}

/** A file name as a title: without its ending, at most as long as the server takes. */
export const titleOf = (fileName: string) =>
  fileName
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll('_', ' ')
    .trim()
    .slice(0, 200) || 'Untitled'
