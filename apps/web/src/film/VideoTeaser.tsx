import { Text } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconMovie } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { ago, clock } from '../shell/humanTime.ts'
import styles from './VideoTeaser.module.css'

type Props = { video: Video /** Why it is shown. */; reason: string | null }

/** A video that somebody might watch next, as one entry of a list. */
export function VideoTeaser({ video, reason }: Props) {
  return (
    <li className={styles.teaser}>
      <span className={styles.still}>
        {video.posterUrl ? <img src={video.posterUrl} alt="" loading="lazy" /> : <IconMovie size={24} stroke={1} aria-hidden />}
        {video.durationMs !== null && <span>{clock(video.durationMs / 1000)}</span>}
      </span>
      <span className={styles.words}>
        <Link to="/watch/$id" params={{ id: video.id }} title={video.title}>
          {video.title}
        </Link>
        <Text size="xs" c="dimmed" component="span">
          {video.ownerName} · {video.views} {video.views === 1 ? 'view' : 'views'} · {ago(video.createdAt)}
        </Text>
        {reason && (
          <Text size="xs" c="dimmed" component="span" lineClamp={2} title={reason}>
            {reason}
          </Text>
        )}
      </span>
    </li>
  )
}
