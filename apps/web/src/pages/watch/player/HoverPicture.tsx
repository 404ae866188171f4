import { useQuery } from '@tanstack/react-query'
import { clock } from '../../../shell/humanTime.ts'
import { tileAt, tilesOf } from './storyboard.ts'
import styles from './VideoPlayer.module.css'

type Props = {
  storyboardUrl: string | null
  seconds: number
  /** Of the chapter there, if any. */
  name: string
  /** Of the whole length, from 0 to 1. */
  share: number
}

/** The time under the pointer with the picture that stands there. Pictures are fetched when they are first wanted. */
export function HoverPicture({ storyboardUrl, seconds, name, share }: Props) {
  const { data: tiles = [] } = useQuery({
    queryKey: ['storyboard', storyboardUrl],
    enabled: storyboardUrl !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const response = await fetch(storyboardUrl ?? '', { signal })
      return response.ok ? tilesOf(await response.text(), response.url) : []
    },
  })
  const tile = tileAt(tiles, seconds)
  const half = tile ? tile.width / 2 + 3 : 24
  return (
    <span
      className={styles.pointed}
      data-pictured={tile && true}
      style={{ left: `clamp(${half}px, ${share * 100}%, calc(100% - ${half}px))` }}
    >
      {tile && (
        <span
          className={styles.picture}
          style={{
            width: tile.width,
            height: tile.height,
            background: `url("${tile.sheet}") -${tile.x}px -${tile.y}px`,
          }}
        />
      )}
      {name && <span className={styles.pointedName}>{name}</span>}
      {clock(seconds)}
    </span>
  )
}
