import { useElementSize, useMergedRef } from '@mantine/hooks'
import type { Character } from '@storycanvas/api'
import { type DragEvent, type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { Place, TreeScene } from '../../api/tree.ts'
import styles from './Board.module.css'
import { dropPlace, type Side } from './drop.ts'
import { GAP, type Layout, layOut, lineOf, visibleLines } from './layout.ts'
import { type CardEvents, cardId, PanelCard } from './PanelCard.tsx'
import { forwarding, type SceneEvents, SceneLine } from './SceneLine.tsx'
import type { Selection } from './selection.ts'

type Props = {
  scenes: readonly TreeScene[]
  characters: ReadonlyMap<string, Character>
  aspect: number
  cardWidth: number
  selection: Selection
  onPick: CardEvents['onPick']
  onPlay: CardEvents['onPlay']
  onSelect: (id: string) => void
  onKey: (event: KeyboardEvent, layout: Layout) => void
  onMove: (ids: readonly string[], place: Place) => void
  onDrawScene: (scene: TreeScene) => void
  onAddPanel: (scene: TreeScene) => void
}

/** Room above and below the window that is drawn before one scrolls there. */
const BEYOND_PX = 600
/** Scrolling draws anew once in so many pixels; what is beyond the window covers the rest. */
const STEP_PX = 200
const PADDING_PX = 16

/** All panels in rows by scene. Only lines in and near the window are in the page, so thousands scroll smoothly. */
export function BoardGrid({ scenes, characters, aspect, cardWidth, selection, ...on }: Props) {
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>()
  const scroller = useRef<HTMLDivElement>(null)
  const ref = useMergedRef(scroller, sizeRef)
  const [top, setTop] = useState(0)
  const [over, setOver] = useState<{ id: string; side: Side } | null>(null)
  const dragged = useRef<ReadonlySet<string>>(new Set())
  const layout = useMemo(
    () => layOut(scenes, { width: Math.max(200, width), cardWidth, aspect }),
    [scenes, width, cardWidth, aspect],
  )
  useKeepInView(scroller, layout, selection.focus)

  const latest = useRef<CardEvents & SceneEvents>(null!)
  latest.current = {
    onSceneOver,
    onSceneDrop: scene => letGo({ parentId: scene.id, after: null }),
    onDrawScene: on.onDrawScene,
    onAddPanel: on.onAddPanel,
    onPick: on.onPick,
    onPlay: on.onPlay,
    onDragStart(panel, event) {
      if (!selection.ids.has(panel.id)) on.onSelect(panel.id)
      dragged.current = selection.ids.has(panel.id) ? selection.ids : new Set([panel.id])
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', panel.description)
    },
    onDragOver(panel, event) {
      if (dragged.current.size === 0) return
      event.preventDefault()
      const box = event.currentTarget.getBoundingClientRect()
      const side = event.clientX < box.left + box.width / 2 ? 'before' : 'after'
      setOver(old => (old?.id === panel.id && old.side === side ? old : { id: panel.id, side }))
    },
    onDrop(panel) {
      const scene = scenes.find(scene => scene.id === panel.sceneId)
      letGo(scene && over && dropPlace(scene, panel.id, over.side, dragged.current))
    },
  }
  function letGo(place: Place | null | undefined) {
    const order = scenes.flatMap(scene => scene.panels.map(panel => panel.id))
    const ids = order.filter(id => dragged.current.has(id))
    dragged.current = new Set()
    setOver(null)
    if (place && ids.length > 0) on.onMove(ids, place)
  }
  function onSceneOver(scene: TreeScene, event: DragEvent<HTMLElement>) {
    if (dragged.current.size === 0) return
    event.preventDefault()
    setOver(old => (old?.id === scene.id ? old : { id: scene.id, side: 'after' }))
  }
  // The same functions each time, so that cards which do not change are not rendered anew while one scrolls.
  const [events] = useState(() => forwarding(latest))

  return (
    <div
      ref={ref}
      className={styles.scroller}
      role="grid"
      aria-label="Panels"
      aria-multiselectable
      aria-rowcount={layout.lines.length}
      aria-activedescendant={selection.focus ? cardId(selection.focus) : undefined}
      tabIndex={0}
      onScroll={event => setTop(Math.floor(event.currentTarget.scrollTop / STEP_PX) * STEP_PX)}
      onKeyDown={event => event.target === event.currentTarget && on.onKey(event, layout)}
      onDragEnd={() => letGo(null)}
      style={{ '--gap': `${GAP}px`, '--padding': `${PADDING_PX}px` }}
    >
      <div className={styles.canvas} role="presentation" style={{ height: layout.height }}>
        {visibleLines(layout, top, Math.max(height, 400), BEYOND_PX).map(line =>
          line.kind === 'scene' ? (
            <SceneLine
              key={`scene ${line.scene.id}`}
              line={line}
              rowIndex={layout.lines.indexOf(line) + 1}
              isOver={over?.id === line.scene.id}
              {...events}
            />
          ) : (
            <div
              key={`${line.scene.id} ${line.first}`}
              role="row"
              aria-rowindex={layout.lines.indexOf(line) + 1}
              className={styles.line}
              style={{
                transform: `translateY(${line.y}px)`,
                height: line.height,
                '--columns': layout.columns,
                '--picture': `${layout.pictureHeight}px`,
              }}
            >
              {line.panels.map((panel, at) => (
                <PanelCard
                  key={panel.id}
                  panel={panel}
                  number={String(line.first + at + 1)}
                  characters={characters}
                  selected={selection.ids.has(panel.id)}
                  focused={selection.focus === panel.id}
                  dropSide={over?.id === panel.id ? over.side : null}
                  {...events}
                />
              ))}
            </div>
          ),
        )}
      </div>
    </div>
  )
}

/** Brings the panel that has the keyboard into the window. */
function useKeepInView(scroller: RefObject<HTMLDivElement | null>, layout: Layout, focus: string | null) {
  const latest = useRef(layout)
  latest.current = layout
  const standing = focus && lineOf(layout, focus)
  // A panel that is moved takes the window along; one that others push about does not, while it stays on its line.
  const place = standing ? `${standing.scene.id} ${standing.first}` : null
  useEffect(() => {
    const line = focus && lineOf(latest.current, focus)
    const window = scroller.current
    if (!line || !window) return
    if (line.y < window.scrollTop) window.scrollTop = line.y - GAP
    else if (line.y + line.height > window.scrollTop + window.clientHeight - 2 * PADDING_PX)
      window.scrollTop = line.y + line.height - window.clientHeight + 3 * PADDING_PX
  }, [focus, place, scroller])
}
