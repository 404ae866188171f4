import { createWriteStream } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createProgressBar, type ProgressBar } from '../progress-bar.ts'
import { connectTo, openOwnStudio, type Studio } from '../studio.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { waitFor } from './wait-for.ts'

const usage = `storycanvas make <story> [--out film.mp4] [--captions burnt-in|sidecar|none] [--slate] [--server URL --api-key KEY]
  Turns a screenplay in Fountain or a story in prose into an animatic film.
  Without --server everything runs in this process and nothing but the film is left.`

const options = {
  out: { type: 'string' },
  captions: { type: 'string', default: 'burnt-in' },
  slate: { type: 'boolean', default: false },
  server: { type: 'string' },
  'api-key': { type: 'string' },
} as const

/** The main job from the command line: story → panels → pictures → cut → film. */
async function run(args: string[], signal: AbortSignal): Promise<void> {
  const { story, out, captions, slate, server, apiKey } = readArguments(args)
  const text = await readFile(story, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${story} cannot be read: ${cause.message}`)
  })
  const bar = createProgressBar()
  bar.show('Starting', 0)
  await using studio = server === undefined ? await openOwnStudio() : connectTo(server, apiKey)
  const name = basename(story, extname(story))
  const projectId = await writeAndDraw(studio, { name, text }, bar, signal)
  const render = await studio.client.createRender({ params: { id: projectId }, body: { captions, slate } })
  const film = await waitFor(
    () => studio.client.getRender({ params: { id: render.id } }),
    ({ progress, secondsLeft }) =>
      bar.show('Rendering', progress, secondsLeft === null ? '' : `${Math.ceil(secondsLeft)} s left`),
    signal,
  )
  await save(`${studio.baseUrl}${film.url}`, out, signal)
  const seconds = (film.durationFrames * film.rate.den) / film.rate.num
  bar.done(`${out}: ${film.width}×${film.height}, ${film.durationFrames} frames, ${seconds.toFixed(1)} s`)
}

async function writeAndDraw(
  { client }: Studio,
  story: { name: string; text: string },
  bar: ProgressBar,
  signal: AbortSignal,
): Promise<string> {
  const { id: projectId } = await client.createProject({ body: { name: story.name.slice(0, 200) } })
  bar.show('Reading the story', 0)
  const { made, format, writer } = await client.importIntoProject({ params: { id: projectId }, body: { text: story.text } })
  bar.done(`${format} story by the ${writer}: ${made.scenes} scenes, ${made.panels} panels, ${made.characters} characters`)
  const asked = await client.generateBatch({ body: { projectId } })
  await waitFor(
    async () => {
      const batch = (await client.listBatches({ query: { projectId } })).items.find(({ id }) => id === asked.id) ?? asked
      const open = batch.queued + batch.running
      const state = open > 0 ? 'running' : batch.failed > 0 ? 'failed' : batch.cancelled > 0 ? 'cancelled' : 'succeeded'
      return {
        ...batch,
        state,
        error: batch.failed > 0 ? { message: `${batch.failed} panels could not be drawn` } : null,
      } as const
    },
    ({ succeeded, total }) => bar.show('Drawing', succeeded / total, `${succeeded} of ${total} panels`),
    signal,
  )
  bar.done(`${asked.total} panels drawn by the built-in storyboard artist`)
  return projectId
}

/** The film appears under its name when it is whole. */
async function save(address: string, out: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(address, { signal })
  if (!response.ok || !response.body) throw new Error(`The film could not be fetched: the server answered ${response.status}.`)
  const unfinished = `${out}.part`
  try {
    await pipeline(Readable.fromWeb(response.body), createWriteStream(unfinished), { signal })
    await rename(unfinished, out)
  } finally {
    await rm(unfinished, { force: true })
  }
}

function readArguments(args: string[]) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [story, ...more] = positionals
  if (story === undefined || more.length > 0) throw new UsageError('Name one story.')
  const { captions } = values
  if (captions !== 'burnt-in' && captions !== 'sidecar' && captions !== 'none')
    throw new UsageError('--captions is one of burnt-in, sidecar, none.')
  return {
    story: resolve(story),
    out: resolve(values.out ?? `${basename(story, extname(story))}.mp4`),
    captions,
    slate: values.slate,
    server: values.server,
    apiKey: values['api-key'] ?? process.env.STORYCANVAS_API_KEY,
  } as const
}

export const make: Command = { usage, run }
