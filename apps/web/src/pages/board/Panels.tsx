import { useLocalStorage } from '@mantine/hooks'
import type { ProjectTree } from '@storycanvas/api'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, memo, useEffect, useMemo, useState } from 'react'
import { editProject } from '../../api/editing.ts'
import { panelStep } from '../../api/tree.ts'
import { animaticOf } from '../../player/animatic.ts'
import { AnimaticPlayer } from '../../player/AnimaticPlayer.tsx'
import { lastStarted } from '../../player/programme.ts'
import { useCommands } from '../../shell/commands/active.ts'
import { commandOf } from '../../shell/commands/keys.ts'
import styles from './Board.module.css'
import { BoardBar, type CardSize, cardWidths } from './BoardBar.tsx'
import { BoardGrid, type GridEvents } from './BoardGrid.tsx'
import { PanelInspector } from './inspector/PanelInspector.tsx'
import { type Layout, panelVertically } from './layout.ts'
import { everything, kept, nothing, only, passedOn, reaching, toggled } from './selection.ts'
import { inOrder, storyOf } from './story.ts'
import { useDrawing } from './useDrawing.ts'
import { useRested } from './useRested.ts'
import { useSame } from './useSame.ts'

/** Whoever steps on sooner than this sees the frame move, and the panel beside the board when it rests. */
const REST_MS = 150
/** These take their direction from the key, so that only the grid can give them. */
const ignored = () => undefined
/** What a step of the keyboard leaves as it is. */
const [Bar, Grid, Inspector] = [memo(BoardBar), memo(BoardGrid), memo(PanelInspector)]

/** All panels of the story, those in hand, and what can be done with them. */
export function Panels({ tree }: { tree: ProjectTree }) {
  const { id } = tree.project
  const { panel: asked } = useSearch({ from: '/app/projects/$id/board' })
  const navigate = useNavigate({ from: '/projects/$id/board' })
  const [held, select] = useState(() => (asked ? only(asked) : nothing))
  const [playingFrom, setPlayingFrom] = useState<number | null>(null)
  const [size, setSize] = useLocalStorage<CardSize>({ key: 'storycanvas.board-size', defaultValue: 'medium' })
  const drawing = useDrawing(id)
  const story = useMemo(() => storyOf(tree), [tree])
  const { scenes, panels, order, places } = story
  const selection = useMemo(() => kept(held, places), [held, places])
  const { focus } = selection
  const rested = useRested(focus, REST_MS)
  const shown = focus && rested && panels[places.get(rested) ?? -1]
  // The address names the panel in hand, so that a reload or a link comes back to it.
  useEffect(() => {
    if (rested !== (asked ?? null)) void navigate({ search: rested ? { panel: rested } : {}, replace: true })
  }, [rested, asked, navigate])
  const edit = useMemo(() => editProject(id), [id])
  const selected = () => inOrder(story, selection.ids)
  const isAny = selection.ids.size > 0
  const play = (from: string | null) => {
    const shot = animaticOf(tree).shots.find(shot => shot.id === from)
    setPlayingFrom(shot?.start ?? 0)
  }

  const commands = {
    all: () => select(everything(order, selection)),
    toggle: () => focus && select(toggled(selection, focus)),
    draw: () => isAny && drawing.draw({ panelIds: selected() }),
    'draw-all': () => drawing.draw({}),
    'draw-missing': () => drawing.draw({ onlyMissing: true }),
    play: () => play(focus),
    delete() {
      if (!isAny) return
      void edit.deletePanels(selected())
      select(passedOn(selection, order))
    },
    none: () => select(nothing),
  }
  useCommands('board', { ...commands, go: ignored, reach: ignored, move: ignored }, 'element')

  function step(event: KeyboardEvent, layout: Layout): string | undefined {
    const at = focus === null ? -1 : (places.get(focus) ?? -1)
    if (at === -1 || event.key === 'Home') return order[0]
    if (event.key === 'End') return order.at(-1)
    if (event.key === 'ArrowLeft') return order[at - 1]
    if (event.key === 'ArrowRight') return order[at + 1]
    return order[panelVertically(layout, at, event.key === 'ArrowUp' ? -1 : 1) ?? -1]
  }
  function shift(direction: -1 | 1) {
    const scene = scenes.find(scene => scene.panels.some(panel => panel.id === focus))
    const ids = scene?.panels.filter(panel => selection.ids.has(panel.id)).map(panel => panel.id) ?? []
    if (ids.length > 0) void edit.movePanels(ids, tree => panelStep(storyOf(tree).scenes, new Set(ids), direction))
  }
  const grid = useSame<GridEvents>({
    onPick(panel, event) {
      if (event.shiftKey) select(reaching(selection, panel.id, order))
      else if (event.ctrlKey || event.metaKey) select(toggled(selection, panel.id))
      else select(only(panel.id))
    },
    onPlay: panel => play(panel.id),
    onSelect: panelId => select(only(panelId)),
    onKey(event, layout) {
      const command = commandOf('board', event)
      if (!command) return
      event.preventDefault()
      if (command === 'go' || command === 'reach') {
        const next = step(event, layout)
        if (next) select(command === 'reach' ? reaching(selection, next, order) : only(next))
      } else if (command === 'move') shift(event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 1)
      else commands[command]()
    },
    onMove: (ids, place) => void edit.movePanels(ids, place),
    onDrawScene: scene => drawing.draw({ sceneId: scene.id }),
    onAddPanel: async scene => {
      const panel = await edit.addPanel(scene.id, undefined)
      if (panel) select(only(panel.id))
    },
  })
  const bar = useSame({
    selected,
    onDraw: drawing.draw,
    onCancel: drawing.cancel,
    onSize: setSize,
    onPlay: () => play(focus),
    onDelete: () => commands.delete(),
  })
  const inspector = useSame({ onDraw: drawing.redraw, onClose: commands.none })

  return (
    <div className={styles.board}>
      <Bar
        projectId={id}
        story={story}
        selectedCount={selection.ids.size}
        batch={drawing.current}
        isStarting={drawing.isStarting}
        isStopping={drawing.isStopping}
        size={size}
        {...bar}
      />
      <Grid
        story={story}
        aspect={tree.project.width / tree.project.height}
        cardWidth={cardWidths[size]}
        selection={selection}
        {...grid}
      />
      {shown && selection.ids.size < 2 && (
        <Inspector
          panel={shown}
          tree={tree}
          edit={edit}
          isDrawing={drawing.isStarting}
          isStill={focus === rested}
          {...inspector}
        />
      )}
      {playingFrom !== null && (
        <AnimaticPlayer
          title={tree.project.name}
          programme={animaticOf(tree)}
          start={playingFrom}
          onClose={frame => {
            const { shots } = animaticOf(tree)
            const shot = shots[lastStarted(shots, frame)]
            if (shot) select(only(shot.id))
            setPlayingFrom(null)
          }}
        />
      )}
    </div>
  )
}
