import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconBrush, IconPlus } from '@tabler/icons-react'
import { type DragEvent, memo, type RefObject } from 'react'
import type { TreeScene } from '../../api/tree.ts'
import styles from './Board.module.css'
import type { Line } from './layout.ts'
import type { CardEvents } from './PanelCard.tsx'
import { SceneComments } from './SceneComments.tsx'

export type SceneEvents = {
  onSceneOver: (scene: TreeScene, event: DragEvent<HTMLElement>) => void
  onSceneDrop: (scene: TreeScene) => void
  onDrawScene: (scene: TreeScene) => void
  onAddPanel: (scene: TreeScene) => void
}

/** The same functions for good, which call whatever is latest. */
export const forwarding = (latest: RefObject<CardEvents & SceneEvents>): CardEvents & SceneEvents => ({
  onPick: (panel, event) => latest.current.onPick(panel, event),
  onPlay: panel => latest.current.onPlay(panel),
  onDragStart: (panel, event) => latest.current.onDragStart(panel, event),
  onDragOver: (panel, event) => latest.current.onDragOver(panel, event),
  onDrop: panel => latest.current.onDrop(panel),
  onSceneOver: (scene, event) => latest.current.onSceneOver(scene, event),
  onSceneDrop: scene => latest.current.onSceneDrop(scene),
  onDrawScene: scene => latest.current.onDrawScene(scene),
  onAddPanel: scene => latest.current.onAddPanel(scene),
})

type SceneLineProps = SceneEvents & { line: Extract<Line, { kind: 'scene' }>; rowIndex: number; isOver: boolean }

/** The heading of a scene, above its panels. */
export const SceneLine = memo(function SceneLine({
  line,
  rowIndex,
  isOver,
  onSceneOver,
  onSceneDrop,
  onDrawScene,
  onAddPanel,
}: SceneLineProps) {
  const { scene, y, height, number } = line
  const drawn = scene.panels.filter(panel => panel.chosenTake).length
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={styles.sceneLine}
      data-over={isOver || undefined}
      style={{ transform: `translateY(${y}px)`, height }}
      onDragOver={event => onSceneOver(scene, event)}
      onDrop={() => onSceneDrop(scene)}
    >
      <div role="gridcell" className={styles.sceneCell}>
        <span className={styles.sceneNumber}>{number}</span>
        <span className={styles.sceneHeading} title={scene.heading}>
          {scene.heading}
        </span>
        <span className={styles.sceneFacts}>
          {drawn}/{scene.panels.length} drawn
        </span>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          className={styles.drawScene}
          leftSection={<IconBrush size={14} aria-hidden />}
          disabled={scene.panels.length === 0}
          onClick={() => onDrawScene(scene)}
        >
          Draw scene
        </Button>
        <SceneComments scene={scene} />
        <Tooltip label="Add panel">
          <ActionIcon size="sm" aria-label={`Add panel to ${scene.heading}`} onClick={() => onAddPanel(scene)}>
            <IconPlus size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  )
})
