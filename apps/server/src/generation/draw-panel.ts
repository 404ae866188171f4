import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { defineJob, FinalFailure, type JobDefinition } from '../platform/jobs/define.ts'
import { addTake, largestPicture, storePicture } from '../takes/add.ts'
import { landTake } from '../takes/choose.ts'
import { targetOf } from '../takes/target.ts'
import type { PictureInputs } from './inputs.ts'
import { builtInArtist } from './presets.ts'
import { createArtist } from './providers/artist.ts'
import { fetchBytes } from './providers/bytes.ts'
import type { Provider, ProviderRequest } from './providers/provider.ts'
import { lackOfRoom } from './room.ts'

const Input = z.object({ generationId: z.uuid() })

/** Names the job for those who ask for it; what it does is given by `drawPanelJob`. */
export const drawPanel = { kind: 'draw-panel', input: Input, weight: 'light', maxAttempts: 5 } as const

/** A take that a server of the pool makes; its dispatcher runs it. */
export const generateOnPool = { kind: 'generate', input: Input, weight: 'light', maxAttempts: 8, pooled: true } as const

/** Draws a panel or one of the cast with the built-in artist and adds the picture as a take; a panel then shows it. */
export function drawPanelJob({
  database,
  media,
  config,
}: Pick<Context, 'database' | 'media' | 'config'>): JobDefinition<z.output<typeof Input>> {
  const artist = createArtist()
  return defineJob({
    ...drawPanel,
    async run({ input, signal }) {
      const generation = await database
        .selectFrom('generation')
        .selectAll()
        .where('id', '=', input.generationId)
        .executeTakeFirst()
      const target = generation && targetOf(generation)
      if (!generation || !target) throw new FinalFailure('gone', 'What it was to show is not there any more.')
      const { projectId } = generation
      const lack = await lackOfRoom({ database, config }, projectId)
      if (lack) throw new FinalFailure(lack.code, lack.message)
      const startedAt = new Date().toISOString()
      const picture = generation.inputs as PictureInputs
      const png = await draw(artist, {
        kind: generation.kind,
        preset: generation.preset,
        prompt: picture.description,
        negativePrompt: '',
        width: picture.width,
        height: picture.height,
        aspect: picture.width / picture.height,
        seed: generation.seed,
        pictures: [],
        inputs: picture,
      })
      signal.throwIfAborted()
      const stored = await storePicture(media, png, signal, 'algorithmicMedia')
      return {
        async write(tx) {
          const { id, seed, inputs, inputsHash } = generation
          const take = await addTake(tx, stored, {
            projectId,
            target,
            generationId: id,
            ...builtInArtist,
            seed,
            inputs,
            inputsHash,
            provenance: { startedAt, finishedAt: new Date().toISOString(), server: 'this server', costMicros: 0 },
          })
          await landTake(tx, target, take.id)
        },
      }
    },
  })
}

/** The artist is this process: what it has not drawn when the process dies is drawn by the next attempt of the job. */
async function draw(artist: Provider, request: ProviderRequest): Promise<Buffer> {
  const id = randomUUID()
  const remoteId = await artist.submit({ id, request })
  const look = await artist.look({ id, remoteId })
  const [output] = look.kind === 'done' ? look.outputs : []
  if (!output) throw new Error('The artist drew nothing.')
  return fetchBytes(artist, output, { maxBytes: largestPicture })
}
