import { edges as edgesOf } from '../../layout.ts'
import type { Timeline } from '../../model.ts'
import { legalText } from '../../xml/escape.ts'
import { type Gaps, type LossList, listGaps } from '../losses.ts'
import { fadesToBlack } from './clip-item.ts'
import { isExact } from './source-points.ts'

const gaps: Gaps = {
  'track-name': ['noted', 'keeps its name only in a note; this format’s tracks have none.'],
  motion: ['noted', 'keeps its camera move only in a note.'],
  wipe: ['approximated', 'becomes a cross dissolve; its pattern is kept as a note.'],
  caption: ['noted', 'is kept only in a note; this format has no captions.'],
  'marker-colour': ['noted', 'keeps its colour only in a note.'],
  still: ['approximated', 'is written as a file of two hours; smaller pictures are not scaled to the frame.'],
  'media-address': ['approximated', 'has no address and is written under its name; the editor will ask where it is.'],
  metadata: ['noted', 'keeps its own metadata as a note.'],
}

/** What Final Cut Pro 7 XML of this timeline does not hold. */
export const listXmemlLosses = (timeline: Timeline, list: LossList): void => {
  listGaps(timeline, gaps, list, ['blue'])
  for (const track of timeline.tracks) {
    const edges = edgesOf(track)
    for (const clip of track.clips) {
      const media = timeline.media[clip.mediaId]
      const own = edges.get(clip.id)
      if (!media || !own) continue
      const where = { kind: 'clip', id: clip.id } as const
      const frames = { start: clip.start, duration: clip.duration }
      const add = (
        code: 'approximated' | 'noted',
        what: 'name' | 'source-position' | 'speed' | 'gain' | 'fade',
        sentence: string,
      ): void => list.add(code, what, where, `Clip “${clip.name}” ${sentence}`, frames)
      if (legalText(clip.name) !== clip.name) add('approximated', 'name', 'loses characters that XML forbids.')
      if (clip.speed.num !== clip.speed.den && media.kind !== 'image')
        add('approximated', 'speed', 'is retimed; its points are rounded to whole retimed frames.')
      else if (!isExact(clip, media, timeline))
        add(
          'approximated',
          'source-position',
          'begins between two frames of the sequence; its in point moves to the earlier one.',
        )
      if (clip.gainDb !== 0 && track.kind === 'video') add('noted', 'gain', 'is picture; its level is kept only in a note.')
      if ((clip.fadeIn > 0 && !fadesToBlack(clip, own, 'in')) || (clip.fadeOut > 0 && !fadesToBlack(clip, own, 'out')))
        add('noted', 'fade', 'fades beside a neighbour, which would become a dissolve with it; the fade is kept only in a note.')
    }
  }
}
