import { Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { statisticsQuery } from '../../api/queries.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import { clock, spell } from '../../shell/humanTime.ts'
import styles from './Watch.module.css'

/** How a video was watched, for those who may change it. */
export function Statistics({ videoId, durationMs }: { videoId: string; durationMs: number | null }) {
  const { data, error, refetch } = useQuery(statisticsQuery(videoId))
  if (error) return <Complaint error={error} retry={() => void refetch()} />
  if (!data) return null
  const figures = [
    ['Views', String(data.views)],
    ['Viewers', String(data.uniqueViewers)],
    ['Watched', data.watchSeconds > 0 ? spell(data.watchSeconds) : '0 s'],
    ['A visit watches', data.averageSeconds > 0 ? spell(data.averageSeconds) : '0 s'],
  ]
  return (
    <section className={styles.panel} aria-label="Statistics">
      <Title order={2} size="h5">
        Statistics
      </Title>
      <Group gap="xl">
        {figures.map(([name, value]) => (
          <Stack key={name} gap={0}>
            <Text size="lg" fw={600} className={styles.figure}>
              {value}
            </Text>
            <Text size="xs" c="dimmed">
              {name}
            </Text>
          </Stack>
        ))}
      </Group>
      {data.visits === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody has watched it yet.
        </Text>
      ) : (
        <>
          <Retention shares={data.retention} seconds={(durationMs ?? 0) / 1000} />
          <Text size="xs" c="dimmed">
            From {data.sources.map(({ source, visits }) => `${source} (${visits})`).join(', ')}
          </Text>
        </>
      )}
    </section>
  )
}

const [width, height] = [300, 60]

/** Which share of the visits saw each moment. */
function Retention({ shares, seconds }: { shares: readonly number[]; seconds: number }) {
  const points = shares.map(
    (share, at) => `${((at / (shares.length - 1)) * width).toFixed(1)},${(height * (1 - share)).toFixed(1)}`,
  )
  const atEnd = Math.round((shares.at(-1) ?? 0) * 100)
  return (
    <figure className={styles.retention}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${atEnd} % of the visits saw the end`}
      >
        <polygon points={`0,${height} ${points.join(' ')} ${width},${height}`} />
        <polyline points={points.join(' ')} />
      </svg>
      <Group justify="space-between" component="figcaption">
        <Text size="xs" c="dimmed">
          0:00
        </Text>
        <Text size="xs" c="dimmed">
          Who still watches, moment by moment
        </Text>
        <Text size="xs" c="dimmed">
          {clock(seconds)}
        </Text>
      </Group>
    </figure>
  )
}
