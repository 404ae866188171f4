import type { Clip, Timeline, Track } from '@storycanvas/timeline'
import { refuse } from './refuse.ts'

/** A clip of the cut and its track; refused where it is not in the cut. */
export function findClip({ tracks }: Timeline, id: string): { clip: Clip; track: Track } {
  for (const track of tracks) {
    const clip = track.clips.find(clip => clip.id === id)
    if (clip) return { clip, track }
  }
  return refuse(`There is no clip “${id}” in the cut.`)
}
