import type { Transition } from '../../model.ts'
import { noteText } from '../note.ts'
import type { Page } from './clip-item.ts'
import { writeRate } from './rate.ts'

const alignments = { center: 'center', in: 'start-black', out: 'end-black' } as const

/** Record frames of a transition, and which side of it is black: `center` has a clip on both. */
export type Crossing = {
  readonly start: number
  readonly end: number
  readonly side: keyof typeof alignments
  readonly transition: Transition | null
}

/** A dissolve, or a crossfade of sound. Wipes keep their SMPTE code in a note beside the dissolve. */
export const writeTransitionItem = (
  { xml, timeline }: Page,
  kind: 'video' | 'audio',
  { start, end, side, transition }: Crossing,
): void => {
  const video = kind === 'video'
  xml.open('transitionitem').leaf('start', {}, start).leaf('end', {}, end).leaf('alignment', {}, alignments[side])
  writeRate(xml, timeline.rate)
  xml.open('effect').leaf('name', {}, video ? 'Cross Dissolve' : 'Cross Fade ( 0dB)')
  xml.leaf('effectid', {}, video ? 'Cross Dissolve' : 'KGAudioTransCrossFade0dB')
  if (video) xml.leaf('effectcategory', {}, 'Dissolve')
  xml.leaf('effecttype', {}, 'transition').leaf('mediatype', {}, kind).close()
  if (transition) {
    const { id, kind, wipe, cut, metadata } = transition
    const note = { transition: id, kind, wipe, cut, ...(Object.keys(metadata).length > 0 && { metadata }) }
    xml.open('logginginfo').leaf('lognote', {}, noteText(note)).close()
  }
  xml.close()
}
