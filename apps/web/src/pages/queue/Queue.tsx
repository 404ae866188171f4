import { Group, SegmentedControl, Select, Stack } from '@mantine/core'
import type { Job } from '@storycanvas/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { JobFilter } from '../../api/jobLists.ts'
import { projectsQuery, queueStatusQuery } from '../../api/queries.ts'
import { JobList } from './JobList.tsx'
import { Lanes } from './lanes/Lanes.tsx'
import styles from './Queue.module.css'
import { QueueHead } from './QueueHead.tsx'
import { kindName } from './words.ts'

type Shown = Job['state'] | 'all'

const empty = {
  title: 'Nothing here',
  description: 'Work appears here when panels are drawn, films rendered or videos processed.',
}

/** Everything that is being done for this person, and what became of it. */
export function Queue() {
  const { data } = useQuery(queueStatusQuery)
  const projects = useInfiniteQuery(projectsQuery('active', ''))
  const [shown, setShown] = useState<Shown>('all')
  const [narrowed, narrow] = useState<Pick<JobFilter, 'kind' | 'projectId'>>({})
  const count = (label: string, number: number | undefined) => (number === undefined ? label : `${label} ${number}`)
  const states: { value: Shown; label: string }[] = [
    { value: 'all', label: 'All' },
    { value: 'running', label: count('Running', data?.running) },
    { value: 'queued', label: count('Waiting', data?.queued) },
    { value: 'failed', label: count('Failed', data?.failed) },
    { value: 'succeeded', label: count('Done', data?.succeeded) },
    { value: 'cancelled', label: count('Cancelled', data?.cancelled) },
  ]
  const open = data ? data.running + data.queued : 0
  const isNarrowed = Boolean(narrowed.kind ?? narrowed.projectId)
  const underWay: JobFilter = { ...narrowed, open: 'true', order: 'turn' }
  return (
    <Stack p="md" gap="md">
      <QueueHead />
      <Lanes />
      <Group gap="sm">
        <SegmentedControl
          size="xs"
          className={styles.filters}
          aria-label="Which jobs"
          data={states}
          value={shown}
          onChange={value => setShown(value)}
        />
        <Select
          w={150}
          aria-label="Kind of work"
          placeholder="Every kind"
          clearable
          data={data?.workers.map(({ kind }) => ({ value: kind, label: kindName(kind) })) ?? []}
          value={narrowed.kind ?? null}
          onChange={kind => narrow(({ projectId }) => ({ ...(projectId ? { projectId } : {}), ...(kind ? { kind } : {}) }))}
        />
        <Select
          w={200}
          aria-label="Project"
          placeholder="Every project"
          clearable
          searchable
          data={projects.data?.pages.flatMap(page => page.items.map(({ id, name }) => ({ value: id, label: name }))) ?? []}
          value={narrowed.projectId ?? null}
          onChange={projectId => narrow(({ kind }) => ({ ...(kind ? { kind } : {}), ...(projectId ? { projectId } : {}) }))}
        />
      </Group>
      {shown === 'all' ? (
        <>
          <JobList label="Under way" filter={underWay} />
          <JobList
            label="Ended"
            filter={{ ...narrowed, open: 'false' }}
            {...(open === 0 || isNarrowed ? { empty: isNarrowed ? { ...empty, description: 'No job fits.' } : empty } : {})}
          />
        </>
      ) : (
        <JobList
          key={shown}
          label={states.find(({ value }) => value === shown)?.label ?? ''}
          filter={{ ...narrowed, state: shown, ...(shown === 'queued' ? { order: 'turn' } : {}) }}
          empty={empty}
        />
      )}
    </Stack>
  )
}
