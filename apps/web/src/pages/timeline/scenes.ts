import type { Timeline } from '@storycanvas/timeline'
import type { Known } from './known.ts'

export type SceneSpan = { id: string; start: number; end: number; heading: string }

/** Where each scene is in the cut, from its first picture to its last, in order. */
export function sceneSpans({ tracks }: Timeline, known: Known): SceneSpan[] {
  const spans = new Map<string, SceneSpan>()
  for (const clip of tracks.flatMap(track => (track.kind === 'video' ? track.clips : []))) {
    const { sceneId } = known.clip(clip)
    if (!sceneId) continue
    const end = clip.start + clip.duration
    const span = spans.get(sceneId)
    spans.set(sceneId, {
      id: sceneId,
      heading: known.headings.get(sceneId) ?? '',
      start: Math.min(span?.start ?? clip.start, clip.start),
      end: Math.max(span?.end ?? end, end),
    })
  }
  return [...spans.values()].toSorted((a, b) => a.start - b.start)
}
