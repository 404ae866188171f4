import { IconBrush, IconPlus } from '@tabler/icons-react'
import { type DragEvent, memo } from 'react'
import type { TreeScene } from '../../api/tree.ts'
import styles from './Board.module.css'
import type { Line } from './layout.ts'
import { SceneComments } from './SceneComments.tsx'

export type SceneEvents = {
  onSceneOver: (scene: TreeScene, event: DragEvent<HTMLElement>) => void
  onSceneDrop: (scene: TreeScene) => void
  onDrawScene: (scene: TreeScene) => void
  onAddPanel: (scene: TreeScene) => void
}

type SceneLineProps = SceneEvents & { line: Extract<Line, { kind: 'scene' }>; isOver: boolean }

/** The heading of a scene, above its panels. Its buttons are plain ones: while one scrolls, many headings go by. */
export const SceneLine = memo(function SceneLine({ line, isOver, ...on }: SceneLineProps) {
  const { scene, at, y, height, number } = line
  const drawn = scene.panels.filter(panel => panel.chosenTake).length
  return (
    <div
      role="row"
      aria-rowindex={at + 1}
      className={styles.sceneLine}
      data-over={isOver || undefined}
      style={{ top: y, height }}
      onDragOver={event => on.onSceneOver(scene, event)}
      onDrop={() => on.onSceneDrop(scene)}
    >
      <div role="gridcell" className={styles.sceneCell}>
        <span className={styles.sceneNumber}>{number}</span>
        <span className={styles.sceneHeading} title={scene.heading}>
          {scene.heading}
        </span>
        <span className={styles.sceneFacts}>
          {drawn}/{scene.panels.length} drawn
        </span>
        <button
          type="button"
          className={styles.tool}
          title="Draw scene"
          disabled={scene.panels.length === 0}
          onClick={() => on.onDrawScene(scene)}
        >
          <IconBrush size={14} aria-hidden />
          <span className={styles.toolName}>Draw scene</span>
        </button>
        <SceneComments scene={scene} />
        <button
          type="button"
          className={styles.tool}
          title="Add panel"
          aria-label={`Add panel to ${scene.heading}`}
          onClick={() => on.onAddPanel(scene)}
        >
          <IconPlus size={14} aria-hidden />
        </button>
      </div>
    </div>
  )
})
