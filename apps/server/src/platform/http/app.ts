import { maxHeaderSize } from 'node:http'
import compress from '@fastify/compress'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { v7 as uuid } from 'uuid'
import type { Config } from '../config/config.ts'
import { answerError } from './errors.ts'

const bodyLimit = 8 * 1024 * 1024

/** Fastify with what every route shares. Routes are added by `serve`. */
export async function createApp(config: Config, log: FastifyBaseLogger): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy: config.trustProxy,
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false, caseSensitive: true },
    genReqId: () => uuid(),
    http: { maxHeaderSize, headersTimeout: 10_000 },
    rewriteUrl: request => versionedAddress(request.url ?? '/'),
    forceCloseConnections: 'idle',
  })
  app.setErrorHandler(answerError)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: config.publicUrl.startsWith('https:'),
    referrerPolicy: { policy: 'no-referrer' },
  })
  await app.register(cors, {
    origin: config.corsOrigins === '*' ? '*' : config.corsOrigins,
    credentials: false,
    exposedHeaders: ['x-request-id', 'retry-after', 'content-range', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
    maxAge: 600,
  })
  await app.register(compress, { global: true, threshold: 2048, encodings: ['br', 'gzip'] })
  await app.register(multipart, { limits: { files: 1, fields: 20, fieldSize: 100_000, parts: 21, headerPairs: 50 } })
  await app.register(rateLimit, { global: false, enableDraftSpec: true })
  await app.register(underPressure, { maxEventLoopDelay: 2000, retryAfter: 5, pressureHandler: () => undefined })
  return app
}

/** `/api/projects` answers as `/api/v1/projects`: one router entry, so one policy. */
export function versionedAddress(url: string): string {
  return /^\/api\/(?!v\d+(?:\/|$|\?))/.test(url) ? `/api/v1/${url.slice('/api/'.length)}` : url
}
