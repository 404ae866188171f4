import type { Selectable } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import type { Media } from '../../platform/media/media.ts'
import { buffer } from 'node:stream/consumers'
import { readGuide } from '../guides/pictures.ts'
import { fileSettings, storedIn } from '../guides/stored.ts'
import { startsFromPicture } from '../kinds.ts'
import { ProviderError, type ProviderPicture, type ProviderRequest } from '../providers/provider.ts'
import type { GenerationTables } from '../tables.ts'

type Parts = { database: Database; media: Media }
type GenerationRow = Selectable<GenerationTables['generation']>

/** What a provider is asked for, as it was fixed when somebody asked for it. */
export async function requestOf(parts: Parts, generationId: string): Promise<ProviderRequest> {
  const row = await parts.database.selectFrom('generation').selectAll().where('id', '=', generationId).executeTakeFirstOrThrow()
  const { prompt = '', negativePrompt = '', aspectRatio = '16:9', loras = [] } = row.inputs as Words
  return {
    kind: row.kind,
    preset: row.preset,
    prompt,
    negativePrompt,
    width: null,
    height: null,
    aspect: aspectOf(aspectRatio),
    seed: row.seed,
    pictures: startsFromPicture(row.kind) ? [await startingPicture(parts, row)] : [],
    parameters: Object.fromEntries(Object.entries(row.parameters).filter(([name]) => name !== fileSettings.picture)),
    loras,
    inputs: row.inputs,
  }
}

type Words = { prompt?: string; negativePrompt?: string; aspectRatio?: string; loras?: { file: string; weight: number }[] }

/** `16:9` as a number. */
function aspectOf(ratio: string): number {
  const [width = 16, height = 9] = ratio.split(':').map(Number)
  return width > 0 && height > 0 ? width / height : 16 / 9
}

/** The picture that was named when it was asked for; of a panel, the take that it showed then. */
async function startingPicture({ database, media }: Parts, { id, kind, parameters }: GenerationRow): Promise<ProviderPicture> {
  const named = storedIn(parameters).find(({ name }) => name === fileSettings.picture)
  if (named) return { role: 'image', mediaType: named.mediaType, bytes: await readGuide(media, named.hash) }
  const take = await database
    .selectFrom('takeOrigin as o')
    .innerJoin('take as t', 't.id', 'o.parentId')
    .select(['t.blobHash', 't.mediaType'])
    .where('o.generationId', '=', id)
    .where('t.kind', '=', 'image')
    .executeTakeFirst()
  if (!take)
    throw new ProviderError('not-there', 'The picture that it starts from is gone.', { code: 'no-picture', retry: 'nowhere' })
  return {
    role: kind === 'controlnet' ? 'control' : 'image',
    mediaType: take.mediaType,
    bytes: await buffer(await media.read(take.blobHash)),
  }
}
