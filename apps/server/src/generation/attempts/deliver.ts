import sharp from 'sharp'
import type { Context } from '../../context.ts'
import { succeed } from '../../platform/jobs/end.ts'
import { addTake, largestPicture, storePicture } from '../../takes/add.ts'
import { landTake } from '../../takes/choose.ts'
import { targetOf } from '../../takes/target.ts'
import { isFilm } from '../kinds.ts'
import { fetchBytes } from '../providers/bytes.ts'
import type { Provider, ProviderOutput } from '../providers/provider.ts'
import { notWhole } from './not-whole.ts'
import { BadOutput } from './run.ts'
import { type OpenAttempt, writeEnd } from './store.ts'
import { storeFilm } from './store-film.ts'

type Parts = Pick<Context, 'database' | 'media' | 'tools' | 'config'>
type Results = { outputs: readonly ProviderOutput[]; seconds: number | null }

/** Largest picture that is decoded, in pixels. */
const mostPixels = 100_000_000

class NoLongerOurs extends Error {}

/**
 * Fetches and checks a result, and writes it as the generation's take in the transaction that ends the attempt and the job. One
 * that is no longer ours writes nothing; a second take of one generation cannot be.
 */
export async function deliver(
  parts: Parts,
  provider: Provider,
  { attempt, job }: OpenAttempt,
  { outputs, seconds }: Results,
  signal: AbortSignal,
): Promise<void> {
  const generation = await parts.database
    .selectFrom('generation')
    .selectAll()
    .where('id', '=', attempt.generationId)
    .executeTakeFirstOrThrow()
  const wanted = isFilm(generation.kind) ? 'video' : 'image'
  const output = outputs.find(({ medium }) => medium === wanted)
  if (!output) throw new BadOutput(`It ended without a ${wanted === 'image' ? 'picture' : 'film'}.`)
  const stored =
    wanted === 'video'
      ? await storeFilm(parts, provider, output, signal)
      : await storePicture(parts.media, await fetchPicture(provider, output, signal), signal)
  const { id, projectId, seed, inputs, inputsHash, preset } = generation
  const target = targetOf(generation)
  try {
    const counted = await succeed(parts.database, job, {
      async write(tx) {
        if (!(await writeEnd(tx, attempt, { state: 'delivered' }, seconds))) throw new NoLongerOurs()
        if (!target) return
        const take = await addTake(tx, stored, {
          projectId,
          target,
          generationId: id,
          provider: generation.provider,
          model: preset,
          seed,
          inputs,
          inputsHash,
          provenance: {
            server: provider.name,
            startedAt: attempt.createdAt,
            finishedAt: new Date().toISOString(),
            costMicros: 0,
            ...words(inputs),
            ...(Object.keys(generation.parameters).length > 0 && { parameters: generation.parameters }),
          },
        })
        await landTake(tx, target, take.id)
      },
    })
    if (!counted) await endUnwanted(parts, attempt)
  } catch (error) {
    if (!(error instanceof NoLongerOurs)) throw error
  }
}

/** The job was cancelled while its result came in. */
const endUnwanted = ({ database }: Parts, attempt: OpenAttempt['attempt']) =>
  database.transaction().execute(async tx => {
    await writeEnd(tx, attempt, { state: 'evicted', code: 'cancelled', reason: 'It was cancelled.', retry: 'nowhere' }, null)
  })

/** The picture anew from its pixels: what else the file held stays outside. */
export async function fetchPicture(provider: Provider, output: ProviderOutput, signal: AbortSignal): Promise<Buffer> {
  const bytes = await fetchBytes(provider, output, { maxBytes: largestPicture, signal }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw notWhole('picture', error)
  })
  try {
    return await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' }).png({ compressionLevel: 3 }).toBuffer()
  } catch (cause) {
    throw new BadOutput('What came is no picture that can be read.', { cause, mayComeRight: true })
  }
}

function words(inputs: unknown): { prompt?: string; negativePrompt?: string } {
  const { prompt, negativePrompt } = inputs as { prompt?: string; negativePrompt?: string }
  return { ...(prompt === undefined ? {} : { prompt }), ...(negativePrompt === undefined ? {} : { negativePrompt }) }
}
