import { contract, openapi } from '@storycanvas/api'
import type { FastifyInstance } from 'fastify'
import { createAuthenticator } from './accounts/authenticate.ts'
import { createChecks } from './admin/checks.ts'
import { serveProbes } from './admin/probes.ts'
import type { Context } from './context.ts'
import { answerNotFound } from './platform/http/errors.ts'
import { createApp } from './platform/http/app.ts'
import { serveDocuments } from './platform/http/documents.ts'
import { serve } from './platform/http/serve.ts'
import { serveWebApp } from './platform/http/web-app.ts'
import { serveFiles } from './platform/media/files.ts'
import { openGateway } from './realtime/gateway.ts'
import { createTickets } from './realtime/tickets.ts'
import { createRooms, type Rooms } from './rooms.ts'
import { version } from './version.ts'

export type ServedApp = { app: FastifyInstance; rooms: Rooms; beginStop: () => void }

/** The HTTP side: every route of the contract, the streams and files, documents, probes, realtime and the web app. */
export async function serveApp(context: Context, webFolder: string | null): Promise<ServedApp> {
  const { config, database, log, metrics } = context
  let stopping = false
  const app = await createApp(config, log)
  const look = createChecks(context)
  const tickets = createTickets()
  const rooms = createRooms(context, { look, tickets, version })
  const { imageBytes, musicBytes, videoBytes } = config.limits
  const limits = { image: imageBytes, music: musicBytes, video: videoBytes, story: 5_000_000, project: videoBytes }
  const door = {
    database,
    vault: context.vault,
    authenticate: createAuthenticator(context, context.ear),
    uploadLimit: (what: keyof typeof limits) => limits[what],
    onAnswer: (operation: string, status: number, seconds: number) =>
      metrics.requestSeconds.observe({ operation, status }, seconds),
  }
  serve(app, door, contract, rooms.handlers)
  serveFiles(app, context.media, context.grants)
  rooms.serveStreams(app)
  rooms.serveUploads(app, door.authenticate)
  await serveDocuments(app, openapi('StoryCanvas', version, contract))
  serveProbes(app, context, look, () => stopping)
  const entry = webFolder === null ? null : await serveWebApp(app, webFolder)
  if (entry === null) app.setNotFoundHandler(answerNotFound)
  else rooms.servePages(app, entry)
  if (webFolder && entry === null) log.warn({ webFolder }, 'the web app has not been built')
  const gateway = openGateway(app.server, context, tickets)
  app.addHook('preClose', async () => gateway.close())
  return {
    app,
    rooms,
    beginStop() {
      stopping = true
    },
  }
}
