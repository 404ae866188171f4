import type { Clip, Media, Timeline, Track } from '../model.ts'

/** A clip with what it is recognised by in another version of the timeline. */
export type Found = { readonly clip: Clip; readonly track: Track; readonly media: Media | undefined }

const fileOf = (media: Media | undefined): string | null => {
  const path = media?.url ?? media?.name
  if (!path) return null
  const name = path.split(/[\\/]/).at(-1) ?? path
  try {
    return decodeURIComponent(name).toLowerCase()
  } catch {
    return name.toLowerCase()
  }
}

/** Whether two media may be the same file: they share checksum, reel or file name, or nothing is known of one of them. */
export const sharesFile = (a: Media, b: Media): boolean => {
  if (a.id === b.id) return true
  const known = ([one, other]: readonly [string | null | undefined, string | null | undefined]): boolean | null =>
    one == null || other == null ? null : one === other
  const signs = [known([a.hash, b.hash]), known([a.reel, b.reel]), known([fileOf(a), fileOf(b)])]
  return signs.includes(true) || !signs.includes(false)
}

const keys = ({ clip, track, media }: Found): (string | null)[] => [
  // Ids come home in the notes of most formats; a razored clip's second half carries its first one's with a number.
  `id ${clip.id}`,
  media?.hash === undefined ? null : `hash ${track.kind} ${media.hash}`,
  media?.reel === undefined ? null : `reel ${track.kind} ${media.reel}`,
  fileOf(media) === null ? null : `file ${track.kind} ${fileOf(media)}`,
]

const list = (timeline: Timeline): Found[] =>
  timeline.tracks.flatMap(track => track.clips.map(clip => ({ clip, track, media: timeline.media[clip.mediaId] })))

/** How unlike two uses of one media are: by source first, then by place. */
const distance = (a: Found, b: Found): number =>
  Math.abs(a.clip.sourceIn - b.clip.sourceIn) * 4 + Math.abs(a.clip.start - b.clip.start)

export type Matches = {
  readonly pairs: readonly { readonly before: Found; readonly after: Found }[]
  readonly gone: readonly Found[]
  readonly fresh: readonly Found[]
}

const nearestMatches = 50

/** Pairs the clips of two timelines: by id, then by checksum, reel or file name of their media, the likest first. */
export const matchClips = (before: Timeline, after: Timeline): Matches => {
  let gone = list(before)
  let fresh = list(after)
  const pairs: { before: Found; after: Found }[] = []
  for (let level = 0; level < 4; level++) {
    const waiting = Map.groupBy(fresh, one => keys(one)[level] ?? null)
    const taken = new Set<Found>()
    gone = gone.filter(one => {
      const key = keys(one)[level]
      const candidates =
        key === null || key === undefined
          ? []
          : (waiting.get(key) ?? []).filter(other => !taken.has(other)).slice(0, nearestMatches)
      const [best] = candidates.sort((a, b) => distance(one, a) - distance(one, b))
      if (!best) return true
      taken.add(best)
      pairs.push({ before: one, after: best })
      return false
    })
    fresh = fresh.filter(one => !taken.has(one))
  }
  return { pairs, gone, fresh }
}
