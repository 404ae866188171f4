import { type FormatId, formats } from '@storycanvas/timeline'
import { type Screenplay, writeFinalDraft, writeFountain } from '../../writing/builtin/index.ts'

type Facts = { label: string; programs: string; extension: string; mediaType: string }

/** A format on offer: a writer of packages/timeline, or one of screenplays. */
export type Offer = Facts &
  (
    | { kind: 'timeline'; format: FormatId; carries: 'cut' | 'captions' }
    | { kind: 'screenplay'; write(screenplay: Screenplay): string }
  )

/** The programs that people name when they ask which format to take. */
const programs: { readonly [format in FormatId]: string } = {
  fcpxml: 'Final Cut Pro, DaVinci Resolve',
  xmeml: 'Premiere Pro, DaVinci Resolve, Vegas Pro',
  mlt: 'Shotcut, Kdenlive',
  edl: 'Premiere Pro, Avid Media Composer, DaVinci Resolve',
  otio: 'DaVinci Resolve, Premiere Pro, Kdenlive, Flame',
  json: 'StoryCanvas',
  resolve: 'DaVinci Resolve',
  avid: 'Avid Media Composer',
  vegas: 'Vegas Pro',
  capcut: 'CapCut',
  webvtt: 'Browsers, YouTube, players',
  srt: 'Players, YouTube, subtitle editors',
}

/** Formats whose id differs from their writer's: by the name that people know. */
const knownAs: { [format: string]: string } = { webvtt: 'vtt' }

/** Formats of several files, or of files whose names their programs prescribe. */
const archives = new Set(['resolve', 'avid', 'capcut'])

const captionFormats = new Set(['webvtt', 'srt'])

const written = Object.entries(formats).map(([format, { label, extensions, mediaType }]): [string, Offer] => [
  knownAs[format] ?? format,
  {
    kind: 'timeline',
    format: format as FormatId,
    carries: captionFormats.has(format) ? 'captions' : 'cut',
    label,
    programs: programs[format as FormatId],
    extension: archives.has(format) ? '.zip' : extensions[0],
    mediaType: archives.has(format) ? 'application/zip' : mediaType,
  },
])

/** Every format on offer by its id. */
export const offers: ReadonlyMap<string, Offer> = new Map<string, Offer>([
  ...written,
  [
    'fountain',
    {
      kind: 'screenplay',
      write: writeFountain,
      label: 'Screenplay (Fountain)',
      programs: 'Highland, Fade In, any text editor',
      extension: '.fountain',
      mediaType: 'text/plain; charset=utf-8',
    },
  ],
  [
    'fdx',
    {
      kind: 'screenplay',
      write: writeFinalDraft,
      label: 'Screenplay (Final Draft)',
      programs: 'Final Draft, Fade In, Celtx',
      extension: '.fdx',
      mediaType: 'application/xml',
    },
  ],
])
