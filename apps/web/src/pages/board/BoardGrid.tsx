import { useElementSize, useMergedRef } from '@mantine/hooks'
import { type DragEvent, type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { Place, TreeScene } from '../../api/tree.ts'
import { dropPlace, type Side, sideAcross } from '../../fields/dropPlace.ts'
import styles from './Board.module.css'
import { CardsRow } from './CardsRow.tsx'
import { type CardsLine, GAP, type Layout, layOut, lineOf, visibleLines } from './layout.ts'
import { type CardEvents, cardId } from './PanelCard.tsx'
import { type SceneEvents, SceneLine } from './SceneLine.tsx'
import type { Selection } from './selection.ts'
import { type BoardStory, inOrder } from './story.ts'
import { useSame } from './useSame.ts'
import { useWindowTop } from './useWindowTop.ts'

export type GridEvents = Pick<CardEvents, 'onPick' | 'onPlay'> &
  Pick<SceneEvents, 'onDrawScene' | 'onAddPanel'> & {
    onSelect: (id: string) => void
    onKey: (event: KeyboardEvent, layout: Layout) => void
    onMove: (ids: readonly string[], place: Place) => void
  }
type Props = GridEvents & { story: BoardStory; aspect: number; cardWidth: number; selection: Selection }

/** Room above and below the window that is drawn before one scrolls there. */
const BEYOND_PX = 600
const PADDING_PX = 16

/** All panels in rows by scene. Only lines in and near the window are in the page, so thousands scroll smoothly. */
export function BoardGrid({ story, aspect, cardWidth, selection, ...on }: Props) {
  const { scenes, characters } = story
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>()
  const scroller = useRef<HTMLDivElement>(null)
  const ref = useMergedRef(scroller, sizeRef)
  const { top, last, isRushing, onScroll } = useWindowTop()
  const [over, setOver] = useState<{ id: string; side: Side } | null>(null)
  const dragged = useRef<ReadonlySet<string>>(new Set())
  const layout = useMemo(
    () => layOut(scenes, { width: Math.max(200, width - 2 * PADDING_PX), cardWidth, aspect }),
    [scenes, width, cardWidth, aspect],
  )
  const { focus } = selection
  const focusLine = lineOf(layout, story.places.get(focus ?? '') ?? -1)
  useKeepInView(scroller, focusLine, focus, { top: last, height })

  const events = useSame<CardEvents & SceneEvents>({
    onSceneOver,
    onSceneDrop: scene => letGo({ parentId: scene.id, after: null }),
    onDrawScene: on.onDrawScene,
    onAddPanel: on.onAddPanel,
    onPick: on.onPick,
    onPlay: on.onPlay,
    onDragStart(panel, event) {
      dragged.current = selection.ids.has(panel.id) ? selection.ids : new Set([panel.id])
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', panel.description)
    },
    onDragOver(panel, event) {
      if (dragged.current.size === 0) return
      event.preventDefault()
      const side = sideAcross(event)
      setOver(old => (old?.id === panel.id && old.side === side ? old : { id: panel.id, side }))
    },
    onDrop(panel, event) {
      const scene = scenes.find(scene => scene.id === panel.sceneId)
      letGo(scene && dropPlace(scene.id, scene.panels, panel.id, sideAcross(event), dragged.current))
    },
  })
  function letGo(place: Place | null | undefined) {
    const ids = inOrder(story, dragged.current)
    dragged.current = new Set()
    setOver(null)
    const [id] = ids
    if (!place || !id) return
    // Not when the drag begins: the inspector that opens would move the board under the pointer.
    if (!selection.ids.has(id)) on.onSelect(id)
    on.onMove(ids, place)
  }
  function onSceneOver(scene: TreeScene, event: DragEvent<HTMLElement>) {
    if (dragged.current.size === 0) return
    event.preventDefault()
    setOver(old => (old?.id === scene.id ? old : { id: scene.id, side: 'after' }))
  }

  return (
    <div
      ref={ref}
      className={styles.scroller}
      role="grid"
      aria-label="Panels"
      aria-multiselectable
      aria-rowcount={layout.lines.length}
      aria-activedescendant={focus ? cardId(focus) : undefined}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={event => event.target === event.currentTarget && on.onKey(event, layout)}
      onDragEnd={() => letGo(null)}
      style={{ '--gap': `${GAP}px`, '--padding': `${PADDING_PX}px` }}
    >
      <div className={styles.canvas} role="presentation" style={{ height: layout.height }}>
        {visibleLines(layout, top, Math.max(height, 400), BEYOND_PX).map(line =>
          line.kind === 'scene' ? (
            <SceneLine key={`scene ${line.scene.id}`} line={line} isOver={over?.id === line.scene.id} {...events} />
          ) : (
            <CardsRow
              key={`${line.scene.id} ${line.first}`}
              {...{ line, characters, selection, over, isRushing }}
              columns={layout.columns}
              pictureHeight={layout.pictureHeight}
              {...events}
            />
          ),
        )}
      </div>
    </div>
  )
}

/** Brings the panel that has the keyboard into the window, of which the place is known without asking the page. */
function useKeepInView(
  scroller: RefObject<HTMLDivElement | null>,
  line: CardsLine | null,
  focus: string | null,
  window: { top: RefObject<number>; height: number },
) {
  const latest = useRef({ line, window })
  latest.current = { line, window }
  // A panel that is moved takes the window along; one that others push about does not, while it stays on its line.
  const place = line && `${line.scene.id} ${line.first}`
  const isMeasured = window.height > 0
  useEffect(() => {
    const { line, window } = latest.current
    if (!line || !scroller.current || !isMeasured) return
    const { current: top } = window.top
    const end = line.y + line.height + 3 * PADDING_PX
    if (line.y < top) scroller.current.scrollTop = line.y - GAP
    else if (end - PADDING_PX > top + window.height) scroller.current.scrollTop = end - window.height
  }, [focus, place, isMeasured, scroller])
}
