import { keys } from '../../api/queries.ts'
import { queryClient, server } from '../../api/server.ts'
import type { Sample } from './samples.ts'

/** Makes a project of a sample story and has all its panels drawn; answers the project's id. */
export async function openSample({ name, read }: Sample): Promise<string> {
  const project = await server.createProject({
    body: { name, template: 'short-film', description: 'The sample that comes with StoryCanvas.' },
  })
  await server.importIntoProject({ params: { id: project.id }, body: { text: await read(), format: 'fountain' } })
  await server.generateBatch({ body: { projectId: project.id } })
  await queryClient.invalidateQueries({ queryKey: keys.projects })
  return project.id
}
