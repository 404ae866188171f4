import { ActionIcon, Progress } from '@mantine/core'
import type { Job } from '@storycanvas/api'
import { IconGripVertical, IconRefresh, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type DragEvent, memo, type MouseEvent } from 'react'
import { isOpen } from '../../api/jobLists.ts'
import { ago, spell } from '../../shell/humanTime.ts'
import { Mark } from '../../shell/Mark.tsx'
import styles from './Queue.module.css'
import { kindName, tones } from './words.ts'

export type RowEvents = {
  onPick: (job: Job, event: MouseEvent) => void
  onCancel: (job: Job) => void
  onRetry: (job: Job) => void
  onDragStart: (job: Job, event: DragEvent<HTMLElement>) => void
  onDragOver: (job: Job, event: DragEvent<HTMLElement>) => void
  onDrop: (job: Job, event: DragEvent<HTMLElement>) => void
}

type Props = RowEvents & {
  job: Job
  /** Why it waits, in words; empty when it does not. */
  why: string
  index: number
  selected: boolean
  focused: boolean
  dropSide: 'before' | 'after' | null
}

export const rowId = (jobId: string) => `job-${jobId}`

/** One job: what it is, how far or why not yet, and the way out. */
export const JobRow = memo(function JobRow({ job, why, index, selected, focused, dropSide, ...on }: Props) {
  const isWaiting = job.state === 'queued'
  return (
    <div
      id={rowId(job.id)}
      role="row"
      aria-rowindex={index}
      aria-selected={selected}
      className={styles.row}
      data-focused={focused || undefined}
      data-drop={dropSide ?? undefined}
      draggable={isWaiting}
      onClick={event => on.onPick(job, event)}
      onDragStart={event => on.onDragStart(job, event)}
      onDragOver={event => on.onDragOver(job, event)}
      onDrop={event => on.onDrop(job, event)}
    >
      <span role="gridcell" className={styles.grip}>
        {isWaiting && <IconGripVertical size={14} aria-hidden />}
      </span>
      <span role="gridcell" className={styles.what}>
        <span className={styles.title}>{job.title}</span>
        <Below job={job} why={why} />
      </span>
      <span role="gridcell" className={styles.kind}>
        {job.projectId ? (
          <Link to="/projects/$id/generate" params={{ id: job.projectId }} tabIndex={-1}>
            {kindName(job.kind)}
          </Link>
        ) : (
          kindName(job.kind)
        )}
      </span>
      <span role="gridcell" className={styles.state}>
        <Mark tone={job.paused && isWaiting ? 'warn' : tones[job.state]}>{stateWord(job)}</Mark>
        {isWaiting && job.priority !== 0 && (
          <span className={styles.priority} title="Priority">
            {job.priority > 0 ? '+' : '−'}
            {Math.abs(job.priority)}
          </span>
        )}
      </span>
      <span role="gridcell" className={styles.when}>
        {ago(job.finishedAt ?? job.startedAt ?? job.createdAt)}
      </span>
      <span role="gridcell" className={styles.ways}>
        {isOpen(job) && (
          <ActionIcon aria-label={`Cancel ${job.title}`} title="Cancel" onClick={() => on.onCancel(job)}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )}
        {(job.state === 'failed' || job.state === 'cancelled') && (
          <ActionIcon aria-label={`Try ${job.title} again`} title="Try again" onClick={() => on.onRetry(job)}>
            <IconRefresh size={16} aria-hidden />
          </ActionIcon>
        )}
      </span>
    </div>
  )
})

const stateWord = (job: Job) => {
  if (job.state !== 'queued') return job.state
  return job.paused ? 'held back' : 'waiting'
}

/** How far it is, why it waits, or why it failed. */
function Below({ job, why }: { job: Job; why: string }) {
  if (job.state === 'running') {
    const percent = Math.round(job.progress * 100)
    const words = [`${percent} %`, job.stage, job.secondsLeft !== null && `${spell(job.secondsLeft)} left`].filter(Boolean)
    return (
      <span className={styles.progress}>
        <Progress value={percent} size={4} aria-label={`Progress of ${job.title}`} />
        <span>{words.join(' · ')}</span>
      </span>
    )
  }
  if (job.state === 'queued') return <span className={styles.why}>{why}</span>
  if (!job.error) return null
  const tries = job.attempt > 1 ? ` (${job.attempt} attempts)` : ''
  return (
    <span className={styles.error}>
      {job.error.message}
      {tries}
    </span>
  )
}
