import { Button, Card, EmptyState, Group, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { GenerationBatch } from '@storycanvas/api'
import { IconBrush } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { batchesQuery, presetsQuery } from '../../api/queries.ts'
import { ago } from '../../shell/humanTime.ts'
import { Mark } from '../../shell/Mark.tsx'
import { useDrawing } from '../board/useDrawing.ts'
import { JobList } from '../queue/JobList.tsx'

/** What draws here, and what has been asked of it in this project. */
export function Generate() {
  const { id } = useParams({ from: '/app/projects/$id/generate' })
  const drawing = useDrawing(id)
  const presets = useQuery(presetsQuery)
  const batches = useQuery(batchesQuery(id))
  return (
    <Stack p="md" gap="xl">
      <section aria-labelledby="what-draws">
        <Group mb="sm">
          <Title order={2} size="h4" id="what-draws">
            What draws
          </Title>
          <Button
            size="xs"
            leftSection={<IconBrush size={16} aria-hidden />}
            loading={drawing.isStarting}
            onClick={() => drawing.draw({})}
          >
            Draw all panels
          </Button>
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {presets.data?.items.map(preset => (
            <Card key={preset.id} withBorder padding="sm">
              <Group gap="xs">
                <Text fw={600}>{preset.name}</Text>
                {preset.builtIn && <Mark tone="busy">built-in</Mark>}
              </Group>
              <Text size="xs" c="dimmed">
                {preset.provider} · {preset.kinds.join(', ')}
              </Text>
              <Text size="sm" mt={4}>
                {preset.note}
              </Text>
            </Card>
          ))}
        </SimpleGrid>
      </section>
      <section aria-labelledby="batches">
        <Title order={2} size="h4" mb="sm" id="batches">
          Batches
        </Title>
        {batches.data?.items.length === 0 && (
          <EmptyState
            title="Nothing has been drawn yet"
            description="“Draw all panels” makes a take of every panel, here or on the board."
          />
        )}
        <Stack gap="xs">
          {batches.data?.items.map(batch => (
            <BatchRow key={batch.id} batch={batch} onCancel={() => drawing.cancel(batch.id)} />
          ))}
        </Stack>
      </section>
      <JobList label="Under way in this project" filter={{ projectId: id, open: 'true', order: 'turn' }} />
    </Stack>
  )
}

function BatchRow({ batch, onCancel }: { batch: GenerationBatch; onCancel: () => void }) {
  const part = (count: number) => (count / Math.max(1, batch.total)) * 100
  const isOpen = batch.queued + batch.running > 0
  const facts = [
    `${batch.succeeded} of ${batch.total} drawn`,
    batch.running > 0 && `${batch.running} running`,
    batch.queued > 0 && `${batch.queued} waiting`,
    batch.failed > 0 && `${batch.failed} failed`,
    batch.cancelled > 0 && `${batch.cancelled} cancelled`,
    ago(batch.createdAt),
  ].filter(Boolean)
  return (
    <Group wrap="nowrap" gap="sm">
      <Progress.Root w={220} size="md">
        <Progress.Section value={part(batch.succeeded)} color="green" aria-label="Drawn" />
        <Progress.Section value={part(batch.failed)} color="red" aria-label="Failed" />
        <Progress.Section value={part(batch.running)} color="accent" animated aria-label="Running" />
      </Progress.Root>
      <Text size="sm">{facts.join(' · ')}</Text>
      {isOpen && (
        <Button size="compact-xs" variant="default" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </Group>
  )
}
