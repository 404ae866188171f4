import { EmptyState } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useState } from 'react'
import { editProject } from '../../api/editing.ts'
import { treeQuery } from '../../api/queries.ts'
import { panelsOf, panelStep, scenesOf, type TreeScene } from '../../api/tree.ts'
import { animaticOf } from '../../player/animatic.ts'
import { AnimaticPlayer } from '../../player/AnimaticPlayer.tsx'
import { lastStarted } from '../../player/programme.ts'
import { useCommands } from '../../shell/commands/active.ts'
import { commandOf } from '../../shell/commands/keys.ts'
import { LinkButton } from '../../shell/LinkButton.tsx'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import styles from './Board.module.css'
import { BoardBar, type CardSize, cardWidths } from './BoardBar.tsx'
import { BoardGrid } from './BoardGrid.tsx'
import { PanelInspector } from './inspector/PanelInspector.tsx'
import { type Layout, panelVertically } from './layout.ts'
import { everything, nothing, only, reaching, remaining, toggled } from './selection.ts'
import { useDrawing } from './useDrawing.ts'

/** These take their direction from the key, so that only the grid can give them. */
const ignored = () => undefined

export function Board() {
  const { id } = useParams({ from: '/app/projects/$id/board' })
  const { panel: asked } = useSearch({ from: '/app/projects/$id/board' })
  const navigate = useNavigate({ from: '/projects/$id/board' })
  const { data: tree } = useQuery(treeQuery(id))
  const [held, select] = useState(() => (asked ? only(asked) : nothing))
  const [playingFrom, setPlayingFrom] = useState<number | null>(null)
  const [size, setSize] = useLocalStorage<CardSize>({ key: 'storycanvas.board-size', defaultValue: 'medium' })
  const drawing = useDrawing(id)
  const order = tree ? panelsOf(tree).map(panel => panel.id) : []
  const selection = tree ? remaining(held, order) : held
  const { focus } = selection
  // The address names the panel in hand, so that a reload or a link comes back to it.
  useEffect(() => {
    if (focus !== (asked ?? null)) void navigate({ search: focus ? { panel: focus } : {}, replace: true })
  }, [focus, asked, navigate])
  const scenes = useMemo(() => (tree ? scenesOf(tree) : []), [tree])
  const characters = useMemo(() => new Map(tree?.characters.map(character => [character.id, character])), [tree])
  const edit = editProject(id)
  const panels = tree ? panelsOf(tree) : []
  const inHand = panels.find(panel => panel.id === focus)
  const selected = order.filter(panel => selection.ids.has(panel))
  const play = (from: string | null) => {
    if (!tree) return
    const shot = animaticOf(tree).shots.find(shot => shot.id === from)
    setPlayingFrom(shot?.start ?? 0)
  }

  const isAny = selected.length > 0
  const commands = {
    all: () => select(everything(order, selection)),
    toggle: () => focus && select(toggled(selection, focus)),
    draw: () => isAny && drawing.draw({ panelIds: selected }),
    'draw-all': () => drawing.draw({}),
    'draw-missing': () => drawing.draw({ onlyMissing: true }),
    play: () => play(focus),
    delete: () => isAny && void edit.deletePanels(selected),
    none: () => select(nothing),
  }
  useCommands('board', { ...commands, go: ignored, reach: ignored, move: ignored }, 'element')
  if (!tree) return <PageSkeleton />

  function pick(panelId: string, event: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>) {
    if (event.shiftKey) select(reaching(selection, panelId, order))
    else if (event.ctrlKey || event.metaKey) select(toggled(selection, panelId))
    else select(only(panelId))
  }
  function step(event: KeyboardEvent, layout: Layout): string | null {
    if (!focus) return order[0] ?? null
    const at = order.indexOf(focus)
    if (event.key === 'ArrowLeft') return order[at - 1] ?? null
    if (event.key === 'ArrowRight') return order[at + 1] ?? null
    if (event.key === 'Home') return order[0] ?? null
    if (event.key === 'End') return order.at(-1) ?? null
    return panelVertically(layout, focus, event.key === 'ArrowUp' ? -1 : 1)
  }
  function shift(direction: -1 | 1) {
    const scene = scenes.find(scene => scene.panels.some(panel => panel.id === focus))
    const ids = scene?.panels.filter(panel => selection.ids.has(panel.id)).map(panel => panel.id) ?? []
    if (ids.length > 0) void edit.movePanels(ids, tree => panelStep(scenesOf(tree), new Set(ids), direction))
  }
  function key(event: KeyboardEvent, layout: Layout) {
    const command = commandOf('board', event)
    if (!command) return
    event.preventDefault()
    if (command === 'go' || command === 'reach') {
      const next = step(event, layout)
      if (next) select(command === 'reach' ? reaching(selection, next, order) : only(next))
    } else if (command === 'move') shift(event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 1)
    else commands[command]()
  }
  const add = (scene: TreeScene) =>
    void edit.addPanel(scene.id, undefined).then(panel => {
      if (panel) select(only(panel.id))
    })

  if (scenes.length === 0)
    return (
      <EmptyState
        mt={80}
        title="Nothing to draw yet"
        description="The board shows the panels of each scene. Begin with the story."
      >
        <LinkButton mt="md" to="/projects/$id/story" params={{ id }}>
          Go to the story
        </LinkButton>
      </EmptyState>
    )
  return (
    <div className={styles.board}>
      <BoardBar
        projectId={id}
        panels={panels}
        characters={tree.characters}
        selected={selected}
        drawing={drawing}
        size={size}
        onSize={setSize}
        onPlay={() => play(focus)}
        onDelete={() => void edit.deletePanels(selected)}
      />
      <BoardGrid
        scenes={scenes}
        characters={characters}
        aspect={tree.project.width / tree.project.height}
        cardWidth={cardWidths[size]}
        selection={selection}
        onPick={(panel, event) => pick(panel.id, event)}
        onPlay={panel => play(panel.id)}
        onSelect={panel => select(only(panel))}
        onKey={key}
        onMove={(ids, place) => void edit.movePanels(ids, place)}
        onDrawScene={scene => drawing.draw({ sceneId: scene.id })}
        onAddPanel={add}
      />
      {inHand && selection.ids.size < 2 && (
        <PanelInspector
          key={inHand.id}
          panel={inHand}
          tree={tree}
          edit={edit}
          isDrawing={drawing.isStarting}
          onDraw={() => drawing.redraw(inHand.id)}
          onClose={() => select(nothing)}
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
