import { edges as edgesOf, type Item } from '../../layout.ts'
import type { Clip, Track, Transition } from '../../model.ts'
import { toTime } from '../../time/conversion.ts'
import { noteText } from '../note.ts'
import { writeClip, writeGap } from './clip.ts'
import { type Attachments, noAttachments, type Page } from './page.ts'
import { effectName } from './resources.ts'
import { framesText, timeText } from './time.ts'

/** A fade of a picture beside a gap is a dissolve that lies wholly inside the clip. */
export const hasBlackTransition = (track: Track, clip: Clip, edge: 'in' | 'out', butted: boolean): boolean =>
  track.kind === 'video' && !butted && (edge === 'in' ? clip.fadeIn : clip.fadeOut) > 0

const writeTransition = (
  page: Page,
  track: Track,
  start: number,
  duration: number,
  origin: number,
  transition: Transition | null,
): void => {
  const { xml, timeline, resources } = page
  const effect = track.kind === 'video' ? 'dissolve' : 'crossfade'
  const name = effectName(effect)
  xml.open('transition', {
    name,
    offset: timeText(toTime(start - origin, timeline.rate)),
    duration: framesText(duration, timeline.rate),
  })
  xml.leaf(track.kind === 'video' ? 'filter-video' : 'filter-audio', { ref: resources.effect(effect), name })
  if (transition) {
    const { id, kind, wipe, cut, inOffset, metadata } = transition
    const note = { id, kind, wipe, inOffset, cut, ...(Object.keys(metadata).length > 0 && { metadata }) }
    xml
      .open('metadata')
      .leaf('md', { key: 'com.storycanvas.transition', value: noteText(note) })
      .close()
  }
  xml.close()
}

/**
 * Items of one storyline in order, transitions between them. `origin` is the record frame at which the storyline's own time
 * is zero; `attach` gives what hangs on an item.
 */
export const writeStoryline = (
  page: Page,
  track: Track,
  items: readonly Item[],
  origin: number,
  attach: (item: Item) => Attachments = () => noAttachments,
): void => {
  const { timeline } = page
  const edges = edgesOf(track)
  for (const item of items) {
    const offset = toTime(item.start - origin, timeline.rate)
    if (item.kind === 'gap') {
      writeGap(page, offset, item.start, item.duration, attach(item))
      continue
    }
    const { clip } = item
    const own = edges.get(clip.id)
    const media = timeline.media[clip.mediaId]
    if (!own || !media) continue
    const { transitionIn: cross, buttedIn, buttedOut } = own
    if (cross) writeTransition(page, track, cross.cut - cross.inOffset, cross.inOffset + cross.outOffset, origin, cross)
    else if (hasBlackTransition(track, clip, 'in', buttedIn)) writeTransition(page, track, clip.start, clip.fadeIn, origin, null)
    writeClip(page, { clip, media, track, edges: own, offset, lane: null }, attach(item))
    if (hasBlackTransition(track, clip, 'out', buttedOut))
      writeTransition(page, track, clip.start + clip.duration - clip.fadeOut, clip.fadeOut, origin, null)
  }
}
