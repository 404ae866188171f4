import { Center, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { watchedVideoQuery } from '../../api/queries.ts'
import { VideoPlayer } from '../watch/player/VideoPlayer.tsx'
import styles from './Embed.module.css'

/** The player alone, for the pages of others. */
export function Embed() {
  const { id } = useParams({ from: '/embed/$id' })
  const { t } = useSearch({ from: '/embed/$id' })
  const { data: video, error } = useQuery(watchedVideoQuery(id))
  if (error || (video && !video.dashUrl && !video.hlsUrl))
    return (
      <Center className={styles.embed}>
        <Text c="white">{error ? 'This video cannot be watched here.' : 'This video is still being prepared.'}</Text>
      </Center>
    )
  return <main className={styles.embed}>{video && <VideoPlayer key={video.id} video={video} startAt={t ?? null} />}</main>
}
