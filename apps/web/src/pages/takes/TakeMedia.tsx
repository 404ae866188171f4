import type { Take } from '@storycanvas/api'
import styles from './Takes.module.css'

/** The picture or the moving picture of a take, as large as there is room. */
export function TakeMedia({ take, name }: { take: Take; name: string }) {
  if (take.kind === 'video')
    return (
      <video
        className={styles.media}
        src={take.url}
        aria-label={name}
        controls
        loop
        muted
        playsInline
        poster={take.thumbnailUrl}
      />
    )
  return <img className={styles.media} src={take.url} alt={name} draggable={false} />
}
