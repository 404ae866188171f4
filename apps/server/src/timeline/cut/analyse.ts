import type { ShotSize, TimelineAnalysis } from '@storycanvas/api'
import { type Frames, type Rate, seconds } from '@storycanvas/timeline'
import type { z } from 'zod'

export type AnalysedClip = {
  id: string
  sceneId: string | null
  track: string
  startFrame: Frames
  durationFrames: Frames
  /** Of the panel it shows. */
  shotSize: ShotSize | null
}

type Analysis = Omit<z.output<typeof TimelineAnalysis>, 'sceneId' | 'dialogueMs'>

/** Length, gaps, overlaps and shot statistics of the scene's pictures. `cut` holds the clips of the whole cut. */
export function analyse(cut: readonly AnalysedClip[], sceneId: string, rate: Rate): Analysis {
  const pictures = cut.filter(({ track }) => track.startsWith('V')).sort((a, b) => a.startFrame - b.startFrame)
  const own = pictures.filter(clip => clip.sceneId === sceneId)
  const startFrame = own[0]?.startFrame ?? 0
  const end = Math.max(startFrame, ...own.map(endOf))
  const toMs = (frames: Frames) => Math.round(seconds(frames, rate) * 1000)
  const lengths = own.map(({ durationFrames }) => durationFrames)
  const sizes = Map.groupBy(own, ({ shotSize }) => shotSize ?? 'unspecified')
  return {
    startFrame,
    durationFrames: end - startFrame,
    durationMs: toMs(end - startFrame),
    clipCount: own.length,
    gaps: gapsOf(pictures, startFrame, end),
    overlaps: overlapsOf(own),
    shotSizes: Object.fromEntries([...sizes].map(([size, clips]) => [size, clips.length])),
    averageShotMs: own.length === 0 ? 0 : toMs(lengths.reduce((sum, length) => sum + length, 0) / own.length),
    shortestShotMs: own.length === 0 ? 0 : toMs(Math.min(...lengths)),
    longestShotMs: own.length === 0 ? 0 : toMs(Math.max(...lengths)),
  }
}

const endOf = ({ startFrame, durationFrames }: AnalysedClip): Frames => startFrame + durationFrames

/** Stretches between two frames over which no clip lies. */
function gapsOf(clips: readonly AnalysedClip[], from: Frames, until: Frames): Analysis['gaps'] {
  const gaps: Analysis['gaps'] = []
  let reached = from
  for (const clip of clips) {
    if (clip.startFrame >= until) break
    if (clip.startFrame > reached) gaps.push({ startFrame: reached, endFrame: clip.startFrame })
    reached = Math.max(reached, endOf(clip))
  }
  return gaps
}

/** Pairs of clips of one track that share frames, with the frames they share. */
function overlapsOf(clips: readonly AnalysedClip[]): Analysis['overlaps'] {
  return clips.flatMap((clip, index) => {
    const later = clips.slice(index + 1)
    const beyond = later.findIndex(other => other.startFrame >= endOf(clip))
    return later
      .slice(0, beyond === -1 ? undefined : beyond)
      .filter(({ track }) => track === clip.track)
      .map(other => ({
        startFrame: other.startFrame,
        endFrame: Math.min(endOf(clip), endOf(other)),
        clipIds: [clip.id, other.id],
      }))
  })
}
