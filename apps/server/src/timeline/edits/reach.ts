import { type Clip, type Frames, round, sourceRange, type Timeline } from '@storycanvas/timeline'
import { carriedBy, sourceInOf } from './cut-model.ts'
import type { Halves } from './hand-overs.ts'
import type { Source, Sources } from './sources.ts'

/** Frames on either side of a clip. */
type Sides = { before: Frames; after: Frames }

/** Frames of its source that a clip lacks, with handles of so many record frames; 0 where it has enough. */
export function missing(clip: Clip, source: Source, { media, rate }: Timeline, handles: Sides = { before: 0, after: 0 }): Sides {
  const medium = media[clip.mediaId]
  if (source.kind === 'still' || !medium) return { before: 0, after: 0 }
  const { from, to } = sourceRange(clip, medium, rate, handles.before, handles.after)
  const [first, end] = [round(from, 'floor') - sourceInOf(0), round(to, 'ceil') - sourceInOf(0)]
  return { before: Math.max(0, 0 - first), after: Math.max(0, end - source.frames) }
}

/**
 * A sentence where an edit makes a clip run out of its source, or null. One that held its last frame before may go on doing
 * so, and a new one may begin with it.
 */
export async function runsOut(before: Timeline, after: Timeline, halves: Halves, sources: Sources): Promise<string | null> {
  const changed = showingOther(before, after, halves)
  const facts = await sources.of(changed.map(({ clip }) => clip))
  for (const { clip, was } of changed) {
    const source = facts.get(clip.id)
    if (source?.kind !== 'running') continue
    const now = missing(clip, source, after)
    const then = was ? missing(was, source, before) : { before: 0, after: source.holds ? 1 : 0 }
    if (now.before > 0 && then.before === 0) return `“${clip.name}” begins ${now.before} frames before its source does.`
    if (now.after > 0 && !(source.holds && then.after > 0))
      return `“${clip.name}” needs ${now.after} frames more than its source has.`
  }
  return null
}

/** Clips that show other frames of their source than before, with the clip that each was or was cut from. */
function showingOther(before: Timeline, after: Timeline, halves: Halves): { clip: Clip; was: Clip | null }[] {
  const untouched = new Set(before.tracks)
  const tracks = after.tracks.filter(track => !untouched.has(track))
  if (tracks.length === 0) return []
  const known = new Map(before.tracks.flatMap(track => track.clips.map(clip => [clip.id, clip] as const)))
  return tracks
    .flatMap(({ clips }) => clips)
    .map(clip => ({ clip, was: known.get(clip.id) ?? known.get(halves.get(clip.id) ?? '') ?? null }))
    .filter(({ clip, was }) => was === null || (clip !== was && showsOther(clip, was)))
}

const showsOther = (clip: Clip, was: Clip): boolean =>
  clip.duration !== was.duration ||
  clip.sourceIn !== was.sourceIn ||
  clip.speed !== was.speed ||
  carriedBy(clip).mediaId !== carriedBy(was).mediaId
