import { Group, Progress, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type JobFilter, queueStatusQuery } from '../../api/queries.ts'
import { JobTable } from './JobTable.tsx'

type Shown = NonNullable<JobFilter['state']> | 'all'

/** Everything that is being done for this person, and what became of it. */
export function Queue() {
  const { data } = useQuery(queueStatusQuery)
  const [shown, setShown] = useState<Shown>('all')
  const count = (label: string, number: number | undefined) => (number === undefined ? label : `${label} ${number}`)
  const choices: { value: Shown; label: string }[] = [
    { value: 'all', label: 'All' },
    { value: 'running', label: count('Running', data?.running) },
    { value: 'queued', label: count('Waiting', data?.queued) },
    { value: 'failed', label: count('Failed', data?.failed) },
    { value: 'succeeded', label: count('Done', data?.succeeded) },
    { value: 'cancelled', label: count('Cancelled', data?.cancelled) },
  ]
  return (
    <Stack p="md" gap="md">
      <Title order={1} size="h3">
        Queue
      </Title>
      {data && data.share !== null && (
        <Group gap="sm" wrap="nowrap">
          <Text size="sm">{Math.round(data.share * 100)} % of everything under way</Text>
          <Progress value={data.share * 100} aria-label="Everything under way" flex={1} />
        </Group>
      )}
      {data && data.workers.length > 0 && (
        <Group gap="lg">
          {data.workers.map(({ kind, slots, running }) => (
            <Text key={kind} size="xs" c="dimmed">
              {kind}: {running} of {slots} at work
            </Text>
          ))}
        </Group>
      )}
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label="Which jobs"
        data={choices}
        value={shown}
        onChange={value => setShown(value)}
      />
      <JobTable
        filter={shown === 'all' ? {} : { state: shown }}
        empty="Work appears here when panels are drawn, films rendered or videos processed."
      />
    </Stack>
  )
}
