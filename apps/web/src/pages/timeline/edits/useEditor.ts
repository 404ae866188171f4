import type { ProjectTree } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { useMemo, useState } from 'react'
import { complain } from '../../../api/actions.tsx'
import { keys } from '../../../api/queries.ts'
import { queryClient, server } from '../../../api/server.ts'
import type { DeskStore } from '../desk/desk.ts'
import { useStore } from '../desk/store.ts'
import { createEditor } from './editor.ts'
import { renamedIds, withSteps } from './steps.ts'

/** The document as it will be once the server has made what was done here, and the way to do more. */
export function useEditor(projectId: string, document: Timeline, desk: DeskStore) {
  const [editor] = useState(() => {
    const queryKey = keys.timeline(projectId)
    const cached = () => queryClient.getQueryData<Timeline>(queryKey) ?? document
    return createEditor({
      document: cached,
      send: (edits, label) => server.editTimeline({ params: { id: projectId }, body: { edits: [...edits], label } }),
      travel: direction =>
        direction === 'undo'
          ? server.undoTimeline({ params: { id: projectId }, body: {} })
          : server.redoTimeline({ params: { id: projectId }, body: {} }),
      async reload() {
        await queryClient.invalidateQueries({ queryKey })
        // The first edit ends that the cut follows the board, which the project says.
        const tree = queryClient.getQueryData<ProjectTree>(keys.tree(projectId))
        if (tree?.project.cutFollowsBoard) void queryClient.invalidateQueries({ queryKey: keys.tree(projectId) })
        return cached()
      },
      refused: complain,
      settled(names) {
        if (names.size === 0) return
        const { selection, drafts } = desk.get()
        const marker = names.get(selection.marker ?? '') ?? selection.marker
        desk.set({
          selection: { ...selection, clips: renamedIds(selection.clips, names), marker },
          drafts: new Map([...drafts, ...[...names].map(([draft, id]) => [id, draft] as const)]),
        })
      },
      travelled: ({ changedClipIds }) =>
        desk.set({ selection: { clips: new Set(changedClipIds), transition: null, marker: null } }),
    })
  })
  const { steps } = useStore(editor.waiting, value => value)
  // A step that is dropped is in the document by then, which reaches the page as a prop only a moment later.
  const newest = queryClient.getQueryData<Timeline>(keys.timeline(projectId)) ?? document
  const timeline = useMemo(() => withSteps(newest, steps), [newest, steps])
  return { timeline, editor }
}
