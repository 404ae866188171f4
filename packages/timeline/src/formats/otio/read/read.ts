import * as z from 'zod'
import type { Caption, Rate } from '../../../model.ts'
import { captionSchema, mediaSchema, metadataSchema, parsedOr } from '../../../schema/timeline.ts'
import { toFrames } from '../../../time/conversion.ts'
import { fraction } from '../../../time/fraction.ts'
import { allowsDropFrame, sameRate } from '../../../time/rate.ts'
import { Draft } from '../../draft.ts'
import { parseFolded } from '../../json/fold.ts'
import { requireReadable } from '../../limits.ts'
import type { ReadResult } from '../../read.ts'
import { OtioMedia } from './media.ts'
import { OtioNode } from './node.ts'
import { type OtioReading, readMarkers, readTrack } from './track.ts'

const size = z.object({ width: z.int().min(1), height: z.int().min(1) })
const rateSchema = z.object({ num: z.int().min(1), den: z.int().min(1) })

const timelineNode = (root: OtioNode): OtioNode => {
  if (root.schema === 'Timeline') return root
  const inside =
    root.schema === 'SerializableCollection' ? root.each('children').find(one => one.schema === 'Timeline') : undefined
  return inside ?? root.refuse(`is a ${root.schema}, and no timeline`)
}

/** OTIO has no rate of the whole: that of the first piece on the first track that has a length. */
const rateOfTracks = (tracks: Iterable<OtioNode>): Rate | null => {
  for (const track of tracks)
    for (const item of track.schema === 'Track' ? track.each('children') : [track]) {
      const range = item.schema === 'Transition' ? null : item.range('source_range')
      if (range) return range.rate
    }
  return null
}

const readTracks = (stack: OtioNode, reading: OtioReading): void => {
  const lanes = { video: 0, audio: 0 }
  for (const track of stack.each('children')) {
    const kind = track.value['kind'] === 'Audio' ? 'audio' : 'video'
    if (track.schema !== 'Track') reading.draft.note(null, `“${track.name}” lies in the stack without a track and is left out.`)
    else readTrack(track, kind, lanes[kind]++, reading)
    if (track.schema === 'Track') reading.draft.markers.push(...readMarkers(track, fraction(0), reading))
  }
}

const readCaptions = (value: unknown, draft: Draft): void => {
  const captions: Caption[] = parsedOr(z.array(captionSchema), value, [])
  draft.captions.push(...captions.map(caption => ({ ...caption, id: draft.id(caption.id) })))
}

/**
 * Reads an OpenTimelineIO document of any schema version up to 0.19's. Compositions inside tracks come as one clip each.
 * @throws UnreadableTimeline with line and path.
 */
export const readOtio = (text: string): ReadResult => {
  requireReadable('otio', text)
  const { value, element } = parseFolded('OpenTimelineIO', text, 'children')
  const root = new OtioNode({ text, element }, [], value)
  try {
    return readDocument(timelineNode(root))
  } catch (error) {
    if (error instanceof RangeError) return root.refuse(error.message)
    throw error
  }
}

const readDocument = (node: OtioNode): ReadResult => {
  const stack = node.child('tracks') ?? node.refuse('has no tracks')
  const note = node.note()
  const global = node.time('global_start_time')
  const stated = global?.rate ?? rateOfTracks(stack.each('children'))
  const noted = parsedOr(rateSchema, note['rate'], null)
  const rate = noted && stated && sameRate(noted, stated) ? noted : stated
  if (!rate) return node.refuse('does not tell its frame rate: no clip has a length')
  const draft = new Draft()
  const reading: OtioReading = { draft, media: new OtioMedia(draft), rate }
  readTracks(stack, reading)
  draft.markers.push(...readMarkers(stack, fraction(0), reading))
  readCaptions(note['captions'], draft)
  for (const media of parsedOr(z.array(mediaSchema), note['media'], []))
    if (!draft.media.has(media.id)) draft.media.set(media.id, media)
  return draft.finish({
    id: typeof note['id'] === 'string' ? note['id'] : node.name || 'timeline',
    name: node.name,
    rate,
    timecode: {
      start: Math.max(0, toFrames(global?.seconds ?? fraction(0), rate)),
      dropFrame: note['dropFrame'] === true && allowsDropFrame(rate),
    },
    canvas: parsedOr(size, note['canvas'], { width: 1920, height: 1080 }),
    audioRate: parsedOr(z.int().min(1), note['audioRate'], 48000),
    metadata: parsedOr(metadataSchema, note['metadata'], {}),
  })
}
