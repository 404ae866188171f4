import type { Chapter } from '@storycanvas/api'
import { refresh } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'

/** Changes a chapter as it was when the change was begun. */
export async function saveChapter({ id, projectId, version }: Chapter, fields: { title?: string; synopsis?: string }) {
  await server.updateChapter({ params: { id }, body: { ...fields, version } })
  await refresh(keys.tree(projectId))
}
