import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import type { AnyJobDefinition } from '../platform/jobs/define.ts'
import { projectOf } from '../story/change-story.ts'
import { clipRoutes, type ClipOperations } from './clips/routes.ts'
import { analyseScene } from './cut/scene-analysis.ts'
import { editRoutes, type EditOperations } from './edits/routes.ts'
import { exchangeRoutes, type ExchangeOperations } from './exchange/routes.ts'
import { exportProject, listExportFormats } from './exports/export.ts'
import { renderJob } from './renders/job.ts'
import type { VideosOf } from './renders/read.ts'
import { renderRoutes, type RenderOperations } from './renders/routes.ts'

type Operations =
  | ClipOperations
  | EditOperations
  | ExchangeOperations
  | RenderOperations
  | 'analyseSceneTimeline'
  | 'listExportFormats'
  | 'exportProject'

type Neighbours = { videosOf: VideosOf }

/** The room of the timeline: the cut and its clips, hand-over to editors, and films. */
export function timelineRoutes(context: Context, { videosOf }: Neighbours): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  return {
    ...clipRoutes(context),
    ...editRoutes(context),
    ...exchangeRoutes(context),
    ...renderRoutes({ ...context, videosOf }),
    analyseSceneTimeline: call => analyseScene(database, projectOf(call), call.params.id),
    listExportFormats: async ({ params }) => ({ items: await listExportFormats(context, params.id) }),
    exportProject: async ({ project, params, query }) => {
      if (!project) throw notFound()
      return exportProject(context, project, params.format, query)
    },
  }
}

export const timelineJobs = (context: Context): readonly AnyJobDefinition[] => [renderJob(context)]
