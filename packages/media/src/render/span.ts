import type { Clip, Frames, Media, Motion, Timeline, Track, Transition } from '@storycanvas/timeline'

/** One clip as the picture sees it. It knows nothing of the clip's place on the timeline, so moving a clip changes nothing here. */
export type Shot = {
  readonly mediaId: string
  readonly mediaKind: Media['kind']
  /** Seconds of source at the clip's first frame. */
  readonly sourceSeconds: number
  /** Seconds of source per second of record. */
  readonly speed: number
  /** Length of one source frame in seconds; 0 for stills. */
  readonly sourceFrame: number
  /** Record frames of the clip. */
  readonly duration: Frames
  readonly fadeIn: Frames
  readonly fadeOut: Frames
  readonly motion: Motion | null
}

/** A shot from one of its frames on; frames before 0 or past its duration are handles that a transition uses. */
export type ShotPart = { readonly shot: Shot; readonly from: Frames }

export type Picture =
  | { readonly kind: 'black' }
  | { readonly kind: 'shot'; readonly part: ShotPart }
  | {
      readonly kind: 'transition'
      readonly outgoing: ShotPart | null
      readonly incoming: ShotPart | null
      /** SMPTE 258M number, or null for a dissolve. */
      readonly wipe: number | null
      /** Frame of the transition at which this span begins. */
      readonly from: Frames
      readonly length: Frames
    }

/** A stretch of the timeline with one kind of picture. */
export type Span = { readonly start: Frames; readonly duration: Frames; readonly picture: Picture }

/**
 * The picture of the whole timeline as spans without holes: on each frame the topmost track that shows something
 * fills the canvas, and black is where none does.
 */
export function pictureSpans(timeline: Timeline, length: Frames): readonly Span[] {
  const tracks = timeline.tracks.filter(track => track.kind === 'video' && !track.muted).reverse()
  const cuts = new Set([0, length])
  for (const track of tracks) {
    for (const clip of track.clips) cuts.add(clip.start).add(clip.start + clip.duration)
    for (const one of track.transitions) cuts.add(one.cut - one.inOffset).add(one.cut + one.outOffset)
  }
  const edges = [...cuts].filter(frame => frame >= 0 && frame <= length).sort((a, b) => a - b)
  const indexes = tracks.map(trackIndex)

  const spans: Span[] = []
  for (const [i, start] of edges.entries()) {
    const end = edges[i + 1]
    if (end === undefined) break
    const duration = end - start
    const picture = firstPicture(timeline, indexes, start)
    const before = spans.at(-1)
    if (before !== undefined && continues(before, picture))
      spans[spans.length - 1] = { ...before, duration: before.duration + duration }
    else spans.push({ start, duration, picture })
  }
  return spans
}

/** True where `picture` goes on exactly as the span before it would: a cut on a hidden track divides nothing. */
function continues(before: Span, picture: Picture): boolean {
  return JSON.stringify(advanced(before.picture, before.duration)) === JSON.stringify(picture)
}

/** The picture of a span whose first `frames` frames are cut away. */
export function advanced(picture: Picture, frames: Frames): Picture {
  const later = (part: ShotPart): ShotPart => ({ ...part, from: part.from + frames })
  switch (picture.kind) {
    case 'black':
      return picture
    case 'shot':
      return { kind: 'shot', part: later(picture.part) }
    case 'transition':
      return {
        ...picture,
        outgoing: picture.outgoing && later(picture.outgoing),
        incoming: picture.incoming && later(picture.incoming),
        from: picture.from + frames,
      }
  }
}

/** One clip, even where another shows the very same shot. `start` is the record frame at which the part begins. */
export function shotKey({ shot, from }: ShotPart, start: Frames): string {
  return `${start - from} ${JSON.stringify(shot)}`
}

type TrackIndex = { readonly clips: readonly Clip[]; readonly transitions: readonly Transition[] }

function trackIndex(track: Track): TrackIndex {
  const clips = track.clips.filter(clip => clip.enabled).sort((a, b) => a.start - b.start)
  return { clips, transitions: [...track.transitions].sort((a, b) => a.cut - b.cut) }
}

function firstPicture(timeline: Timeline, tracks: readonly TrackIndex[], frame: Frames): Picture {
  for (const track of tracks) {
    const picture = trackPicture(timeline, track, frame)
    if (picture !== null) return picture
  }
  return { kind: 'black' }
}

function trackPicture(timeline: Timeline, { clips, transitions }: TrackIndex, frame: Frames): Picture | null {
  const transition = lastAt(transitions, one => one.cut - one.inOffset, frame)
  if (transition !== undefined && frame < transition.cut + transition.outOffset) {
    const outgoing = lastAt(clips, clip => clip.start + 1, transition.cut)
    const incoming = lastAt(clips, clip => clip.start, transition.cut)
    const leaving = outgoing !== undefined && outgoing.start + outgoing.duration === transition.cut ? outgoing : null
    const arriving = incoming !== undefined && incoming.start === transition.cut ? incoming : null
    if (leaving !== null || arriving !== null) {
      return {
        kind: 'transition',
        outgoing: leaving && part(timeline, leaving, frame),
        incoming: arriving && part(timeline, arriving, frame),
        wipe: transition.kind === 'wipe' ? (transition.wipe ?? 1) : null,
        from: frame - (transition.cut - transition.inOffset),
        length: transition.inOffset + transition.outOffset,
      }
    }
  }
  const clip = lastAt(clips, one => one.start, frame)
  if (clip === undefined || frame >= clip.start + clip.duration) return null
  return { kind: 'shot', part: part(timeline, clip, frame) }
}

/** The last item whose position is at or before `frame`, by bisection. */
function lastAt<T>(items: readonly T[], position: (item: T) => Frames, frame: Frames): T | undefined {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (position(items[middle] as T) <= frame) low = middle + 1
    else high = middle
  }
  return items[low - 1]
}

function part(timeline: Timeline, clip: Clip, frame: Frames): ShotPart {
  const media = timeline.media[clip.mediaId]
  const rate = media === undefined || media.kind === 'image' ? null : media.rate
  const sourceFrame = rate === null ? 0 : rate.den / rate.num
  return {
    from: frame - clip.start,
    shot: {
      mediaId: clip.mediaId,
      mediaKind: media?.kind ?? 'image',
      sourceSeconds: clip.sourceIn * sourceFrame,
      speed: clip.speed.num / clip.speed.den,
      sourceFrame,
      duration: clip.duration,
      fadeIn: clip.fadeIn,
      fadeOut: clip.fadeOut,
      motion: clip.motion,
    },
  }
}
