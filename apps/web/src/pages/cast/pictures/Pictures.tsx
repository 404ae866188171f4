import { Button, Group, Text, UnstyledButton } from '@mantine/core'
import { useInViewport } from '@mantine/hooks'
import type { CastReference, Job } from '@storycanvas/api'
import { IconAlertTriangle, IconBrush, IconHeartFilled } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { itemsOf } from '../../../api/jobLists.ts'
import { type CastTarget, castTakesQuery, jobsQuery } from '../../../api/queries.ts'
import { DrawForm } from './DrawForm.tsx'
import styles from './Pictures.module.css'
import { PictureView } from './PictureView.tsx'

export type PicturesProps = {
  target: CastTarget
  projectId: string
  /** Their name. */
  of: string
  references: readonly CastReference[]
  saveReferences: (ids: string[]) => Promise<unknown>
}

/** What was drawn of somebody or some place alone, before any panel shows them, and what is being drawn. */
export function Pictures(props: PicturesProps) {
  const { target, projectId, of } = props
  const { ref, inViewport } = useInViewport()
  const { data } = useQuery({ ...castTakesQuery(target), enabled: inViewport })
  const { open, failed } = useJobsOf(target, projectId)
  const [opened, setOpened] = useState<string | null>(null)
  const [isAsking, ask] = useState(false)
  const takes = data?.items ?? []
  const lost = failed && failed.createdAt > (takes[0]?.createdAt ?? '') ? failed : null
  return (
    <section ref={ref} className={styles.pictures} aria-label={`Pictures drawn of ${of}`}>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {takes.length === 0 && open.length === 0 ? 'Nothing drawn yet' : 'Drawn'}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconBrush size={14} aria-hidden />}
          aria-label={`Draw ${of}`}
          onClick={() => ask(true)}
        >
          Draw
        </Button>
      </Group>
      {takes.length + open.length > 0 && (
        <ul className={styles.strip}>
          {open.map(job => (
            <li key={job.id} className={styles.coming} data-running={job.state === 'running' || undefined}>
              <span>{job.state === 'running' ? `Drawing ${Math.round(job.progress * 100)} %` : 'Queued'}</span>
            </li>
          ))}
          {takes.map((take, at) => (
            <li key={take.id}>
              <UnstyledButton aria-label={`Open drawing ${takes.length - at} of ${of}`} onClick={() => setOpened(take.id)}>
                <img src={take.thumbnailUrl} alt="" loading="lazy" />
                {take.favourite && <IconHeartFilled className={styles.heart} size={14} aria-label="favourite" />}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {lost && (
        <Text size="xs" className={styles.lost} role="status">
          <IconAlertTriangle size={14} aria-hidden /> Not drawn: {lost.error?.message ?? 'it failed.'}
        </Text>
      )}
      <DrawForm {...props} isOpen={isAsking} onClose={() => ask(false)} />
      <PictureView {...props} takes={takes} shown={opened} onClose={() => setOpened(null)} />
    </section>
  )
}

/** Jobs that draw this target, oldest first, and the newest that failed; the same two lists serve all cards of a project. */
function useJobsOf({ kind, id }: CastTarget, projectId: string): { open: Job[]; failed: Job | undefined } {
  const waiting = useInfiniteQuery(jobsQuery({ projectId, open: 'true' }))
  const ended = useInfiniteQuery(jobsQuery({ projectId, state: 'failed' }))
  const mine = ({ target }: Job) => target?.kind === kind && target.id === id
  return {
    open: waiting.data ? itemsOf(waiting.data).filter(mine).toReversed() : [],
    failed: ended.data ? itemsOf(ended.data).find(mine) : undefined,
  }
}
