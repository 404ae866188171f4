import { Button, Center, EmptyState, Skeleton } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import type { Job } from '@storycanvas/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type DragEvent, type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import { itemsOf, type JobFilter, jobStep } from '../../api/jobLists.ts'
import { jobsQuery, queueStatusQuery } from '../../api/queries.ts'
import { type Side, sideDown } from '../../fields/dropPlace.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { everything, nothing, only, reaching, remaining, type Selection, toggled } from '../board/selection.ts'
import { JobRow, type RowEvents, rowId } from './JobRow.tsx'
import { OutcomeList } from './OutcomeList.tsx'
import styles from './Queue.module.css'
import { SelectionBar } from './SelectionBar.tsx'
import { commandFor } from './keys.ts'
import { useJobs } from './useJobs.ts'
import { type Situation, whyWaiting } from './words.ts'

type Props = { label: string; filter: JobFilter; empty?: { title: string; description: string } }
type Drop = { id: string; side: Side }

/** Jobs that fit the filter, kept true by what the server reports. Without `empty` an empty list takes no room. */
export function JobList({ label, filter, empty }: Props) {
  const query = useInfiniteQuery(jobsQuery(filter))
  const { data: status } = useQuery(queueStatusQuery)
  const jobs = useJobs()
  const [held, select] = useState<Selection>(nothing)
  const [over, setOver] = useState<Drop | null>(null)
  const dragged = useRef<string | null>(null)
  const items = query.data ? itemsOf(query.data) : []
  const order = items.map(({ id }) => id)
  const selection = remaining(held, order)
  const chosen = items.filter(({ id }) => selection.ids.has(id))
  const whys = reasons(items, status)
  const end = useMore(query)
  useKeepInView(selection.focus)

  function key(event: KeyboardEvent) {
    const { focus } = selection
    const at = focus ? order.indexOf(focus) : -1
    const goTo = (id: string | undefined) => id && select(event.shiftKey ? reaching(selection, id, order) : only(id))
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null
    const command = commandFor(event.key, chosen)
    if (step && event.altKey) move(focus, step)
    else if (step) goTo(at === -1 ? order[0] : order[at + step])
    else if (event.key === 'Home') goTo(order[0])
    else if (event.key === 'End') {
      goTo(order.at(-1))
      if (query.hasNextPage) void query.fetchNextPage()
    } else if (event.key === ' ' && focus) select(toggled(selection, focus))
    else if (event.key === 'Escape') select(nothing)
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) select(everything(order, selection))
    else if (command) void jobs.command(command, chosen)
    else return
    event.preventDefault()
  }
  function move(id: string | null, step: -1 | 1) {
    const after = id ? jobStep(items, id, step) : undefined
    if (id && after !== undefined) void jobs.move(id, after)
  }
  function drop(job: Job, event: DragEvent<HTMLElement>) {
    const id = dragged.current
    dragged.current = null
    setOver(null)
    if (!id || id === job.id) return
    const waiting = items.filter(one => one.state === 'queued' && one.id !== id)
    const at = waiting.findIndex(one => one.id === job.id)
    void jobs.move(id, sideDown(event) === 'after' ? job.id : (waiting[at - 1]?.id ?? null))
  }
  const events: RowEvents = {
    onPick(job, event) {
      if ((event.target as Element).closest('a, button')) return
      select(picked(selection, job.id, event, order))
    },
    onCancel: job => void jobs.command('cancel', [job]),
    onRetry: job => void jobs.command('retry', [job]),
    onDragStart(job, event) {
      dragged.current = job.id
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', job.title)
    },
    onDragOver(job, event) {
      if (!dragged.current || job.state !== 'queued' || filter.order !== 'turn') return
      event.preventDefault()
      const side = sideDown(event)
      setOver(old => (old?.id === job.id && old.side === side ? old : { id: job.id, side }))
    },
    onDrop: drop,
  }
  // The same functions each time, so that a job's progress renders its own row and no other.
  const latest = useRef(events)
  latest.current = events
  const [forwarded] = useState(() => forwarding(latest))

  if (query.error && !query.data) return <Complaint error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Skeleton h={120} />
  if (items.length === 0 && jobs.outcomes === null) return empty ? <EmptyState {...empty} /> : null
  return (
    <section aria-label={label} className={styles.section}>
      <h2 className={styles.heading}>{label}</h2>
      {jobs.outcomes && <OutcomeList outcomes={jobs.outcomes} onClose={jobs.forget} />}
      {chosen.length > 0 && (
        <SelectionBar
          chosen={chosen}
          isBusy={jobs.isBusy}
          onCommand={what => void jobs.command(what, chosen)}
          onFirst={() => void jobs.move(chosen[0]!.id, null)}
          onNone={() => select(nothing)}
        />
      )}
      <div
        role="grid"
        aria-label={label}
        aria-multiselectable
        aria-activedescendant={selection.focus ? rowId(selection.focus) : undefined}
        className={styles.grid}
        tabIndex={0}
        onKeyDown={event => event.target === event.currentTarget && key(event)}
        onDragEnd={() => setOver(null)}
      >
        {items.map((job, at) => (
          <JobRow
            key={job.id}
            job={job}
            why={whys.get(job.id) ?? ''}
            index={at + 1}
            selected={selection.ids.has(job.id)}
            focused={selection.focus === job.id}
            dropSide={over?.id === job.id ? over.side : null}
            {...forwarded}
          />
        ))}
      </div>
      {query.hasNextPage && (
        <Center ref={end}>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </Center>
      )}
    </section>
  )
}

function picked(selection: Selection, id: string, event: MouseEvent, order: readonly string[]): Selection {
  if (event.shiftKey) return reaching(selection, id, order)
  if (event.ctrlKey || event.metaKey) return toggled(selection, id)
  return only(id)
}

function reasons(items: readonly Job[], status: Omit<Situation, 'before'> | undefined): Map<string, string> {
  const waiting = items.filter(({ state }) => state === 'queued')
  const situation = { paused: status?.paused ?? false, workers: status?.workers ?? [] }
  // Before the counts are there, nothing is said rather than something wrong.
  if (!status) return new Map()
  return new Map(waiting.map((job, before) => [job.id, whyWaiting(job, { ...situation, before })]))
}

const forwarding = (latest: { readonly current: RowEvents }): RowEvents => ({
  onPick: (...args) => latest.current.onPick(...args),
  onCancel: job => latest.current.onCancel(job),
  onRetry: job => latest.current.onRetry(job),
  onDragStart: (...args) => latest.current.onDragStart(...args),
  onDragOver: (...args) => latest.current.onDragOver(...args),
  onDrop: (...args) => latest.current.onDrop(...args),
})

/** Loads the next page as soon as the end of the list comes into view. */
function useMore({ hasNextPage, isFetchingNextPage, fetchNextPage }: ReturnType<typeof useInfiniteQuery>) {
  const { ref, entry } = useIntersection({ rootMargin: '400px' })
  const isNear = entry?.isIntersecting ?? false
  useEffect(() => {
    if (isNear && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [isNear, hasNextPage, isFetchingNextPage, fetchNextPage])
  return ref
}

/** Brings the job that has the keyboard into the window. */
function useKeepInView(focus: string | null) {
  useEffect(() => {
    if (focus) document.getElementById(rowId(focus))?.scrollIntoView({ block: 'nearest' })
  }, [focus])
}
