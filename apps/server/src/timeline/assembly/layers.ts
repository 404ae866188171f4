import { isSound } from './media.ts'
import type { CutClip, Sources } from './sources.ts'

type Layer = { id: string; name: string; kind: 'video' | 'audio'; muted: boolean; clips: CutClip[] }
type Named = Sources['tracks']

/**
 * Clips as tracks on which none lies over another, from the bottom up: V1, V2 …, then A1, A2 …. Where clips of one track
 * were allowed to overlap, each later one gets a layer above those that it lies over, as it looks in the cut. Tracks that
 * somebody has named or muted are there without clips too.
 */
export function layersOf(clips: readonly CutClip[], named: Named = new Map()): Layer[] {
  const tracks = Map.groupBy(clips, ({ track }) => track)
  return [...new Set([...tracks.keys(), ...named.keys()])]
    .sort((a, b) => trackOrder(a) - trackOrder(b))
    .flatMap(track => layersOfTrack(track, tracks.get(track) ?? [], named))
}

function layersOfTrack(track: string, clips: readonly CutClip[], named: Named): Layer[] {
  const { name, muted } = named.get(track) ?? { name: track, muted: false }
  const kind = isSound(track) ? 'audio' : 'video'
  const layers: Layer[] = [{ id: track, name, kind, muted, clips: [] }]
  const ends: number[] = []
  for (const clip of [...clips].sort((a, b) => a.startFrame - b.startFrame || (a.id < b.id ? -1 : 1))) {
    const level = ends.findLastIndex(end => end > clip.startFrame) + 1
    layers[level] ??= {
      id: `${track}-${level + 1}`,
      name: `${name} (${level + 1})`,
      ...{ kind, muted },
      clips: [],
    }
    layers[level].clips.push(clip)
    ends[level] = clip.startFrame + clip.durationFrames
  }
  return layers
}

/** Pictures from the bottom up, then sound. */
export const trackOrder = (track: string): number => (track.startsWith('A') ? 100 : 0) + Number(track.slice(1))
