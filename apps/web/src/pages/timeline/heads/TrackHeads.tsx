import { ActionIcon, Tooltip } from '@mantine/core'
import { IconEye, IconEyeOff, IconVolume, IconVolumeOff } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { TextField } from '../bars/TextField.tsx'
import { HEAD_HEIGHT, heightOf, type TrackRow } from '../canvas/rows.ts'
import { raised } from '../canvas/view.ts'
import type { Workbench } from '../desk/workbench.ts'
import { ownTrack } from '../edits/tracks.ts'
import styles from '../Timeline.module.css'

/** Name and state of each track, beside it. */
export function TrackHeads({ bench }: { bench: Workbench }) {
  const { desk, cut } = bench
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const scroll = () => {
      if (list.current) list.current.style.transform = `translateY(${-desk.get().view.top}px)`
    }
    scroll()
    return desk.subscribe(scroll)
  }, [desk])
  const { rows } = cut()
  return (
    <div
      className={styles.heads}
      onWheel={({ deltaY }) => desk.set({ view: raised(desk.get().view, deltaY, heightOf(cut().rows)) })}
    >
      <div className={styles.headsTop} style={{ height: HEAD_HEIGHT }}>
        Scenes
      </div>
      <div className={styles.headsWindow}>
        <ul ref={list} aria-label="Tracks" style={{ height: heightOf(rows) - HEAD_HEIGHT }}>
          {rows.map(row =>
            row.kind === 'captions' ? (
              <li key="captions" className={styles.head} style={{ top: row.y, height: row.height }}>
                Captions
              </li>
            ) : (
              <Head key={row.id} row={row} bench={bench} />
            ),
          )}
        </ul>
      </div>
    </div>
  )
}

function Head({ row, bench: { edit } }: { row: TrackRow; bench: Workbench }) {
  const { id, name, muted, isSpare, trackKind, y, height } = row
  const track = ownTrack(id)
  const isSound = trackKind === 'audio'
  const state = isSound ? (muted ? 'muted' : 'heard') : muted ? 'hidden' : 'seen'
  const [On, Off] = isSound ? [IconVolume, IconVolumeOff] : [IconEye, IconEyeOff]
  if (isSpare)
    return (
      <li className={styles.head} style={{ top: y, height }} aria-label={`${id}, new`}>
        {id}
      </li>
    )
  return (
    <li className={styles.head} style={{ top: y, height }} aria-label={`${name}, ${state}`}>
      <span className={styles.headId}>{id}</span>
      <TextField
        mayBeEmpty
        variant="unstyled"
        className={styles.headName ?? ''}
        name={`Name of track ${id}`}
        placeholder={isSound ? 'Sound' : 'Picture'}
        value={name === id ? '' : name}
        width={70}
        longest={100}
        save={name => edit([{ kind: 'track', track, name: name || id }])}
      />
      <Tooltip label={isSound ? (muted ? 'Hear this track' : 'Mute this track') : muted ? 'Show this track' : 'Hide this track'}>
        <ActionIcon
          size="sm"
          aria-label={`${isSound ? 'Mute' : 'Hide'} ${name}`}
          aria-pressed={muted}
          onClick={() => edit([{ kind: 'track', track, muted: !muted }])}
        >
          {muted ? <Off size={16} aria-hidden /> : <On size={16} aria-hidden />}
        </ActionIcon>
      </Tooltip>
    </li>
  )
}
