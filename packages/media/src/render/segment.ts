import { createHash } from 'node:crypto'
import { duration as timelineDuration, type Frames, type Rate, type Timeline } from '@storycanvas/timeline'
import { type CaptionFont, captionScript, type Words } from './caption.ts'
import { conformed, conformSpans } from './conform.ts'
import type { Fitting } from './fitting.ts'
import { type RenderPreset, renderPresets } from './preset.ts'
import { advanced, type Picture, pictureSpans, type ShotPart, type Span } from './span.ts'

/** A run of spans that is encoded into one part. */
export type Segment = {
  /** Names everything that the part's bytes depend on: equal keys, equal pictures. */
  readonly key: string
  readonly start: Frames
  readonly duration: Frames
  readonly spans: readonly Span[]
  /** Script of the words burnt in, or null. */
  readonly script: string | null
}

export type RenderPlan = {
  readonly canvas: { readonly width: number; readonly height: number }
  readonly rate: Rate
  /** Frames before the timeline's first: the slate. */
  readonly lead: Frames
  /** Frames of the whole film, slate included. */
  readonly length: Frames
  readonly segments: readonly Segment[]
  /** Media that the picture needs. */
  readonly mediaIds: readonly string[]
}

export type PlanOptions = {
  /** Frame rate of the film, where it is not that of the timeline. */
  readonly rate?: Rate
  readonly preset: RenderPreset
  readonly captions: 'burnt-in' | 'sidecar' | 'none'
  readonly slate: Slate | null
  readonly watermark: string | null
  readonly font: CaptionFont
  readonly fitting: Fitting
  /** Identity of a media's bytes, by its id: hash, or whatever changes with them. */
  readonly identity: (mediaId: string) => string
}

/** A card before the film. */
export type Slate = { readonly lines: readonly string[]; readonly seconds: number }

/** Raised whenever the same plan gives other pictures than before. */
const rendererVersion = 6
const longestSeconds = 10
/**
 * Parts shorter than this would have fewer frames than x264 delays by, and their decoding times would then collide
 * with their neighbours'.
 */
const fewestFrames = 8

/** Cuts the timeline into segments at its clips' boundaries. Pure. */
export function planRender(timeline: Timeline, options: PlanOptions): RenderPlan {
  const { canvas } = timeline
  const rate = options.rate ?? timeline.rate
  const lead = options.slate === null ? 0 : Math.round((options.slate.seconds * rate.num) / rate.den)
  const cut = timelineDuration(timeline)
  const length = lead + conformed(cut, timeline.rate, rate)
  const spans = [
    ...(lead === 0 ? [] : [{ start: 0, duration: lead, picture: { kind: 'black' } as const }]),
    ...conformSpans(pictureSpans(timeline, cut), timeline.rate, rate).map(span => ({ ...span, start: span.start + lead })),
  ]
  const words = burntWords(timeline, options, { rate, lead, length })
  const longest = Math.max(fewestFrames * 2, Math.round((longestSeconds * rate.num) / rate.den))
  const segments = grouped(spans.flatMap(span => divided(span, longest))).map(group => {
    const start = group[0]?.start ?? 0
    const duration = group.reduce((sum, span) => sum + span.duration, 0)
    const shown = words
      .filter(one => one.start < start + duration && one.end > start)
      .map(one => ({ ...one, start: Math.max(0, one.start - start), end: Math.min(duration, one.end - start) }))
    const script = shown.length === 0 ? null : captionScript(shown, canvas, rate, options.font)
    const content = group.map(span => ({ duration: span.duration, picture: span.picture }))
    const identities = mediaOf(group).map(id => [id, options.identity(id)])
    const preset = renderPresets[options.preset]
    const key = createHash('sha256')
      .update(
        JSON.stringify([
          rendererVersion,
          canvas,
          rate,
          options.fitting,
          preset.x264,
          preset.crf,
          preset.lookahead,
          script,
          options.font,
          content,
          identities,
        ]),
      )
      .digest('hex')
    return { key, start, duration, spans: group, script }
  })
  return { canvas, rate, lead, length, segments, mediaIds: mediaOf(spans) }
}

/** Pieces of a long span, cut at whole multiples of `longest` counted from the shot's own first frame: a moved clip keeps its pieces. */
function divided(span: Span, longest: Frames): readonly Span[] {
  const from = span.picture.kind === 'shot' ? span.picture.part.from : 0
  const pieces: Span[] = []
  let done = 0
  while (done < span.duration) {
    const untilCut = longest - ((((from + done) % longest) + longest) % longest)
    const left = span.duration - done
    const duration = left - untilCut < fewestFrames ? left : untilCut
    pieces.push({ start: span.start + done, duration, picture: advanced(span.picture, done) })
    done += duration
  }
  return pieces
}

/** Joins spans that are too short to stand alone to the one before them, the first to the one after it. */
function grouped(spans: readonly Span[]): readonly (readonly Span[])[] {
  const groups: Span[][] = []
  let frames = 0
  for (const span of spans) {
    const last = groups.at(-1)
    if (last !== undefined && (frames < fewestFrames || span.duration < fewestFrames)) {
      last.push(span)
      frames += span.duration
    } else {
      groups.push([span])
      frames = span.duration
    }
  }
  return groups
}

type Reel = { readonly rate: Rate; readonly lead: Frames; readonly length: Frames }

function burntWords(timeline: Timeline, options: PlanOptions, { rate, lead, length }: Reel): readonly Words[] {
  const at = (frame: Frames): Frames => conformed(frame, timeline.rate, rate) + lead
  const captions = options.captions === 'burnt-in' ? timeline.captions : []
  return [
    ...(options.slate === null ? [] : [{ style: 'slate' as const, start: 0, end: lead, text: options.slate.lines.join('\n') }]),
    ...captions.map(one => ({
      style: 'caption' as const,
      start: at(one.start),
      end: at(one.start + one.duration),
      text: one.text,
    })),
    ...(options.watermark === null ? [] : [{ style: 'watermark' as const, start: lead, end: length, text: options.watermark }]),
  ]
}

function mediaOf(spans: readonly Span[]): readonly string[] {
  return [...new Set(spans.flatMap(span => shotsOf(span.picture).map(one => one.shot.mediaId)))].sort()
}

/** The shots that a picture is made of. */
export function shotsOf(picture: Picture): readonly ShotPart[] {
  switch (picture.kind) {
    case 'black':
      return []
    case 'shot':
      return [picture.part]
    case 'transition':
      return [picture.outgoing, picture.incoming].filter(one => one !== null)
  }
}
