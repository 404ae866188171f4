import { join } from 'node:path'
import { sniffContainer, sniffedBytes } from '@storycanvas/media'
import type { FastifyInstance } from 'fastify'
import type { Context } from '../../../context.ts'
import { RequestError } from '../../../platform/http/problem.ts'
import type { Actor } from '../../../platform/policy/actor.ts'
import { forgetOldUploads } from './read.ts'
import { serveUploads } from './serve.ts'
import { createSpool } from './spool.ts'

/** Uploads in pieces: where their bytes wait, how they come, and what becomes of those that were given up. */
export function libraryUploads(context: Context) {
  // Beside the blobs, so that a whole one becomes a blob without a copy.
  const spool = createSpool(join(context.config.mediaDir, 'uploads'), requireFilm)
  return {
    spool,
    serve: (app: FastifyInstance, authenticate: (authorization: string | undefined) => Promise<Actor>) =>
      serveUploads(app, context, spool, authenticate),
    clean: () => forgetOldUploads(context.database, spool),
  }
}

/** Refuses by the first bytes what is no film, before the rest is sent. */
function requireFilm(head: Buffer): void {
  if (sniffContainer(head.subarray(0, sniffedBytes)) === null)
    throw new RequestError(
      'unreadable-media',
      'This is no video of a kind that is taken, such as MP4, MOV, MKV, WebM, AVI, MPEG-TS or MXF (container-unsupported).',
    )
}
