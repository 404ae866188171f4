import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { relatedQuery } from '../../api/queries.ts'
import { VideoTeaser } from '../../film/VideoTeaser.tsx'
import styles from './Watch.module.css'

/** Videos like this one. Where there are none, nothing shows. */
export function Related({ videoId }: { videoId: string }) {
  const { data } = useQuery(relatedQuery(videoId))
  if (!data || data.items.length === 0) return null
  return (
    <aside className={styles.related} aria-label="Related videos">
      <Title order={2} size="h5">
        More to watch
      </Title>
      <ul>
        {data.items.map(({ reason, video }) => (
          <VideoTeaser key={video.id} video={video} reason={reason === 'together' ? 'Often watched with this one' : null} />
        ))}
      </ul>
    </aside>
  )
}
