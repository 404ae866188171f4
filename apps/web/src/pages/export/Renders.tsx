import { Button, Card, Group, SegmentedControl, NumberInput, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { IconMovie } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { keys, rendersQuery } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { rates } from '../projects/templates.ts'
import { RenderCard } from './RenderCard.tsx'

type Captions = 'burnt-in' | 'sidecar' | 'none'
type Fitting = 'bars' | 'fill' | 'blurred'
type Height = 360 | 480 | 720 | 1080
const heights: readonly Height[] = [360, 480, 720, 1080]

const fittings: { value: Fitting; label: string }[] = [
  { value: 'bars', label: 'Black bars' },
  { value: 'fill', label: 'Fill, cut off' },
  { value: 'blurred', label: 'Blurred sides' },
]
/** As the cut has it. */
const OWN_RATE = 'own'
/** What streaming services play at. */
const USUAL_LOUDNESS = -14

const isOpen = (state: string) => state === 'queued' || state === 'running'
/** Progress comes by itself; this catches the end when the connection was lost meanwhile. */
const CATCH_UP_MS = 3000

/** The cut as a film: making one, and the ones made. */
export function Renders({ projectId }: { projectId: string }) {
  const renders = useQuery({
    ...rendersQuery(projectId),
    refetchInterval: ({ state }) => (state.data?.items.some(render => isOpen(render.state)) ? CATCH_UP_MS : false),
  })
  const [captions, setCaptions] = useState<Captions>('burnt-in')
  const [height, setHeight] = useState<Height>(720)
  const [rate, setRate] = useState<string>(OWN_RATE)
  const [slate, setSlate] = useState(false)
  const [fitting, setFitting] = useState<Fitting>('bars')
  const [watermark, setWatermark] = useState('')
  const [loudness, setLoudness] = useState<number | null>(USUAL_LOUDNESS)
  const [ducking, setDucking] = useState(true)
  const render = useAction({
    run: () =>
      server.createRender({
        params: { id: projectId },
        body: {
          ...{ captions, slate, height, fitting, loudness, ducking },
          frameRate: rates.find(({ label }) => label === rate)?.value ?? null,
          watermark: watermark.trim() || null,
        },
      }),
    refreshes: [keys.renders(projectId), keys.queueStatus],
  })
  return (
    <section aria-labelledby="film">
      <Title order={2} size="h4" mb="sm" id="film">
        Film
      </Title>
      <Card withBorder padding="sm" bg="var(--raised)" mb="sm">
        <Group align="flex-end" gap="lg">
          <Stack gap={4}>
            <Text size="sm" fw={500} id="captions-label">
              Captions
            </Text>
            <SegmentedControl
              size="xs"
              aria-labelledby="captions-label"
              data={[
                { value: 'burnt-in', label: 'Burnt in' },
                { value: 'sidecar', label: 'Beside it' },
                { value: 'none', label: 'None' },
              ]}
              value={captions}
              onChange={value => setCaptions(value)}
            />
          </Stack>
          <Select
            label="Height"
            size="xs"
            w={110}
            data={heights.map(value => ({ value: String(value), label: `${value} p` }))}
            value={String(height)}
            onChange={value => setHeight(heights.find(one => String(one) === value) ?? 720)}
          />
          <Select
            label="Frame rate"
            size="xs"
            w={110}
            allowDeselect={false}
            data={[{ value: OWN_RATE, label: 'as cut' }, ...rates.map(({ label }) => ({ value: label, label }))]}
            value={rate}
            onChange={value => setRate(value ?? OWN_RATE)}
          />
          <Select
            label="Other shapes"
            size="xs"
            w={130}
            allowDeselect={false}
            data={fittings}
            value={fitting}
            onChange={value => setFitting(fittings.find(one => one.value === value)?.value ?? 'bars')}
          />
          <NumberInput
            label="Loudness, LUFS"
            placeholder="as mixed"
            size="xs"
            w={120}
            min={-40}
            max={-5}
            value={loudness ?? ''}
            onChange={value => setLoudness(typeof value === 'number' ? value : null)}
          />
          <TextInput
            label="Watermark"
            placeholder="none"
            size="xs"
            w={140}
            maxLength={100}
            value={watermark}
            onChange={event => setWatermark(event.currentTarget.value)}
          />
          <Switch
            label="Music gives way to speech"
            checked={ducking}
            onChange={event => setDucking(event.currentTarget.checked)}
          />
          <Switch label="Slate at the start" checked={slate} onChange={event => setSlate(event.currentTarget.checked)} />
          <Button
            ml="auto"
            leftSection={<IconMovie size={16} aria-hidden />}
            loading={render.isPending}
            onClick={() => render.mutate()}
          >
            Render
          </Button>
        </Group>
      </Card>
      {renders.error && <Complaint error={renders.error} retry={() => void renders.refetch()} />}
      <Stack gap="sm">
        {renders.data?.items.map((item, at) => (
          <RenderCard key={item.id} render={item} isLatest={at === 0} />
        ))}
      </Stack>
    </section>
  )
}
