import type { ProjectTree } from '@storycanvas/api'
import { hear, say } from '../api/realtime/useTopic.ts'
import { keys } from '../api/queries.ts'
import { queryClient, server, session } from '../api/server.ts'
import { withPanels, withScene } from '../api/tree.ts'
import { fromBase64 } from './base64.ts'
import { createSharedText, type SharedText, type TextState } from './sharedText.ts'
import { openUnsent } from './unsent.ts'
import { createWire } from './wire.ts'

const later = (work: () => void, ms: number) => {
  const timer = setTimeout(work, ms)
  return () => clearTimeout(timer)
}

export type OpenText = {
  shared: SharedText
  state: TextState
  reason: string | null
  watchers: Set<() => void>
  /** Grows with everything that a field has to show. */
  version: number
  users: number
}
const open = new Map<string, OpenText>()
const projects = new Map<string, string>()

const wire = createWire({
  say,
  sendLong: (field, update) => server.writeText({ params: { id: projects.get(field) ?? '' }, body: { field, update } }),
  later,
})

const each = (work: (text: SharedText) => void) => {
  for (const { shared } of open.values()) work(shared)
}
hear({
  event(event) {
    if (event.kind === 'text') open.get(event.field)?.shared.heard(fromBase64(event.update))
    // Changed past its document, by the API or an undo: asking brings the change into the document.
    if (event.kind === 'changed') each(text => (event.what === 'project' || text.field.includes(event.id)) && void text.refresh())
  },
  answer: wire.answered,
  reset: () => each(text => void text.refresh()),
  state(state) {
    if (state === 'lost') wire.dropped()
    if (state === 'open') each(text => void text.refresh())
  },
})

const stores = new Map<string, ReturnType<typeof openUnsent>>()
/** What this account has not sent yet, in this browser. */
function unsentHere() {
  const account = session.account()?.id ?? 'nobody'
  const store = stores.get(account) ?? openUnsent(account)
  stores.set(account, store)
  return store
}

/** Opens a text, or joins those who have it open on this page; call `leave` for each. */
export function join(projectId: string, field: string): OpenText {
  const known = open.get(field)
  if (known) {
    known.users += 1
    return known
  }
  projects.set(field, projectId)
  const entry: Omit<OpenText, 'shared'> = { state: 'reading', reason: null, watchers: new Set(), version: 1, users: 1 }
  const shared = createSharedText({
    field,
    ask: wire.ask,
    unsent: unsentHere().of(field),
    later,
    onState(state, reason) {
      Object.assign(entry, { state, reason })
      entry.version += 1
      for (const watcher of entry.watchers) watcher()
      if (state === 'saved') closeUnused(field)
    },
  })
  const made = Object.assign(entry, { shared })
  open.set(field, made)
  void shared.refresh()
  return made
}

/** The text as it is open, if it is. */
export const opened = (field: string): OpenText | null => open.get(field) ?? null

const KEPT_WITHIN_MS = 15_000

/** Resolves once the server has all of a text that is open here. */
export function whenKept(field: string): Promise<void> {
  const text = open.get(field)
  if (!text || text.shared.isKept()) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      text.watchers.delete(look)
      callOff()
      if (error) reject(error)
      else resolve()
    }
    const look = () => text.state === 'saved' && settle()
    const callOff = later(
      () => settle(new Error('The text has not reached the server yet; it stays in this browser.')),
      KEPT_WITHIN_MS,
    )
    text.watchers.add(look)
  })
}

/** A text that nobody shows any more stays open until the server has everything. */
export function leave(field: string): void {
  const text = open.get(field)
  if (!text) return
  text.users -= 1
  showInTree(field, text)
  closeUnused(field)
}

/** What was written shows at once wherever the project's tree does. */
function showInTree(field: string, { shared }: OpenText) {
  const projectId = projects.get(field)
  const [of, id = '', column = ''] = field.split('.')
  if (!projectId || !shared.isReady() || column === 'dialogue') return
  const fields = { [column]: shared.doc.getText('text').toJSON() }
  queryClient.setQueryData<ProjectTree>(
    keys.tree(projectId),
    tree => tree && (of === 'scene' ? withScene(tree, id, fields) : withPanels(tree, new Map([[id, fields]]))),
  )
}

function closeUnused(field: string) {
  const text = open.get(field)
  if (!text || text.users > 0 || !text.shared.isKept()) return
  open.delete(field)
  text.shared.close()
}

/** Sends what an earlier visit typed without a network and could not send. */
export async function sendLeftovers(projectId: string): Promise<void> {
  for (const field of await unsentHere().fields()) {
    join(projectId, field)
    leave(field)
  }
}
