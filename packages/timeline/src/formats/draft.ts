import { createTrack } from '../make.ts'
import type { Caption, Clip, Marker, Media, Timeline, Track, Transition } from '../model.ts'
import type { ReadNote, ReadResult } from './read.ts'
import { settle } from './settle.ts'

type DraftTrack = {
  kind: Track['kind']
  lane: number
  id?: string
  name?: string
  muted?: boolean
  clips: Clip[]
  transitions: Transition[]
}

/** Clips over each other take a track each; files made to hurt pile up as many as they have. */
const mostTracks = 500

/** Where among clips sorted by their start one belongs that starts at `start`. */
const placeIn = (clips: readonly Clip[], start: number): number => {
  let [least, most] = [0, clips.length]
  if ((clips.at(-1)?.start ?? 0) <= start) return most
  while (least < most) {
    const middle = (least + most) >>> 1
    if ((clips[middle]?.start ?? 0) <= start) least = middle + 1
    else most = middle
  }
  return least
}

const isFree = (clips: readonly Clip[], { start, duration }: Clip): boolean => {
  const at = placeIn(clips, start)
  const [before, after] = [clips[at - 1], clips[at]]
  return (!before || before.start + before.duration <= start) && (!after || after.start >= start + duration)
}

/** A timeline in the making while a file is read: gives out ids, finds room on tracks, keeps notes. */
export class Draft {
  readonly media = new Map<string, Media>()
  readonly captions: Caption[] = []
  readonly markers: Marker[] = []
  readonly notes: ReadNote[] = []
  readonly #tracks = new Map<string, DraftTrack[]>()
  readonly #ids = new Set<string>()
  /** The number that the next copy of an id may have: counting from 2 each time takes as long as there are copies. */
  readonly #copies = new Map<string, number>()

  /** The wanted id where it is free; a razored clip comes back twice with the same one. */
  id(wanted: string): string {
    let id = wanted
    for (let copy = this.#copies.get(wanted) ?? 2; this.#ids.has(id); copy++) {
      id = `${wanted}-${copy}`
      this.#copies.set(wanted, copy + 1)
    }
    this.#ids.add(id)
    return id
  }

  note(at: { readonly line: number; readonly name: string } | null, sentence: string): void {
    this.notes.push({ line: at?.line ?? null, element: at?.name ?? 'file', sentence })
  }

  /** The tracks that a lane has become, each sorted: more than one where clips of the lane overlap. */
  lane(kind: Track['kind'], lane: number): DraftTrack[] {
    const key = `${kind} ${lane}`
    const known = this.#tracks.get(key)
    if (known) return known
    const tracks = [{ kind, lane, clips: [], transitions: [] }]
    this.#tracks.set(key, tracks)
    return tracks
  }

  /**
   * Puts a clip on its lane, or on one more track beside it where the lane is taken.
   * @throws RangeError where too many clips lie over each other.
   */
  place(kind: Track['kind'], lane: number, clip: Clip): DraftTrack {
    const tracks = this.lane(kind, lane)
    let track = tracks.find(one => isFree(one.clips, clip))
    if (!track) {
      if (tracks.length >= mostTracks) throw new RangeError(`more than ${mostTracks} clips lie over each other`)
      track = { kind, lane, clips: [], transitions: [] }
      tracks.push(track)
    }
    track.clips.splice(placeIn(track.clips, clip.start), 0, clip)
    return track
  }

  /** The finished timeline: pictures from the lowest lane up, then sound from the first lane down. */
  finish(timeline: Omit<Timeline, 'schema' | 'media' | 'tracks' | 'captions' | 'markers'>): ReadResult {
    const lanes = [...this.#tracks.values()].sort((a, b) => (a[0]?.lane ?? 0) - (b[0]?.lane ?? 0)).flat()
    const counts = { video: 0, audio: 0 }
    const tracks = [...lanes.filter(track => track.kind === 'video'), ...lanes.filter(track => track.kind === 'audio')].map(
      track => {
        const letter = track.kind === 'video' ? 'V' : 'A'
        const usual = `${letter}${++counts[track.kind]}`
        const { kind, clips, transitions, muted = false } = track
        return createTrack({ id: this.id(track.id ?? usual), kind, name: track.name ?? usual, muted, clips, transitions })
      },
    )
    const { captions, markers } = this
    const draft: Timeline = {
      schema: 'storycanvas.timeline/1',
      ...timeline,
      media: Object.fromEntries(this.media),
      tracks,
      captions,
      markers,
    }
    return { timeline: settle(draft, sentence => this.note(null, sentence)), notes: this.notes }
  }
}
