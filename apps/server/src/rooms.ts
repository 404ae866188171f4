import type { contract } from '@storycanvas/api'
import type { FastifyInstance } from 'fastify'
import { forgetOldGuesses } from './accounts/guesses.ts'
import { accountRoutes } from './accounts/routes.ts'
import { forgetOldActivity } from './activity/forget.ts'
import { activityRoutes } from './activity/routes.ts'
import type { Check } from './admin/checks.ts'
import { adminRoutes } from './admin/routes.ts'
import { archiveRoutes } from './archive/routes.ts'
import { trashOwnAssets } from './assets/change.ts'
import { assetRoutes } from './assets/routes.ts'
import { budgetRoutes } from './budgets/routes.ts'
import { commentRoutes } from './comments/routes.ts'
import type { Context } from './context.ts'
import { draftRoutes } from './drafts/routes.ts'
import { drawPanelJob } from './generation/draw-panel.ts'
import { type GenerationPool, startPool } from './generation/pool/pool.ts'
import { generateHostedJob } from './generation/hosted/job.ts'
import { generationRoutes, makeAgain } from './generation/routes.ts'
import { serverRoutes } from './generation/servers/routes.ts'
import { serverTransport } from './generation/servers/transport.ts'
import { shelfRoutes } from './generation/shelf/routes.ts'
import { libraryJobKinds, libraryJobs, libraryRoutes } from './library/routes.ts'
import { serveVideoPages } from './library/sharing/pages.ts'
import { forgetOldQuicks } from './library/streams/quick.ts'
import { serveStreams } from './library/streams/serve.ts'
import { trashOwnLibrary } from './library/parting.ts'
import { libraryUploads } from './library/uploads/resumable/open.ts'
import { videosOfRenders } from './library/videos/of-renders.ts'
import { leaveAllProjects } from './members/change.ts'
import { memberRoutes } from './members/routes.ts'
import type { ConnectionFacts, Tx } from './platform/database/database.ts'
import { purgeTrash } from './library/videos/purge.ts'
import type { Handlers } from './platform/http/handlers.ts'
import { forgetKeysOf } from './platform/http/idempotency.ts'
import { cancelWaiting } from './platform/jobs/end.ts'
import type { Actor } from './platform/policy/actor.ts'
import type { AnyJobDefinition } from './platform/jobs/define.ts'
import { attemptsFolder, sweepAttempts } from './platform/media/work-folder.ts'
import { trashOwnProjectTemplates } from './project-templates/change.ts'
import { projectTemplateRoutes } from './project-templates/routes.ts'
import { trashOwnProjects } from './projects/change.ts'
import { purgeProjects } from './projects/purge.ts'
import { projectRoutes } from './projects/routes.ts'
import { deleteOwnKeys } from './provider-keys/keys.ts'
import { providerKeyRoutes } from './provider-keys/routes.ts'
import { removeOwnWorkers } from './queue/pull-workers.ts'
import { queueRoutes } from './queue/routes.ts'
import { realtimeRoutes } from './realtime/routes.ts'
import type { Tickets } from './realtime/tickets.ts'
import { projectFigures } from './story/board/figures.ts'
import { storyRoutes } from './story/routes.ts'
import { storyboardRoutes } from './story/storyboard/routes.ts'
import { takeRoutes } from './takes/routes.ts'
import { templateRoutes } from './templates/routes.ts'
import { trashOwnTemplates } from './templates/templates.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { textRoutes } from './texts/routes.ts'
import { endOwnWebhooks } from './webhooks/webhooks.ts'
import { followSettings } from './timeline/cut/follow-settings.ts'
import { layCut } from './timeline/cut/lay-cut.ts'
import { workshop } from './timeline/renders/workshop.ts'
import { timelineJobs, timelineRoutes } from './timeline/routes.ts'

type Authenticate = (authorization: string | undefined) => Promise<Actor>
type Parts = { look: () => Promise<Check[]>; tickets: Tickets; version: string }

export type Rooms = {
  handlers: Handlers<typeof contract>
  jobs: readonly AnyJobDefinition[]
  serveStreams(app: FastifyInstance): void
  /** Pages that say more than that they are pages, for other sites. */
  servePages(app: FastifyInstance, entry: string): void
  serveUploads(app: FastifyInstance, authenticate: Authenticate): void
  /** Runs the generation servers from this process, when no other does. */
  startPool(facts: ConnectionFacts): GenerationPool
  /** Throws away what was kept for a while only. */
  clean(): Promise<void>
  /** Removes what killed jobs left half done; safe beside other servers with the same data. */
  sweepWork(): Promise<void>
}

/** What rooms do with what belongs to an account that is deleted, in this order. */
const partings = [
  leaveAllProjects,
  (tx: Tx, accountId: string) => cancelWaiting(tx, { ownerId: accountId, projectId: null }),
  trashOwnProjects,
  trashOwnLibrary,
  trashOwnAssets,
  trashOwnTemplates,
  trashOwnProjectTemplates,
  removeOwnWorkers,
  endOwnWebhooks,
  deleteOwnKeys,
  forgetKeysOf,
]

/** Every room with what it needs of the others. */
export function createRooms(context: Context, parts: Parts): Rooms {
  const { config, database, tokenKeys } = context
  const uploads = libraryUploads(context)
  const transport = serverTransport(config.outgoingAllow, context.media)
  return {
    handlers: {
      ...accountRoutes({ database, tokenKeys, registration: config.registration }, { partings }),
      ...projectRoutes(context, { figuresOf: projectFigures(context), settingsChanged: followSettings }),
      ...projectTemplateRoutes({ database, boardChanged: layCut }, { figuresOf: projectFigures(context) }),
      ...memberRoutes(context),
      ...textRoutes(context),
      ...commentRoutes(context),
      ...activityRoutes({ database, boardChanged: layCut, settingsChanged: followSettings }),
      ...storyRoutes(context, { boardChanged: layCut }),
      ...draftRoutes({ ...context, boardChanged: layCut }),
      ...assetRoutes(context),
      ...storyboardRoutes(context),
      ...archiveRoutes(context, { figuresOf: projectFigures(context) }),
      ...takeRoutes(context, { makeAgain: makeAgain(context) }),
      ...generationRoutes(context),
      ...serverRoutes({ ...context, transport }),
      ...shelfRoutes({ ...context, transport }),
      ...timelineRoutes(context, { videosOf: renderIds => videosOfRenders(database, renderIds) }),
      ...libraryRoutes(context, uploads.spool),
      ...queueRoutes(context),
      ...budgetRoutes(context),
      ...providerKeyRoutes(context),
      ...templateRoutes(context),
      ...webhookRoutes(context),
      ...realtimeRoutes(parts.tickets),
      ...adminRoutes({ ...context, ...parts }),
    },
    jobs: [drawPanelJob(context), generateHostedJob(context), ...timelineJobs(context), ...libraryJobs(context)],
    startPool: facts => startPool({ ...context, facts, transport }),
    serveStreams: app => serveStreams(app, context),
    servePages: (app, entry) => serveVideoPages(app, context, entry),
    serveUploads: uploads.serve,
    async clean() {
      await uploads.clean()
      await forgetOldGuesses(database)
      await forgetOldQuicks(database)
      await purgeTrash(context, config.trashDays)
      await purgeProjects(context, config.trashDays)
      if (config.activityDays !== null) await forgetOldActivity(database, config.activityDays)
    },
    async sweepWork() {
      for (const kind of libraryJobKinds) await sweepAttempts(database, attemptsFolder(config, kind))
      await sweepAttempts(database, workshop(config.dataDir).attempts)
    },
  }
}
