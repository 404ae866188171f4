import { type Clip, createTrack, type Timeline, type Track } from '@storycanvas/timeline'
import { refuse } from './refusal.ts'

/** Pictures from the bottom up, then sound. */
const order = ({ id }: Track) => (id.startsWith('A') ? 1000 : 0) + Number.parseInt(id.slice(1), 10)

/** The timeline with a track of this name, empty where there was none. */
export function withTrack(timeline: Timeline, id: string): Timeline {
  if (timeline.tracks.some(track => track.id === id)) return timeline
  const track = createTrack({ id, kind: id.startsWith('A') ? 'audio' : 'video' })
  return { ...timeline, tracks: [...timeline.tracks, track].toSorted((a, b) => order(a) - order(b)) }
}

export const trackId = (timeline: Timeline, id: string): string =>
  timeline.tracks.find(track => track.id === id)?.id ?? refuse(`There is no track “${id}”.`)

/** The track that the server knows: clips that lie over others of a track have a layer of their own here, V1-2. */
export const ownTrack = (id: string): string => id.replace(/-\d+$/, '')

/** A video that is shorter than its clip holds its last frame in a clip of its own, which belongs to the first. */
export const ownClip = (id: string): string => id.replace(/:held$/, '')

export function findClip({ tracks }: Timeline, id: string): { clip: Clip; track: Track } | null {
  for (const track of tracks) {
    const clip = track.clips.find(clip => clip.id === id)
    if (clip) return { clip, track }
  }
  return null
}

export const clipOf = (timeline: Timeline, id: string) => findClip(timeline, id) ?? refuse('The clip is no longer in the cut.')

export function withClip(timeline: Timeline, id: string, change: (clip: Clip) => Clip): Timeline {
  const { track } = clipOf(timeline, id)
  const clips = track.clips.map(clip => (clip.id === id ? change(clip) : clip))
  return { ...timeline, tracks: timeline.tracks.map(one => (one === track ? { ...track, clips } : one)) }
}

/** Clips gone, and with them the transitions that stood on their edges. */
export function withoutClips(timeline: Timeline, ids: ReadonlySet<string>): Timeline {
  const tracks = timeline.tracks.map(track => {
    const [clips, gone] = [[] as Clip[], [] as Clip[]]
    for (const clip of track.clips) (ids.has(ownClip(clip.id)) ? gone : clips).push(clip)
    if (gone.length === 0) return track
    const edges = new Set(gone.flatMap(({ start, duration }) => [start, start + duration]))
    return { ...track, clips, transitions: track.transitions.filter(({ cut }) => !edges.has(cut)) }
  })
  return { ...timeline, tracks }
}
