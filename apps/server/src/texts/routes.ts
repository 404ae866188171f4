import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { findObject } from '../platform/policy/subjects.ts'
import { fieldOf } from './field.ts'
import { writeText } from './write.ts'

/** Texts mostly come over the gateway; this is for updates that are too long for one of its frames. */
export const textRoutes = ({ database }: Pick<Context, 'database'>): Handlers<Pick<typeof contract, 'writeText'>> => ({
  writeText: async ({ actor, params, body }) => {
    const { of, id } = fieldOf(body.field)
    const found = await findObject(database, of, id, actor.id)
    if (found?.projectId !== params.id.toLowerCase()) throw notFound()
    await writeText(database, found.projectId, actor.id, body.field, Buffer.from(body.update, 'base64'))
  },
})
