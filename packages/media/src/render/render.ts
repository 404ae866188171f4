import { access, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { Media, Rate, Timeline } from '@storycanvas/timeline'
import { MediaRunError } from '../sandbox/failure.ts'
import type { InputFile } from '../sandbox/placement.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import { bothOrNeither } from './both-or-neither.ts'
import type { CaptionFont } from './caption.ts'
import type { Ducking } from './duck.ts'
import { RenderError } from './failure.ts'
import type { Fitting } from './fitting.ts'
import { joinParts } from './join.ts'
import { type RenderPreset, renderPresets } from './preset.ts'
import { createPreviews, type OnPicture } from './previews.ts'
import { planRuns } from './runs.ts'
import { planRender, type RenderPlan, type Slate } from './segment.ts'
import { soundPieces } from './sound-plan.ts'
import { makeSoundtrack } from './soundtrack.ts'
import { makeRuns } from './workers.ts'

export type RenderProgress = {
  readonly stage: 'sound' | 'picture' | 'joining'
  readonly framesDone: number
  readonly framesTotal: number
  /** Frames taken from the cache; they count as done. */
  readonly framesCached: number
  /** Wall seconds still to go; null until it can be told. */
  readonly secondsLeft: number | null
}

export type RenderOptions = {
  readonly tools: MediaTools
  readonly timeline: Timeline
  /** Where the bytes of a media are. Called once for each media that the film needs. */
  readonly resolveMedia: (media: Media) => InputFile | Promise<InputFile>
  /** Absolute path of the film; it appears when it is whole. */
  readonly output: string
  /**
   * Temporary files go into a directory of their own in here, and are gone when the render ends. On the file system of
   * `cacheDir`, where finished parts are moved to.
   */
  readonly workDir: string
  /** Finished parts are kept here by the hash of all that they depend on; give the same directory to resume. */
  readonly cacheDir: string
  /** `sidecar` and `none` leave the picture clean; caption files are written by the timeline package. */
  readonly captions?: 'burnt-in' | 'sidecar' | 'none'
  readonly slate?: Slate | null
  /** Words in the corner of every picture. */
  readonly watermark?: string | null
  readonly font?: CaptionFont
  /** How pictures of another shape fill the canvas; `bars` where it is not said. */
  readonly fitting?: Fitting
  readonly preset?: RenderPreset
  /** Frames a second of the film, where they are not those of the timeline: cuts go to the first frame at or after them. */
  readonly frameRate?: Rate
  /** Integrated loudness that the sound is brought to, in LUFS; null leaves the mix as it is. */
  readonly loudnessTarget?: number | null
  /** Lowers music while somebody speaks, by the `role` in the metadata of clips or the names of their tracks; null leaves it. */
  readonly ducking?: Ducking | null
  readonly cores?: number
  readonly onProgress?: (progress: RenderProgress) => void
  /** Shown while the picture is made, at most once a second: a part that has just been finished. */
  readonly onPicture?: OnPicture
  readonly signal?: AbortSignal
}

export type RenderResult = {
  readonly output: string
  readonly frames: number
  readonly seconds: number
  readonly bytes: number
  readonly segments: { readonly total: number; readonly cached: number }
  /** Of the mix before `loudnessTarget` was applied; null where it was not measured, or the sound is silence. */
  readonly measuredLoudness: number | null
}

/**
 * Renders a timeline into an H.264/AAC MP4 of exactly its length. Throws {@link RenderError} where the timeline cannot
 * be rendered and {@link MediaRunError} where ffmpeg fails or the signal cancels; the cache keeps what was finished.
 */
export async function renderTimeline(options: RenderOptions): Promise<RenderResult> {
  const { tools, timeline } = options
  const signal = options.signal ?? new AbortController().signal
  const preset = options.preset ?? 'standard'
  const font = options.font ?? { family: 'DejaVu Sans', directory: null }
  const fitting = options.fitting ?? 'bars'
  const cores = options.cores ?? cpus().length
  if (timeline.canvas.width % 2 !== 0 || timeline.canvas.height % 2 !== 0) {
    throw new RenderError('canvas-unsupported', timeline.id, 'the canvas of a film needs an even width and height')
  }
  const { files, identities } = await findMedia(timeline, options.resolveMedia)
  const identity = (id: string): string => identities.get(id) ?? 'missing'
  const plan = planRender(timeline, {
    rate: options.frameRate ?? timeline.rate,
    preset,
    font,
    fitting,
    captions: options.captions ?? 'none',
    slate: options.slate ?? null,
    watermark: options.watermark ?? null,
    identity,
  })
  if (plan.length === 0) throw new RenderError('empty-timeline', timeline.id, 'there is nothing on the timeline')
  const lost = plan.mediaIds.find(id => !files.has(id))
  if (lost !== undefined) throw new RenderError('media-missing', lost, `there is no file for ${lost}`)

  await mkdir(options.cacheDir, { recursive: true })
  await mkdir(options.workDir, { recursive: true })
  const workDir = await mkdtemp(join(options.workDir, 'render-'))
  const failing = new AbortController()
  const stop = AbortSignal.any([signal, failing.signal])
  const previews = createPreviews(tools, options.onPicture ?? null, signal)
  try {
    const cached = await cachedParts(plan, options.cacheDir)
    const report = progressOf(plan, cached, options.onProgress ?? (() => undefined))
    report('sound', 0)
    const names = namesOf(timeline)
    const making = makeSoundtrack(
      soundPieces(timeline, (plan.lead * plan.rate.den) / plan.rate.num),
      {
        samples: samplesOf(plan, timeline.audioRate),
        ducking: options.ducking ?? null,
        loudnessTarget: options.loudnessTarget ?? null,
        kbps: renderPresets[preset].audioKbps,
      },
      {
        tools,
        media: files,
        identity,
        names,
        sampleRate: timeline.audioRate,
        workDir,
        cacheDir: options.cacheDir,
        cores,
      },
      stop,
    )
    report('picture', 0)
    const missing = unique(plan).filter(segment => !cached.has(segment.key))
    const drawing = makeRuns(
      planRuns(missing, plan.rate, cores),
      {
        tools,
        media: files,
        names,
        encoding: {
          canvas: plan.canvas,
          rate: plan.rate,
          fitting,
          preset,
          threads: Math.max(1, Math.floor(cores / 2)),
          fontDirectory: font.directory,
          workDir,
          cacheDir: options.cacheDir,
        },
      },
      cores,
      stop,
      frames => report('picture', frames),
      ({ key }) => previews.show(partPath(options.cacheDir, key)),
    )
    const sound = await bothOrNeither(making, drawing, failing)
    await previews.ended()
    report('joining', 0)
    await joinParts(
      tools,
      {
        parts: plan.segments.map(one => ({ path: partPath(options.cacheDir, one.key), frames: one.duration })),
        rate: plan.rate,
        sound: sound.path,
        workDir,
        output: options.output,
      },
      signal,
    )
    return {
      output: options.output,
      frames: plan.length,
      seconds: (plan.length * plan.rate.den) / plan.rate.num,
      bytes: (await stat(options.output)).size,
      segments: { total: plan.segments.length, cached: plan.segments.filter(one => cached.has(one.key)).length },
      measuredLoudness: sound.measuredLoudness,
    }
  } catch (error) {
    if (!signal.aborted || error instanceof MediaRunError) throw error
    const run = { program: 'ffmpeg', argv: [], sandbox: tools.sandbox.kind, seconds: 0 } as const
    throw new MediaRunError({ kind: 'cancelled' }, '', run)
  } finally {
    // Nothing of it may be left; a failure of its own has been thrown before joining.
    await Promise.allSettled([previews.ended()])
    await rm(workDir, { recursive: true, force: true })
  }
}

async function findMedia(timeline: Timeline, resolve: RenderOptions['resolveMedia']) {
  const used = new Set(timeline.tracks.flatMap(track => track.clips.filter(clip => clip.enabled).map(clip => clip.mediaId)))
  const files = new Map<string, InputFile>()
  const identities = new Map<string, string>()
  for (const id of used) {
    const media = timeline.media[id]
    if (media === undefined) continue
    const file = await resolve(media)
    const found = await stat(file.path).catch(() => null)
    if (found === null)
      throw new RenderError('media-missing', id, `the file of ${namesOf(timeline).get(id) ?? media.name} is not there`)
    files.set(id, file)
    identities.set(id, media.hash ?? `${file.path} ${found.size} ${found.mtimeMs}`)
  }
  return { files, identities }
}

/** “shot.mp4” in clip “Opening”: what an error calls a media. */
function namesOf(timeline: Timeline): ReadonlyMap<string, string> {
  const clips = Map.groupBy(
    timeline.tracks.flatMap(track => track.clips.filter(clip => clip.enabled)),
    clip => clip.mediaId,
  )
  return new Map(
    [...clips].map(([id, [first, ...others]]) => {
      const more = others.length === 0 ? '' : ` and ${others.length} more`
      return [id, `“${timeline.media[id]?.name ?? id}” in clip “${first?.name ?? ''}”${more}`]
    }),
  )
}

async function cachedParts(plan: RenderPlan, cacheDir: string): Promise<ReadonlySet<string>> {
  const cached = new Set<string>()
  for (const { key } of plan.segments) {
    const isThere = await access(partPath(cacheDir, key)).then(
      () => true,
      () => false,
    )
    if (isThere) cached.add(key)
  }
  return cached
}

function unique(plan: RenderPlan): RenderPlan['segments'] {
  return [...new Map(plan.segments.map(one => [one.key, one])).values()]
}

function partPath(cacheDir: string, key: string): string {
  return join(cacheDir, `${key}.mp4`)
}

function samplesOf(plan: RenderPlan, audioRate: number): number {
  return Math.round((plan.length * plan.rate.den * audioRate) / plan.rate.num)
}

function progressOf(plan: RenderPlan, cached: ReadonlySet<string>, tell: (progress: RenderProgress) => void) {
  const framesCached = plan.segments.reduce((sum, one) => sum + (cached.has(one.key) ? one.duration : 0), 0)
  const began = performance.now()
  let drawn = 0
  return (stage: RenderProgress['stage'], frames: number): void => {
    drawn += frames
    const framesDone = stage === 'joining' ? plan.length : Math.min(plan.length, framesCached + drawn)
    const perFrame = drawn === 0 ? null : (performance.now() - began) / 1000 / drawn
    const secondsLeft = perFrame === null ? null : perFrame * (plan.length - framesDone)
    tell({ stage, framesDone, framesTotal: plan.length, framesCached, secondsLeft })
  }
}
