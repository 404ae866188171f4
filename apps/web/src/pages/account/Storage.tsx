import { Progress, Text, Title } from '@mantine/core'
import type { Storage as Stored } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { storageQuery } from '../../api/queries.ts'
import { bytesLabel } from '../../shell/humanTime.ts'

/** What lies here of one's own, and how near the limit it is. */
export function Storage() {
  const { data } = useQuery(storageQuery)
  if (!data) return null
  const { takenBytes, limitBytes } = data
  const isFull = limitBytes !== null && takenBytes >= limitBytes
  return (
    <section aria-labelledby="storage">
      <Title order={2} size="h4" mb="xs" id="storage">
        Storage
      </Title>
      <Text size="sm">
        {bytesLabel(takenBytes)}
        {limitBytes === null ? ' stored' : ` of ${bytesLabel(limitBytes)}`}
        <Text span c="dimmed">
          {' '}
          · {partsOf(data)}
        </Text>
      </Text>
      {limitBytes !== null && (
        <Progress
          mt="xs"
          maw={420}
          value={Math.min(100, (takenBytes / limitBytes) * 100)}
          {...(isFull && { color: 'red.8' })}
          aria-label="Share of the limit that is taken"
        />
      )}
      {isFull && (
        <Text size="sm" mt="xs">
          Nothing more can be uploaded or drawn. Remove videos or projects for good, in the trash too, or ask the administrator
          for more room.
        </Text>
      )}
    </section>
  )
}

function partsOf({ videos, takes, files, uploads }: Stored): string {
  const parts = [
    ['videos', videos],
    ['takes of your projects', takes],
    ['music and pictures', files],
    ['unfinished uploads', uploads],
  ] as const
  const shown = parts.filter(([, bytes]) => bytes > 0).map(([name, bytes]) => `${name} ${bytesLabel(bytes)}`)
  return shown.length > 0 ? `${shown.join(', ')}; the trash counts` : 'nothing yet'
}
