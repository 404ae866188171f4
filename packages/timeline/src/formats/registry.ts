import { listSrtLosses, writeSrt, writeWebVtt } from '../captions/write.ts'
import { InvalidTimeline } from '../check/problem.ts'
import { validate } from '../check/validate.ts'
import type { Timeline } from '../model.ts'
import { edlOptions } from './edl/options.ts'
import { listEdlLosses } from './edl/losses.ts'
import { readEdl } from './edl/read/read.ts'
import { writeEdl } from './edl/write.ts'
import { fcpxmlOptions } from './fcpxml/options.ts'
import { readFcpxml } from './fcpxml/read/read.ts'
import { listFcpxmlLosses, writeFcpxml } from './fcpxml/write.ts'
import type { Format, WriteSettings, Written } from './format.ts'
import { type LossTally, lossTally } from './losses.ts'
import { readJson } from './json/read.ts'
import { writeJson } from './json/write.ts'
import { readOtio } from './otio/read/read.ts'
import { listOtioLosses, writeOtio } from './otio/write.ts'

import { listAvidLosses, writeAvid } from './avid/write.ts'
import { listCapcutLosses, writeCapcut } from './capcut/write.ts'
import { listResolveLosses, writeResolve } from './resolve/write.ts'
import { listVegasLosses, writeVegas } from './vegas/write.ts'
import { readMlt } from './mlt/read/read.ts'
import { listMltLosses, writeMlt } from './mlt/write.ts'
import { listXmemlLosses } from './xmeml/losses.ts'
import { readXmeml } from './xmeml/read/read.ts'
import { writeXmeml } from './xmeml/write.ts'

/** For formats that hold everything they are for. */
const listNothing = (): void => {}

/** Every format by its id. A new one is one more entry. */
export const formats = {
  fcpxml: {
    id: 'fcpxml',
    label: 'Final Cut Pro XML',
    extensions: ['.fcpxml'],
    mediaType: 'application/xml',
    options: fcpxmlOptions,
    write: writeFcpxml,
    listLosses: listFcpxmlLosses,
    read: readFcpxml,
  },
  xmeml: {
    id: 'xmeml',
    label: 'Final Cut Pro 7 XML (Premiere, Resolve, Vegas)',
    extensions: ['.xml'],
    mediaType: 'application/xml',
    options: {},
    write: writeXmeml,
    listLosses: listXmemlLosses,
    read: readXmeml,
  },
  mlt: {
    id: 'mlt',
    label: 'Shotcut (MLT XML)',
    extensions: ['.mlt'],
    mediaType: 'application/xml',
    options: {},
    write: writeMlt,
    listLosses: listMltLosses,
    read: readMlt,
  },
  edl: {
    id: 'edl',
    label: 'EDL (CMX 3600)',
    extensions: ['.edl'],
    mediaType: 'text/plain',
    options: edlOptions,
    write: writeEdl,
    listLosses: (timeline, list) => listEdlLosses(timeline, list),
    read: readEdl,
  },
  otio: {
    id: 'otio',
    label: 'OpenTimelineIO',
    extensions: ['.otio'],
    mediaType: 'application/json',
    options: {},
    write: writeOtio,
    listLosses: listOtioLosses,
    read: readOtio,
  },
  json: {
    id: 'json',
    label: 'StoryCanvas timeline',
    extensions: ['.storycanvas.json', '.json'],
    mediaType: 'application/json',
    options: {},
    write: writeJson,
    listLosses: listNothing,
    read: readJson,
    takesErrors: true,
  },
  resolve: {
    id: 'resolve',
    label: 'DaVinci Resolve (FCPXML, OpenTimelineIO, markers)',
    extensions: ['.fcpxml', '.otio', '.edl'],
    mediaType: 'application/xml',
    options: {},
    write: writeResolve,
    listLosses: listResolveLosses,
  },
  avid: {
    id: 'avid',
    label: 'Avid Media Composer (EDL and ALE)',
    extensions: ['.edl', '.ale'],
    mediaType: 'text/plain',
    options: {},
    write: writeAvid,
    listLosses: listAvidLosses,
  },
  vegas: {
    id: 'vegas',
    label: 'Vegas Pro (text EDL)',
    extensions: ['.txt'],
    mediaType: 'text/plain',
    options: {},
    write: writeVegas,
    listLosses: listVegasLosses,
  },
  capcut: {
    id: 'capcut',
    label: 'CapCut draft',
    extensions: ['.json'],
    mediaType: 'application/json',
    options: {},
    write: writeCapcut,
    listLosses: listCapcutLosses,
  },
  webvtt: {
    id: 'webvtt',
    label: 'Captions (WebVTT)',
    extensions: ['.vtt'],
    mediaType: 'text/vtt',
    options: {},
    write: writeWebVtt,
    listLosses: listNothing,
    takesErrors: true,
  },
  srt: {
    id: 'srt',
    label: 'Captions (SubRip)',
    extensions: ['.srt'],
    mediaType: 'application/x-subrip',
    options: {},
    write: writeSrt,
    listLosses: listSrtLosses,
    takesErrors: true,
  },
} as const satisfies { [id: string]: Format }

export type FormatId = keyof typeof formats

/** Whether `id` names a format. */
export const isFormatId = (id: string): id is FormatId => Object.hasOwn(formats, id)

/** A choice that the format does not offer. */
export class UnknownOption extends Error {
  constructor(format: Format, option: string, value: string) {
    const known = format.options[option]
    super(
      known
        ? `${format.label} has no ${known.label} “${value}”; there is ${Object.keys(known.values).join(', ')}`
        : `${format.label} has no option “${option}”; there is ${Object.keys(format.options).join(', ') || 'none'}`,
    )
    this.name = 'UnknownOption'
  }
}

/**
 * Writes a timeline in the format `id`, with options as they come from a request or a command line.
 * @throws UnknownOption for an option or value that the format does not offer; InvalidTimeline for a timeline with errors.
 */
export const writeAs = (
  timeline: Timeline,
  id: FormatId,
  options: { readonly [name: string]: string } = {},
  settings: WriteSettings = {},
): Written => {
  const format: Format = formats[id]
  for (const [name, value] of Object.entries(options))
    if (!Object.hasOwn(format.options, name) || !Object.hasOwn(format.options[name]?.values ?? {}, value))
      throw new UnknownOption(format, name, value)
  return format.write(timeline, { ...options, ...settings })
}

/** What a format would lose by kind, or why it would refuse the timeline. */
export type FormatLosses = { readonly id: FormatId; readonly losses: readonly LossTally[] | InvalidTimeline }

/** What writing a timeline with default options would lose in each format, one after the other, without writing any. */
export function* lossesByFormat(timeline: Timeline): Generator<FormatLosses> {
  const errors = validate(timeline).filter(problem => problem.severity === 'error')
  for (const format of Object.values<Format & { id: FormatId }>(formats)) {
    const tally = lossTally()
    const isRefused = errors.length > 0 && !format.takesErrors
    if (!isRefused) format.listLosses(timeline, tally)
    yield { id: format.id, losses: isRefused ? new InvalidTimeline(timeline, errors) : tally.tallies() }
  }
}
