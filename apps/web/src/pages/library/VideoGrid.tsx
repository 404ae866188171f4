import { Checkbox, Text } from '@mantine/core'
import type { Video } from '@storycanvas/api'
import { IconMovie } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { ago, clock } from '../../shell/humanTime.ts'
import styles from './Library.module.css'
import { VideoMenu } from './VideoMenu.tsx'
import { VideoStatus } from './VideoStatus.tsx'

type Props = { videos: readonly Video[]; chosen: ReadonlySet<string>; onChoose: (id: string) => void }

export function VideoGrid({ videos, chosen, onChoose }: Props) {
  return (
    <ul className={styles.grid} aria-label="Videos">
      {videos.map(video => (
        <li key={video.id} className={styles.card} data-chosen={chosen.has(video.id) || undefined}>
          <Checkbox
            className={styles.choose}
            size="sm"
            aria-label={`Choose ${video.title}`}
            checked={chosen.has(video.id)}
            onChange={() => onChoose(video.id)}
          />
          <div className={styles.poster}>
            {video.posterUrl ? (
              <img src={video.posterUrl} alt="" loading="lazy" />
            ) : (
              <IconMovie size={36} stroke={1} aria-hidden />
            )}
            {video.durationMs !== null && <span className={styles.length}>{clock(video.durationMs / 1000)}</span>}
          </div>
          <div className={styles.foot}>
            <div className={styles.words}>
              {video.deletedAt ? (
                <Text fw={600} truncate>
                  {video.title}
                </Text>
              ) : (
                <Link to="/watch/$id" params={{ id: video.id }}>
                  {video.title}
                </Link>
              )}
              <Text size="xs" c="dimmed">
                {video.views} {video.views === 1 ? 'view' : 'views'} · {ago(video.createdAt)}
              </Text>
              <div className={styles.above}>
                <VideoStatus video={video} />
              </div>
            </div>
            <div className={styles.above}>
              <VideoMenu video={video} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}
