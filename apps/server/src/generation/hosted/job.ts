import { z } from 'zod'
import type { Context } from '../../context.ts'
import { defineJob, FinalFailure, type JobDefinition } from '../../platform/jobs/define.ts'
import { createOutgoing } from '../../platform/outgoing/client.ts'
import { parseLocalServers } from '../../platform/outgoing/target.ts'
import { openKey } from '../../provider-keys/keys.ts'
import { addTake, storePicture, type StoredTake } from '../../takes/add.ts'
import { landTake } from '../../takes/choose.ts'
import { targetOf } from '../../takes/target.ts'
import { fetchPicture } from '../attempts/deliver.ts'
import { requestOf } from '../attempts/request-of.ts'
import { BadOutput } from '../attempts/run.ts'
import { storeFilm } from '../attempts/store-film.ts'
import { withStoredPictures } from '../guides/pictures.ts'
import { type Provider, ProviderError, type ProviderLook } from '../providers/provider.ts'
import { authorizationOf, hostedPreset, openProvider } from './catalogue.ts'
import { forgetAnswer, keepingAnswers } from './keep-answer.ts'
import { beginOnce, countAsSpent, noteRefused } from './submit.ts'
import { waitFor } from './wait-for.ts'
import { hostedTimes, NeverEnded, untilEnded } from './until-ended.ts'

const Input = z.object({ generationId: z.uuid() })

/** A take that a hosted service makes with the key of who asked for it. */
export const generateHosted = { kind: 'generate-hosted', input: Input, weight: 'light', maxAttempts: 6 } as const

type Parts = Pick<Context, 'database' | 'vault' | 'media' | 'tools' | 'config'>

export function generateHostedJob(parts: Parts): JobDefinition<z.output<typeof Input>> {
  const { database, config } = parts
  const outgoing = createOutgoing()
  const localServers = parseLocalServers(config.outgoingAllow)
  return defineJob({
    ...generateHosted,
    async run({ input: { generationId }, signal, report }) {
      const generation = await database.selectFrom('generation').selectAll().where('id', '=', generationId).executeTakeFirst()
      const preset = generation && hostedPreset(generation.preset)
      const { projectId, ownerId } = generation ?? {}
      const target = generation && targetOf(generation)
      if (!preset || !target || !projectId || !ownerId)
        throw new FinalFailure('gone', 'What it was to show, or the preset is not there any more.')
      const access = await openKey(parts, ownerId, preset.service)
      if (!access)
        throw new FinalFailure(
          'no-key',
          `There is no key for ${preset.provider}: leave yours under PUT /api/v1/provider-keys/${preset.service}.`,
        )
      const authorization = authorizationOf(preset.service, access.key)
      const service = openProvider(preset, { outgoing, localServers, baseUrl: access.baseUrl, authorization })
      const provider = keepingAnswers(parts, generationId, service)
      const startedAt = new Date().toISOString()
      const request = await withStoredPictures(parts.media, await requestOf(parts, generationId))
      report(0, `asking ${provider.name}`)
      const key = await beginOnce(parts, { generationId, provider, request, signal })
      const spent = { generationId, provider, request }
      const follow = (progress: number | null) => report(progress ?? 0, `running at ${provider.name}`)
      const finish = async () => {
        const done = await untilEnded(provider, key, signal, hostedTimes, follow).catch(async (error: unknown) => {
          // Somebody cancelled it; a server that merely stops goes on with it afterwards.
          if (signal.aborted && wasCancelled(signal.reason)) await provider.cancel(key).catch(() => undefined)
          throw error
        })
        if (done.kind === 'failed') {
          await noteRefused(database, generationId, key)
          throw new FinalFailure(done.failure.code, done.failure.message)
        }
        if (done.kind === 'unknown') {
          await countAsSpent(database, spent)
          throw new FinalFailure('lost', 'The service does not know of it any more; it may have been charged.')
        }
        return { done, stored: await storeOutput(parts, provider, done, signal) }
      }
      const { done, stored } = await finish().catch(async (error: unknown) => {
        if (!(error instanceof BadOutput) && !(error instanceof ProviderError && error.retry === 'nowhere')) throw error
        await countAsSpent(database, spent)
        await database.transaction().execute(tx => forgetAnswer(tx, generationId))
        throw new FinalFailure(error instanceof NeverEnded ? error.code : 'bad-output', error.message, { cause: error })
      })
      const { prompt, negativePrompt } = request
      const costMicros = done.costMicros ?? provider.estimate(request).costMicros
      const how = { server: provider.name, startedAt, finishedAt: new Date().toISOString(), costMicros, prompt, negativePrompt }
      return {
        async write(tx) {
          const { seed, inputs, inputsHash } = generation
          const what = {
            projectId,
            target,
            generationId,
            provider: preset.provider,
            model: preset.model,
            seed,
            inputs,
            inputsHash,
          }
          const take = await addTake(tx, stored, { ...what, provenance: how })
          await forgetAnswer(tx, generationId)
          await landTake(tx, target, take.id)
        },
      }
    },
  })
}

/** What was paid for and cannot be read may have been spoilt on its way: it is fetched so often. */
const fetches = 3
/** Milliseconds, and as many more each time. */
const beforeNextFetch = 400

async function storeOutput(parts: Parts, provider: Provider, done: Done, signal: AbortSignal): Promise<StoredTake> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await storeOnce(parts, provider, done, signal)
    } catch (error) {
      if (!(error instanceof BadOutput && error.mayComeRight) || tries === fetches) throw error
      await waitFor(beforeNextFetch * tries, signal)
    }
  }
}

async function storeOnce(parts: Parts, provider: Provider, { outputs }: Done, signal: AbortSignal): Promise<StoredTake> {
  const [output] = outputs
  if (!output) throw new BadOutput('The service ended without a result.')
  if (output.medium === 'video') return storeFilm(parts, provider, output, signal)
  return storePicture(parts.media, await fetchPicture(provider, output, signal), signal)
}

type Done = Extract<ProviderLook, { kind: 'done' }>

const wasCancelled = (reason: unknown) => reason instanceof Error && reason.message === 'cancelled'
