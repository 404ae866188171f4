import type { Take } from '@storycanvas/api'
import { IconClock, IconHeartFilled, IconPinFilled } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import styles from './Takes.module.css'

type Props = {
  takes: readonly Take[]
  shown: string
  against: string | null
  chosen: string | null
  nameOf: (take: Take) => string
  onShow: (take: Take) => void
}

/** All takes side by side, oldest first; the one that the panel shows is marked. */
export function Filmstrip({ takes, shown, against, chosen, nameOf, onShow }: Props) {
  const strip = useRef<HTMLDivElement>(null)
  useEffect(() => {
    strip.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [shown])
  return (
    <div ref={strip} className={styles.strip} role="group" aria-label="Takes">
      {takes.map(take => (
        <button
          key={take.id}
          type="button"
          className={styles.frame}
          aria-pressed={take.id === shown}
          data-against={take.id === against || undefined}
          onClick={() => onShow(take)}
        >
          <img src={take.thumbnailUrl} alt="" loading="lazy" />
          <span className={styles.caption}>
            {nameOf(take)}
            {take.id === chosen && <IconPinFilled size={12} aria-label="chosen" />}
            {take.favourite && <IconHeartFilled size={12} aria-label="favourite" />}
            {take.stale && <IconClock size={12} aria-label="stale" />}
          </span>
        </button>
      ))}
    </div>
  )
}
