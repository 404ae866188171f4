import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { initialisationName, segmentName, type VideoRendition } from '../manifest/rendition.ts'
import { filter } from '../sandbox/graph.ts'
import { encodingLimits } from '../sandbox/limits.ts'
import { collectOutput, startFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import { jpegColours } from './jpeg.ts'

/** Sheets of small pictures for hovering over a timeline, and the WebVTT that says which one belongs to which second. */
export type Storyboard = {
  readonly tile: { readonly width: number; readonly height: number }
  /** JPEG sheets of `columns × rows` tiles. */
  readonly sheets: readonly Buffer[]
  readonly columns: number
  readonly rows: number
  readonly tiles: number
  readonly vtt: string
}

const columns = 10
const rows = 10
const tileHeight = 90
/** Ten in a row must fit into a JPEG, and one beside the pointer. */
const widestTile = 320

/**
 * Takes one picture per segment from the smallest rendition of a finished ladder: its keyframes alone are decoded, a
 * thirtieth of the work of decoding everything. Sheets are named `<name>-<number>.jpg` in the VTT, from 0.
 */
export async function makeStoryboard(
  tools: MediaTools,
  ladder: { readonly outDir: string; readonly video: readonly VideoRendition[] },
  name: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Storyboard> {
  const rendition = ladder.video.at(-1)
  if (rendition === undefined) throw new RangeError('sound alone has no storyboard')
  const tile = tileOf(rendition)
  const directory = await mkdtemp(join(ladder.outDir, 'storyboard-'))
  try {
    const film = join(directory, 'film.mp4')
    const parts = [initialisationName, ...rendition.segments.map((_, i) => segmentName(i + 1))]
    for (const part of parts) await writeFile(film, await readFile(join(ladder.outDir, rendition.directory, part)), { flag: 'a' })
    const running = startFfmpeg(
      tools,
      {
        inputs: [{ kind: 'media', file: { path: film, origin: 'own' }, keyframesOnly: true }],
        graph: [
          {
            from: ['0:v:0'],
            filters: [
              filter('scale', { w: tile.width, h: tile.height, flags: 'area', ...jpegColours(null) }),
              filter('tile', { layout: `${columns}x${rows}` }),
            ],
            to: ['sheets'],
          },
        ],
        outputs: [
          {
            maps: ['sheets'],
            video: { kind: 'jpeg', quality: 5 },
            audio: null,
            container: { kind: 'pictures' },
            to: { kind: 'pipe', number: 1 },
          },
        ],
        log: 'error',
      },
      { limits: encodingLimits, signal, writable: null, stdin: 'none', pipes: 0, progress: null },
    )
    const sheets = jpegPictures(await collectOutput(running, 2 ** 28))
    return { tile, sheets, columns, rows, tiles: rendition.segments.length, vtt: storyboardVtt(rendition, tile, name) }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function tileOf({ width, height }: VideoRendition): Storyboard['tile'] {
  const scale = Math.min(tileHeight / height, widestTile / width)
  const even = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2)
  return { width: even(width), height: even(height) }
}

/** Cuts JPEG pictures that follow each other. The end marker cannot occur in a picture: there a zero follows each 0xff. */
export function jpegPictures(bytes: Buffer): readonly Buffer[] {
  const pictures: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(Buffer.from([0xff, 0xd9]), start)
    if (end < 0) break
    pictures.push(bytes.subarray(start, end + 2))
    start = end + 2
  }
  return pictures
}

/** One cue per segment, with the media fragment `#xywh` that players use for previews. */
export function storyboardVtt(
  rendition: VideoRendition,
  tile: { readonly width: number; readonly height: number },
  name: string,
): string {
  let ticks = 0
  const cues = rendition.segments.map((segment, i) => {
    const start = clock(ticks / rendition.timescale)
    ticks += segment.ticks
    const place = i % (columns * rows)
    const x = (place % columns) * tile.width
    const y = Math.floor(place / columns) * tile.height
    const sheet = Math.floor(i / (columns * rows))
    return `${start} --> ${clock(ticks / rendition.timescale)}\n${name}-${sheet}.jpg#xywh=${x},${y},${tile.width},${tile.height}\n`
  })
  return `WEBVTT\n\n${cues.join('\n')}`
}

function clock(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const whole = Math.floor(milliseconds / 1000)
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${String(milliseconds % 1000).padStart(3, '0')}`
}
