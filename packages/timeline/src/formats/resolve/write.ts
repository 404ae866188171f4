import type { MarkerColour, Timeline } from '../../model.ts'
import { formatTimecode } from '../../time/timecode.ts'
import { toAscii } from '../edl/ascii.ts'
import { fileName } from '../file-name.ts'
import { listFcpxmlLosses, writeFcpxml } from '../fcpxml/write.ts'
import type { WriteSettings, Written } from '../format.ts'
import { type LossList, lossList } from '../losses.ts'
import { writeOtio } from '../otio/write.ts'

const colours: { readonly [Colour in MarkerColour]: string } = {
  red: 'Red',
  orange: 'Sand',
  yellow: 'Yellow',
  green: 'Green',
  cyan: 'Cyan',
  blue: 'Blue',
  purple: 'Purple',
  pink: 'Pink',
  white: 'Cream',
  black: 'Cocoa',
}

/** The markers as the EDL that Resolve imports as “Timeline Markers from EDL”: a one-frame event for each. */
const markerList = (timeline: Timeline): string => {
  const { rate, timecode, markers } = timeline
  const at = (frame: number): string => formatTimecode(timecode.start + frame, rate, timecode.dropFrame)
  const events = [...markers]
    .sort((a, b) => a.at - b.at)
    .flatMap(({ at: frame, duration, name, colour }, index) => {
      const [from, to] = [at(frame), at(frame + 1)]
      const label = toAscii(name).replaceAll('|', '/')
      return [
        `${String(index + 1).padStart(3, '0')}  001      V     C        ${from} ${to} ${from} ${to}`,
        ` |C:ResolveColor${colours[colour]} |M:${label} |D:${Math.max(1, duration)}`,
        '',
      ]
    })
  const mode = timecode.dropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'
  return `${[`TITLE: ${toAscii(timeline.name)}`, `FCM: ${mode}`, '', ...events].join('\r\n')}\r\n`
}

/** What the package does not hold: the losses of FCPXML, less the colours that come with the list of markers. */
export const listResolveLosses = (timeline: Timeline, list: LossList): void => {
  const own = new Set(timeline.markers.map(marker => marker.id))
  listFcpxmlLosses(timeline, {
    add: (code, what, where, ...rest) => {
      if (what !== 'marker-colour' || !own.has(where.id)) list.add(code, what, where, ...rest)
    },
  })
}

/**
 * For DaVinci Resolve: the cut as FCPXML 1.10 with Resolve's units, the same as OpenTimelineIO for 18.5 and later, and the
 * markers as the list that it imports on top. The losses are those of the FCPXML; marker colours come with the list.
 * @throws InvalidTimeline
 */
export const writeResolve = (timeline: Timeline, options: WriteSettings = {}): Written => {
  const fcpxml = writeFcpxml(timeline, { ...options, target: 'resolve' })
  const otio = writeOtio(timeline, options)
  const list = lossList()
  listResolveLosses(timeline, list)
  const { losses } = list
  if (timeline.markers.length === 0) return { files: [...fcpxml.files, ...otio.files], losses }
  const markers = {
    name: `${fileName(options.fileName ?? timeline.name)}_markers.edl`,
    type: 'text/plain',
    text: markerList(timeline),
  }
  return { files: [...fcpxml.files, ...otio.files, markers], losses }
}
