import { EmptyState, Skeleton, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type JobFilter, jobsQuery } from '../../api/queries.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { JobRow } from './JobRow.tsx'

/** Jobs that fit the filter, newest first, kept true by what the server reports. */
export function JobTable({ filter, empty }: { filter: JobFilter; empty: string }) {
  const { data, error, refetch } = useQuery(jobsQuery(filter))
  if (error) return <Complaint error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton h={160} />
  if (data.items.length === 0) return <EmptyState title="Nothing here" description={empty} />
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table verticalSpacing={6} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Job</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Progress</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th ta="right">Actions</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.items.map(job => (
            <JobRow key={job.id} job={job} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
