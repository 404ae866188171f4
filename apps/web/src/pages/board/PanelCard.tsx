import type { Character, Panel } from '@storycanvas/api'
import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { type DragEvent, memo, type MouseEvent } from 'react'
import { CameraArrow } from '../../film/CameraArrow.tsx'
import { shotSizeMark, wordOf } from '../../film/words.ts'
import styles from './Board.module.css'

export type CardEvents = {
  onPick: (panel: Panel, event: MouseEvent) => void
  onPlay: (panel: Panel) => void
  onDragStart: (panel: Panel, event: DragEvent<HTMLElement>) => void
  onDragOver: (panel: Panel, event: DragEvent<HTMLElement>) => void
  onDrop: (panel: Panel, event: DragEvent<HTMLElement>) => void
}

type Props = CardEvents & {
  panel: Panel
  number: string
  characters: ReadonlyMap<string, Character>
  selected: boolean
  focused: boolean
  dropSide: 'before' | 'after' | null
  /** Its picture is not asked for yet. */
  isHeld: boolean
}

export const cardId = (panelId: string) => `panel-${panelId}`

/** A panel on the board: the picture large, what matters of it beneath. */
export const PanelCard = memo(function PanelCard({
  panel,
  number,
  characters,
  selected,
  focused,
  dropSide,
  isHeld,
  ...on
}: Props) {
  const line = panel.dialogue.find(({ text }) => text.trim() !== '')
  const colour = line?.characterId ? characters.get(line.characterId)?.colour : undefined
  return (
    <div
      id={cardId(panel.id)}
      role="gridcell"
      className={styles.card}
      aria-selected={selected}
      data-focused={focused || undefined}
      data-drop={dropSide ?? undefined}
      draggable
      onClick={event => on.onPick(panel, event)}
      onDoubleClick={() => on.onPlay(panel)}
      onDragStart={event => on.onDragStart(panel, event)}
      onDragOver={event => on.onDragOver(panel, event)}
      onDrop={event => on.onDrop(panel, event)}
    >
      <Picture panel={panel} isHeld={isHeld} />
      <div className={styles.facts}>
        <span className={styles.said}>
          Panel {number}, {panel.status},
        </span>
        <span className={styles.number} aria-hidden>
          {number}
        </span>
        <span className={styles.size} title={wordOf(panel.shotSize)}>
          {shotSizeMark[panel.shotSize]}
        </span>
        <CameraArrow move={panel.cameraMove} />
        {panel.chosenTake?.stale && (
          <span className={styles.stale} title="The panel has changed since this was drawn">
            <IconClock size={14} aria-label="Stale" />
          </span>
        )}
        <span className={`timecode ${styles.duration}`}>{(panel.durationMs / 1000).toFixed(1)} s</span>
      </div>
      <p className={styles.words}>
        {line ? (
          <>
            <b style={{ '--colour': colour ?? 'var(--text)' }}>{line.character}</b> {line.text}
          </>
        ) : (
          panel.description
        )}
      </p>
    </div>
  )
})

function Picture({ panel, isHeld }: Pick<Props, 'panel' | 'isHeld'>) {
  const isWorking = panel.status === 'queued' || panel.status === 'drawing'
  return (
    <div className={styles.picture} data-working={isWorking || undefined}>
      {panel.chosenTake && !isHeld && <img src={panel.chosenTake.thumbnailUrl} alt="" draggable={false} decoding="async" />}
      {!panel.chosenTake && <span className={styles.undrawn}>{panel.description}</span>}
      {isWorking && <span className={styles.status}>{wordOf(panel.status)}…</span>}
      {panel.status === 'failed' && (
        <span className={styles.status} data-failed>
          <IconAlertTriangle size={14} aria-hidden /> Failed
        </span>
      )}
    </div>
  )
}
