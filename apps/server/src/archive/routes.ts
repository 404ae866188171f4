import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { type FiguresOf, getProject } from '../projects/read.ts'
import { projectOf } from '../story/change-story.ts'
import { exportProject } from './export.ts'
import { duplicateProject, importProject } from './import.ts'

type Operations = 'exportProjectFile' | 'importProjectFile' | 'duplicateProject'

/** The room of projects that travel whole. */
export function archiveRoutes(
  context: Pick<Context, 'database' | 'media' | 'tools' | 'config'>,
  { figuresOf }: { figuresOf: FiguresOf },
): Handlers<Pick<typeof contract, Operations>> {
  const owned = (id: string) => getProject(context.database, figuresOf, id, 'owner')
  return {
    exportProjectFile: call => exportProject(context, projectOf(call)),
    importProjectFile: async ({ actor, upload, facts }) => owned(await importProject(context, actor.id, upload, facts.signal)),
    duplicateProject: async call => owned(await duplicateProject(context, call.actor.id, projectOf(call), call.body.name)),
  }
}
