import { Checkbox, Table, Text } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { Link } from '@tanstack/react-router'
import { ago, bytesLabel, clock } from '../../shell/humanTime.ts'
import { VideoMenu } from './VideoMenu.tsx'
import { VideoStatus } from './VideoStatus.tsx'

type Props = { videos: readonly Video[]; chosen: ReadonlySet<string>; onChoose: (id: string) => void }

export function VideoTable({ videos, chosen, onChoose }: Props) {
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing={6} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={32} aria-label="Chosen" />
            <Table.Th>Title</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th ta="right">Length</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
            <Table.Th>Picture</Table.Th>
            <Table.Th ta="right">Views</Table.Th>
            <Table.Th>Added</Table.Th>
            <Table.Th ta="right">Actions</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {videos.map(video => (
            <Table.Tr key={video.id}>
              <Table.Td>
                <Checkbox
                  size="xs"
                  aria-label={`Choose ${video.title}`}
                  checked={chosen.has(video.id)}
                  onChange={() => onChoose(video.id)}
                />
              </Table.Td>
              <Table.Td>
                {video.deletedAt ? (
                  <Text size="sm">{video.title}</Text>
                ) : (
                  <Link to="/watch/$id" params={{ id: video.id }} style={{ color: 'inherit' }}>
                    {video.title}
                  </Link>
                )}
              </Table.Td>
              <Table.Td miw={140}>
                <VideoStatus video={video} />
              </Table.Td>
              <Table.Td ta="right">{video.durationMs === null ? '' : clock(video.durationMs / 1000)}</Table.Td>
              <Table.Td ta="right">{video.bytes === null ? '' : bytesLabel(video.bytes)}</Table.Td>
              <Table.Td>{video.width && video.height ? `${video.width} × ${video.height}` : ''}</Table.Td>
              <Table.Td ta="right">{video.views}</Table.Td>
              <Table.Td>{ago(video.createdAt)}</Table.Td>
              <Table.Td ta="right">
                <VideoMenu video={video} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
