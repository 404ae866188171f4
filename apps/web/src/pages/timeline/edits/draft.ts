import type { TimelineEdit } from '@storycanvas/api'
import {
  type Clip,
  createAudioMedia,
  createClip,
  createImageMedia,
  type Media,
  rescale,
  type Timeline,
} from '@storycanvas/timeline'

type Placing = Extract<TimelineEdit, { kind: 'insert' | 'overwrite' }>

/** The clip that the server will make, with what it plays as far as the page knows it. */
export function draftClip(timeline: Timeline, edit: Placing, newId: () => string): { clip: Clip; timeline: Timeline } {
  const { source, startFrame: start, durationFrames: duration, sourceInFrame, name } = edit
  const id = newId()
  const played = 'mediaId' in source ? timeline.media[source.mediaId] : shownBy(timeline, source.panelId)
  const media = played ?? offline(timeline, edit, id)
  const clip = createClip({
    ...{ id, start, duration, mediaId: media.id, name: name ?? media.name },
    sourceIn: media.kind === 'image' ? 0 : rescale(sourceInFrame, timeline.rate, media.rate),
    metadata: 'mediaId' in source ? { mediaId: source.mediaId } : { panelId: source.panelId },
  })
  return { clip, timeline: played ? timeline : { ...timeline, media: { ...timeline.media, [media.id]: media } } }
}

function shownBy({ tracks, media }: Timeline, panelId: string): Media | undefined {
  const clip = tracks.flatMap(({ clips }) => clips).find(({ metadata }) => metadata['panelId'] === panelId)
  return media[clip?.mediaId ?? '']
}

function offline({ rate }: Timeline, { track, durationFrames, sourceInFrame, name }: Placing, id: string): Media {
  const facts = { id: `offline:${id}`, ...(name ? { name } : {}) }
  if (!track.startsWith('A')) return createImageMedia(facts)
  return createAudioMedia({ ...facts, duration: rescale(sourceInFrame + durationFrames, rate, { num: 48_000, den: 1 }, 'ceil') })
}
