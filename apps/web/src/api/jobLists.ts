import type { Job } from '@storycanvas/api'
import type { InfiniteData } from '@tanstack/react-query'

export type JobFilter = {
  state?: Job['state']
  /** `true` for what waits or runs. */
  open?: 'true' | 'false'
  order?: 'newest' | 'turn'
  kind?: string
  projectId?: string
}

export type JobPages = InfiniteData<{ items: Job[]; nextCursor: string | null }>

export const isOpen = ({ state }: Job) => state === 'queued' || state === 'running'

const fits = (job: Job, { state, open, kind, projectId }: JobFilter) =>
  (!state || state === job.state) &&
  (!open || isOpen(job) === (open === 'true')) &&
  (!kind || kind === job.kind) &&
  (!projectId || projectId === job.projectId)

/** The same pages with other jobs in them: as many on each as before, the rest on the last. */
function withItems(pages: JobPages, items: readonly Job[]): JobPages {
  let from = 0
  const cut = pages.pages.map((page, at) => {
    const to = at === pages.pages.length - 1 ? items.length : from + page.items.length
    const part = items.slice(from, to)
    from = to
    return { ...page, items: part }
  })
  return { ...pages, pages: cut }
}

export const itemsOf = (pages: JobPages): Job[] => pages.pages.flatMap(page => page.items)

/** A list of jobs with this one brought up to date, added when it is new, left out when it no longer fits the filter. */
export function withJob(pages: JobPages, job: Job, filter: JobFilter): JobPages {
  const items = itemsOf(pages)
  const known = items.findIndex(item => item.id === job.id)
  if (!fits(job, filter)) return known === -1 ? pages : withItems(pages, items.toSpliced(known, 1))
  if (known === -1) {
    if (filter.order !== 'turn') return withItems(pages, [job, ...items])
    // Behind a page that is not loaded yet nobody knows what stands before it.
    return pages.pages.at(-1)?.nextCursor ? pages : withItems(pages, runningFirst([...items, job]))
  }
  const changed = items.with(known, job)
  return withItems(pages, filter.order === 'turn' ? runningFirst(changed) : changed)
}

const runningFirst = (items: Job[]) => items.toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running'))

/** A list in the order of turn with a waiting job put behind another one, or before all that wait. */
export function withJobMoved(pages: JobPages, id: string, after: string | null): JobPages {
  const items = itemsOf(pages)
  const job = items.find(item => item.id === id)
  if (!job) return pages
  const rest = items.filter(item => item.id !== id)
  const firstWaiting = rest.findIndex(item => item.state === 'queued')
  const at = after === null ? (firstWaiting === -1 ? rest.length : firstWaiting) : rest.findIndex(item => item.id === after) + 1
  const { priority } = (after === null ? rest[firstWaiting] : rest[at - 1]) ?? job
  return withItems(pages, rest.toSpliced(at, 0, { ...job, priority }))
}

/** Where a waiting job goes when it is moved one step among those that wait; undefined at the ends. */
export function jobStep(items: readonly Job[], id: string, step: -1 | 1): string | null | undefined {
  const waiting = items.filter(({ state }) => state === 'queued').map(job => job.id)
  const at = waiting.indexOf(id)
  if (at === -1) return undefined
  if (step === 1) return waiting[at + 1]
  return at === 0 ? undefined : (waiting[at - 2] ?? null)
}
