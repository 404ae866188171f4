import { Text, Title } from '@mantine/core'
import { IconMovie } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { relatedQuery } from '../../api/queries.ts'
import { ago, clock } from '../../shell/humanTime.ts'
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
          <li key={video.id}>
            <span className={styles.still}>
              {video.posterUrl ? (
                <img src={video.posterUrl} alt="" loading="lazy" />
              ) : (
                <IconMovie size={24} stroke={1} aria-hidden />
              )}
              {video.durationMs !== null && <span>{clock(video.durationMs / 1000)}</span>}
            </span>
            <span>
              <Link to="/watch/$id" params={{ id: video.id }}>
                {video.title}
              </Link>
              <Text size="xs" c="dimmed">
                {video.ownerName} · {video.views} {video.views === 1 ? 'view' : 'views'} · {ago(video.createdAt)}
              </Text>
              {reason === 'together' && (
                <Text size="xs" c="dimmed">
                  Often watched with this one
                </Text>
              )}
            </span>
          </li>
        ))}
      </ul>
    </aside>
  )
}
