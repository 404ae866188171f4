import { refresh } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'

export async function saveChapter(projectId: string, id: string, fields: { title?: string; synopsis?: string }) {
  await server.updateChapter({ params: { id }, body: fields })
  await refresh(keys.tree(projectId))
}
