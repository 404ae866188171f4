import { Alert, Card, Group, SimpleGrid, Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { adminStatusQuery } from '../../api/queries.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { Mark } from '../../shell/Mark.tsx'
import { ago, bytesLabel } from '../../shell/humanTime.ts'

const tones = { on: 'good', ok: 'good', 'built-in': 'busy', failing: 'bad', off: 'quiet' } as const

/** How this server is: what is on, what every dependency says, what needs attention. */
export function Admin() {
  const { data, error, refetch } = useQuery(adminStatusQuery)
  if (error && !data)
    return (
      <Stack p="md">
        <Complaint error={error} retry={() => void refetch()} />
      </Stack>
    )
  if (!data) return <Skeleton m="md" h={300} />
  return (
    <Stack p="md" gap="xl">
      <Group>
        <Title order={1} size="h3">
          Admin
        </Title>
        <Text c="dimmed">
          StoryCanvas {data.version}, started {ago(data.startedAt)}
        </Text>
      </Group>
      {data.warnings.map(warning => (
        <Alert key={warning} color="yellow" variant="outline" icon={<IconAlertTriangle aria-hidden />} title="Needs attention">
          {warning}
        </Alert>
      ))}
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
        <Fact label="Files kept" value={data.storage.blobs.toLocaleString('en')} />
        <Fact label="Space used" value={bytesLabel(data.storage.bytes)} />
        <Fact label="Space free" value={bytesLabel(data.storage.freeBytes)} />
        <Fact label="Jobs running" value={String(data.jobs.running)} />
        <Fact label="Jobs waiting" value={String(data.jobs.queued)} />
        <Fact label="Jobs failed" value={String(data.jobs.failed)} />
      </SimpleGrid>
      <section aria-labelledby="checks">
        <Title order={2} size="h4" mb="xs" id="checks">
          Checks
        </Title>
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {data.checks.map(({ name, state, detail }) => (
              <Table.Tr key={name}>
                <Table.Th w={200}>{name}</Table.Th>
                <Table.Td w={110}>
                  <Mark tone={tones[state]}>{state}</Mark>
                </Table.Td>
                <Table.Td>{detail}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      <section aria-labelledby="features">
        <Title order={2} size="h4" mb="xs" id="features">
          Features
        </Title>
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {data.features.map(({ name, state, note }) => (
              <Table.Tr key={name}>
                <Table.Th w={200}>{name}</Table.Th>
                <Table.Td w={110}>
                  <Mark tone={tones[state]}>{state}</Mark>
                </Table.Td>
                <Table.Td>{note}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Stack>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <Card withBorder padding="sm" bg="var(--raised)">
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="xl" fw={600}>
        {value}
      </Text>
    </Card>
  )
}
