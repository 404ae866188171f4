import type { Character } from '@storycanvas/api'
import { memo, useState } from 'react'
import type { Side } from '../../fields/dropPlace.ts'
import styles from './Board.module.css'
import type { CardsLine } from './layout.ts'
import { type CardEvents, PanelCard } from './PanelCard.tsx'
import type { Selection } from './selection.ts'

type Props = CardEvents & {
  line: CardsLine
  columns: number
  pictureHeight: number
  characters: ReadonlyMap<string, Character>
  selection: Selection
  over: { id: string; side: Side } | null
  isRushing: boolean
}

/** As many panels as fit side by side. A line that comes while one rushes past asks for its pictures when that is over. */
export const CardsRow = memo(function CardsRow({ line, columns, pictureHeight, selection, over, isRushing, ...rest }: Props) {
  const [isHeld, setHeld] = useState(isRushing)
  if (isHeld && !isRushing) setHeld(false)
  return (
    <div
      role="row"
      aria-rowindex={line.at + 1}
      className={styles.line}
      style={{ top: line.y, height: line.height, '--columns': columns, '--picture': `${pictureHeight}px` }}
    >
      {line.panels.map((panel, at) => (
        <PanelCard
          key={panel.id}
          panel={panel}
          number={String(line.first + at + 1)}
          selected={selection.ids.has(panel.id)}
          focused={selection.focus === panel.id}
          dropSide={over?.id === panel.id ? over.side : null}
          isHeld={isHeld}
          {...rest}
        />
      ))}
    </div>
  )
})
