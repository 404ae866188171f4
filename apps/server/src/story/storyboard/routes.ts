import type { contract } from '@storycanvas/api'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../platform/http/handlers.ts'
import { readProject } from '../../projects/read.ts'
import { projectOf } from '../change-story.ts'
import { contactSheet } from './contact-sheet.ts'
import { framesOf } from './frames.ts'
import { storyboardPdf } from './pdf.ts'

type Operations = 'printStoryboard' | 'getContactSheet'

/** The board on paper and as one picture. */
export function storyboardRoutes({
  database,
  media,
}: Pick<Context, 'database' | 'media'>): Handlers<Pick<typeof contract, Operations>> {
  const named = async (projectId: string, ending: string) =>
    `${(await readProject(database, projectId)).name.replaceAll(/[\\/:*?"<>|]/g, '_')} ${ending}`
  return {
    printStoryboard: async call => {
      const projectId = projectOf(call)
      const frames = await framesOf(database, projectId, call.query.sceneId)
      const { name } = await readProject(database, projectId)
      const body = await storyboardPdf(media, name, frames, call.query.layout)
      return { mediaType: 'application/pdf', fileName: await named(projectId, 'storyboard.pdf'), body, caching: 'never' }
    },
    getContactSheet: async call => {
      const projectId = projectOf(call)
      const body = await contactSheet(media, await framesOf(database, projectId, call.query.sceneId))
      return { mediaType: 'image/png', fileName: await named(projectId, 'contact sheet.png'), body, caching: 'never' }
    },
  }
}
