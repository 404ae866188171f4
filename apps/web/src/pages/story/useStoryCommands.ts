import type { ProjectTree } from '@storycanvas/api'
import { useNavigate } from '@tanstack/react-router'
import { complain } from '../../api/actions.tsx'
import type { ProjectEditor } from '../../api/editing.ts'
import { scenesOf } from '../../api/tree.ts'
import { useCommands } from '../../shell/commands/active.ts'
import { putCaretInto } from './caretAt.ts'
import { saveScreenplay } from './saveScreenplay.ts'

type Parts = {
  tree: ProjectTree | undefined
  edit: ProjectEditor
  addScene: (chapterId: string) => void
  shownScene: string | undefined
  whole: boolean
  onImport: () => void
}

/** What can be done on the Story page by key or by name. */
export function useStoryCommands({ tree, edit, addScene, shownScene, whole, onImport }: Parts): void {
  const navigate = useNavigate({ from: '/projects/$id/story' })
  const scenes = tree ? scenesOf(tree) : []
  const at = Math.max(
    0,
    scenes.findIndex(({ id }) => id === shownScene),
  )
  const show = (scene: string | undefined) => {
    if (!scene) return
    void navigate({ search: { scene }, replace: true })
    document.getElementById(`scene-${scene}`)?.scrollIntoView({ block: 'start' })
  }
  const save = (format: 'fountain' | 'fdx') => tree && saveScreenplay(tree.project.id, format).catch(complain)
  useCommands(
    'story',
    {
      import: onImport,
      'add-chapter': () => tree && void edit.addChapter(`Chapter ${tree.chapters.length + 1}`),
      'add-scene': () => {
        const last = tree?.chapters.at(-1)
        if (last) addScene(last.id)
      },
      write: () => scenes[at] && putCaretInto(scenes[at].id, 'end'),
      'next-scene': () => show(scenes[shownScene ? at + 1 : 0]?.id),
      'previous-scene': () => show(scenes[at - 1]?.id),
      mode: () => void navigate({ search: whole ? {} : { whole: true }, replace: true }),
      fountain: () => void save('fountain'),
      fdx: () => void save('fdx'),
    },
    'page',
  )
}
