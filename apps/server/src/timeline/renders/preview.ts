import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../../context.ts'
import type { BytesReply } from '../../platform/http/handlers.ts'
import { notFound } from '../../platform/http/problem.ts'
import type { Grants } from '../../platform/media/grants.ts'
import { attemptFolder } from '../../platform/media/work-folder.ts'
import { workshop } from './workshop.ts'

const name = 'preview.jpg'
const subject = (renderId: string) => `render-preview\n${renderId}`

/** Puts what was drawn last into the folder of an attempt, with which it goes. */
export async function keepPreview(folder: string, jpeg: Buffer): Promise<void> {
  await writeFile(join(folder, `${name}.partial`), jpeg)
  await rename(join(folder, `${name}.partial`), join(folder, name))
}

type Attempt = { id: string; jobId: string | null; attempt: number; state: string }

const placeOf = ({ config }: Pick<Context, 'config'>, { jobId, attempt }: Attempt) =>
  join(attemptFolder(workshop(config.dataDir).attempts, jobId ?? '', attempt), name)

/** Where the picture of a running render is seen; null while there is none on this server. */
export async function previewAddress(parts: Pick<Context, 'config'> & { grants: Grants }, row: Attempt): Promise<string | null> {
  if (row.state !== 'running') return null
  const facts = await stat(placeOf(parts, row)).catch(() => null)
  return facts && `/api/v1/renders/${row.id}/preview/${parts.grants.grant(subject(row.id))}?at=${Math.round(facts.mtimeMs)}`
}

export async function getRenderPreview(
  parts: Pick<Context, 'config' | 'database'> & { grants: Grants },
  { id, grant }: { id: string; grant: string },
): Promise<BytesReply> {
  if (!parts.grants.grants(grant, subject(id))) throw notFound()
  const row = await parts.database
    .selectFrom('render')
    .innerJoin('job', 'job.id', 'render.jobId')
    .select(['render.id', 'render.jobId', 'job.attempt', 'job.state'])
    .where('render.id', '=', id)
    .executeTakeFirstOrThrow(notFound)
  const body = await readFile(placeOf(parts, row)).catch(() => {
    throw notFound()
  })
  return { mediaType: 'image/jpeg', body, caching: 'never' }
}
