import { ActionIcon, Button, Tooltip } from '@mantine/core'
import type { ProjectTree } from '@storycanvas/api'
import { IconFileImport, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ProjectEditor } from '../../api/editing.ts'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { useFocusStays } from '../../shell/useFocusStays.ts'
import { saveChapter } from './saveChapter.ts'
import styles from './Story.module.css'
import { useArranging } from './useArranging.ts'

type Props = {
  tree: ProjectTree
  edit: ProjectEditor
  shownScene: string | undefined
  onAddScene: (chapterId: string) => void
  onImport: () => void
}

/** Chapters and their scenes; both are dragged, or moved with Alt and the arrows. */
export function Outline({ tree, edit, shownScene, onAddScene, onImport }: Props) {
  const navigate = useNavigate({ from: '/projects/$id/story' })
  const arranging = useArranging(tree, edit)
  const list = useFocusStays<HTMLElement>('[data-item]')
  const before = (chapterId: string) => {
    const at = tree.chapters.findIndex(chapter => chapter.id === chapterId)
    return tree.chapters.slice(0, at).reduce((count, chapter) => count + chapter.scenes.length, 0)
  }
  const show = (scene: string) => {
    void navigate({ search: { scene }, replace: true })
    document.getElementById(`scene-${scene}`)?.scrollIntoView({ block: 'start' })
  }
  return (
    <aside className={styles.outline} aria-label="Outline" {...list}>
      <div className={styles.tools}>
        <Button size="xs" variant="default" fullWidth leftSection={<IconFileImport size={14} aria-hidden />} onClick={onImport}>
          Import story
        </Button>
      </div>
      {tree.chapters.map(chapter => (
        <div
          key={chapter.id}
          className={styles.chapter}
          data-over={arranging.sideOf(chapter.id)}
          {...arranging.chapterTarget(chapter)}
        >
          <div className={styles.chapterTitle} data-item>
            <Tooltip label="Drag to move, or Alt with the arrows">
              <ActionIcon
                size="sm"
                className={styles.grip}
                aria-label={`Move ${chapter.title}`}
                {...arranging.handle({ kind: 'chapter', id: chapter.id })}
              >
                <IconGripVertical size={14} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <AutosaveText
              aria-label="Chapter title"
              variant="unstyled"
              size="xs"
              maxLength={300}
              required
              value={chapter.title}
              save={title => saveChapter(chapter, { title })}
            />
            <Tooltip label="Add scene">
              <ActionIcon size="sm" aria-label={`Add scene to ${chapter.title}`} onClick={() => onAddScene(chapter.id)}>
                <IconPlus size={14} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Delete chapter">
              <ActionIcon
                size="sm"
                aria-label={`Delete ${chapter.title}`}
                onClick={() => void edit.deleteChapter(chapter.id, chapter.title)}
              >
                <IconTrash size={14} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </div>
          <ol className={styles.scenes}>
            {chapter.scenes.map((scene, at) => (
              <li key={scene.id} data-item data-over={arranging.sideOf(scene.id)} {...arranging.sceneTarget(chapter, scene.id)}>
                <button
                  type="button"
                  className={styles.sceneLink}
                  aria-current={shownScene === scene.id ? 'true' : undefined}
                  aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                  title={scene.synopsis ? `${scene.heading}\n${scene.synopsis}` : scene.heading}
                  onClick={() => show(scene.id)}
                  {...arranging.handle({ kind: 'scene', id: scene.id })}
                >
                  <span className={styles.sceneNumber}>{scene.number ?? String(before(chapter.id) + at + 1)}</span>
                  <span>{scene.heading}</span>
                  <span className={styles.count}>{scene.panels.length}</span>
                </button>
              </li>
            ))}
          </ol>
        </div>
      ))}
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => void edit.addChapter(`Chapter ${tree.chapters.length + 1}`)}
      >
        Add chapter
      </Button>
    </aside>
  )
}
