import { contract } from '@storycanvas/api'
import { v7 as uuid } from 'uuid'
import type { Context } from '../../../context.ts'
import { invalidField, RequestError } from '../../../platform/http/problem.ts'
import { sandboxed } from '../receive.ts'
import { oneAtATime, requireRoom } from '../room.ts'
import { titleFrom } from '../video.ts'

/** Uploads of one account that may be under way together. */
const mostAtOnce = 100

type Parts = Pick<Context, 'database' | 'media' | 'tools' | 'config'>
type Metadata = Record<string, string | null | undefined>

/** Notes an upload that is about to come, after everything that would refuse it has been asked. Returns its id. */
export async function beginUpload(parts: Parts, ownerId: string, bytes: number, metadata: Metadata): Promise<string> {
  sandboxed(parts.tools)
  const fileName = (metadata.filename ?? '').toWellFormed().slice(0, 300)
  const wish = wishOf(metadata, fileName)
  if (bytes === 0) throw new RequestError('unreadable-media', 'The file is empty.')
  const id = uuid()
  const fingerprint = (metadata.fingerprint ?? '').toWellFormed().slice(0, 300)
  await parts.database.transaction().execute(async tx => {
    await oneAtATime(tx, ownerId)
    await requireRoom({ ...parts, database: tx }, ownerId, bytes)
    const { open } = await tx
      .selectFrom('upload')
      .select(eb => eb.fn.countAll<number>().as('open'))
      .where('ownerId', '=', ownerId)
      .where('videoId', 'is', null)
      .executeTakeFirstOrThrow()
    if (open >= mostAtOnce)
      throw invalidField('Upload-Length', `cannot begin: ${open} uploads are not finished; end or cancel some`)
    await tx
      .insertInto('upload')
      .values({ id, ownerId, fileName: withoutNull(fileName), bytes, fingerprint: withoutNull(fingerprint), ...wish })
      .execute()
  })
  return id
}

const withoutNull = (text: string) => text.replaceAll('\u0000', '')

/** Title, description and visibility as the simple upload takes them. */
function wishOf({ title, description, visibility }: Metadata, fileName: string) {
  const parsed = contract.uploadVideo.body.safeParse({
    title: title || titleFrom(fileName),
    ...(description ? { description } : {}),
    ...(visibility ? { visibility } : {}),
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalidField(`Upload-Metadata ${issue?.path.join('.')}`, issue?.message ?? 'is not valid')
  }
  return { ...parsed.data, title: parsed.data.title ?? titleFrom(fileName) }
}
