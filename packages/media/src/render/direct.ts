import type { Frames, Rate } from '@storycanvas/timeline'
import type { CommandInput } from '../sandbox/command.ts'
import { filter, type Filter, type FilterChain } from '../sandbox/graph.ts'
import type { Fitting } from './fitting.ts'
import { readingOf } from './footage.ts'
import type { PictureFile } from './picture-file.ts'
import { type ShotPart, shotKey, type Span } from './span.ts'

/** Pictures that ffmpeg reads, times, fits and mixes by itself; the graph ends at `mixed`. */
export type DirectPictures = { readonly inputs: readonly CommandInput[]; readonly graph: readonly FilterChain[] }

type Setting = {
  readonly canvas: { readonly width: number; readonly height: number }
  readonly rate: Rate
  readonly fitting: Fitting
  readonly media: ReadonlyMap<string, PictureFile>
  readonly threads: number
}

/** Frames of one clip that are read in one go; `overlap` of them are a dissolve from the stretch before. */
export type Stretch = { readonly part: ShotPart; readonly count: Frames; readonly overlap: Frames }

/**
 * True where ffmpeg alone makes the pictures: footage, and whole dissolves between footage. The rest has to be drawn, as camera
 * moves, fades, wipes and stills are. A raw picture costs more to carry through pipes than to decode.
 */
export function isDirect({ picture, duration }: Span): boolean {
  if (picture.kind === 'black') return false
  if (picture.kind === 'shot') return isPlain(picture.part, duration)
  const { outgoing, incoming, wipe, from, length } = picture
  if (wipe !== null || outgoing === null || incoming === null || from !== 0 || length !== duration) return false
  return isPlain(outgoing, duration) && isPlain(incoming, duration)
}

function isPlain({ shot, from }: ShotPart, count: Frames): boolean {
  const isFaded = (shot.fadeIn > 0 && from < shot.fadeIn) || (shot.fadeOut > 0 && from + count > shot.duration - shot.fadeOut - 1)
  return shot.mediaKind === 'video' && shot.motion === null && !isFaded
}

/** What is read for spans that follow each other and are all direct: each clip once, however many of the spans show it. */
export function stretchesOf(spans: readonly Span[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  let reading: string | null = null
  const read = (part: ShotPart, { start, duration }: Span, overlap: Frames): void => {
    const key = shotKey(part, start)
    const last = stretches.at(-1)
    if (key === reading && last !== undefined) stretches[stretches.length - 1] = { ...last, count: last.count + duration }
    else stretches.push({ part, count: duration, overlap })
    reading = key
  }
  for (const span of spans) {
    const { picture } = span
    if (picture.kind === 'shot') read(picture.part, span, 0)
    if (picture.kind !== 'transition' || picture.outgoing === null || picture.incoming === null) continue
    read(picture.outgoing, span, 0)
    reading = null
    read(picture.incoming, span, span.duration)
  }
  return stretches
}

/** How ffmpeg makes spans that are all direct, each of whose media has a file. */
export function directPictures(spans: readonly Span[], setting: Setting): DirectPictures {
  const stretches = stretchesOf(spans)
  const read = stretches.map((stretch, index) => readStretch(stretch, setting, index))
  const pieces = stretches.map((_, index) => piecesOf(stretches, index, setting.rate))
  const shown = pieces.flatMap((one, index) => [
    ...(stretches[index]?.overlap === 0 ? [] : [label('mix', index)]),
    ...one.flatMap(({ to }) => to).filter(name => name === label('body', index)),
  ])
  const mixes = stretches.flatMap(({ overlap }, index) => (overlap === 0 ? [] : mixOf(index, overlap)))
  const joining = shown.length === 1 ? [] : [filter('concat', { n: shown.length })]
  return {
    inputs: read.map(one => one.input),
    graph: [
      ...read.flatMap(one => one.chains),
      ...pieces.flat(),
      ...mixes,
      { from: shown, filters: [...joining, ...counted(setting.rate)], to: ['mixed'] },
    ],
  }
}

type Piece = 'stretch' | 'head' | 'body' | 'tail' | 'copy' | 'clear' | 'mix'
const label = (piece: Piece, index: number): string => `${piece}${index}`

/** Frames numbered from 0 at a constant rate. */
function counted({ num, den }: Rate): readonly Filter[] {
  return [filter('settb', { expr: `${den}/${num}` }), filter('setpts', { expr: 'N' }), filter('fps', { fps: `${num}/${den}` })]
}

/**
 * Cuts a stretch into the dissolve at its head, its body and the dissolve at its tail, as far as it has them. A dissolve
 * works on pictures of another format: only its own frames are to be converted.
 */
function piecesOf(stretches: readonly Stretch[], index: number, rate: Rate): readonly FilterChain[] {
  const { count, overlap: head } = stretches[index] as Stretch
  const tail = stretches[index + 1]?.overlap ?? 0
  const all = [
    { piece: 'head', from: 0, to: head },
    { piece: 'body', from: head, to: count - tail },
    { piece: 'tail', from: count - tail, to: count },
  ] as const
  const pieces = all.filter(one => one.to > one.from)
  const copies = pieces.map((_, i) => label('copy', index) + String.fromCharCode(97 + i))
  return [
    { from: [label('stretch', index)], filters: [filter('split', { outputs: pieces.length })], to: copies },
    ...pieces.map(({ piece, from, to }, i) => ({
      from: [copies[i] ?? ''],
      filters: [filter('trim', { start_frame: from, end_frame: to }), ...counted(rate)],
      to: [label(piece, index)],
    })),
  ]
}

/**
 * Lays what comes in over what goes out, more opaque from frame to frame. `xfade` would do that at one go, but ends as soon as it
 * hears that what goes out has ended, be there a frame of it left.
 */
function mixOf(index: number, overlap: Frames): readonly FilterChain[] {
  const clear = label('clear', index)
  const rising = filter('fade', { type: 'in', start_frame: 0, nb_frames: overlap, alpha: 1 })
  return [
    { from: [label('head', index)], filters: [filter('format', { pix_fmts: 'yuva420p' }), rising], to: [clear] },
    {
      from: [label('tail', index - 1), clear],
      filters: [filter('overlay', { format: 'yuv420' }), filter('format', { pix_fmts: 'yuv420p' })],
      to: [label('mix', index)],
    },
  ]
}

type Read = { readonly input: CommandInput; readonly chains: readonly FilterChain[] }

function readStretch({ part: { shot, from }, count }: Stretch, setting: Setting, index: number): Read {
  const { rate, canvas, fitting, threads } = setting
  const picture = setting.media.get(shot.mediaId) as PictureFile
  const reading = readingOf({ shot, from, count, rate, fitting, ...canvas }, picture)
  const after = [
    filter('trim', { end_frame: reading.frames }),
    // The first frame is held before the source begins, the last one after it ends.
    ...counted(rate),
    filter('tpad', { start: reading.lead, start_mode: 'clone', stop: -1, stop_mode: 'clone' }),
    filter('trim', { end_frame: count }),
  ]
  return {
    input: { kind: 'media', file: picture.file, seek: reading.seek, length: reading.length, threads },
    chains: reading.graph(`${index}:v:0`, after, label('stretch', index)),
  }
}
