import type { Track } from '../model.ts'
import type { Differences } from './changes.ts'
import type { Versions } from './take.ts'

/**
 * Tracks of the timeline after as tracks of the present one: the one that it continues, else one of its id that was empty,
 * else a new one with a free id.
 */
export const trackMaker = ({ present, after }: Versions, { tracks }: Differences) => {
  const made = new Map<string, Track>()
  const ids = new Set(present.tracks.map(track => track.id))
  const continued = new Set(tracks.values())
  const empty = new Map(present.tracks.filter(({ id }) => !continued.has(id)).map(track => [track.id, track.kind]))
  return {
    made,
    idOf: (afterId: string): string => {
      const known = tracks.get(afterId)
      if (known !== undefined && ids.has(known)) return known
      const own = made.get(afterId)
      if (own) return own.id
      const kind = after.tracks.find(track => track.id === afterId)?.kind ?? 'video'
      if (empty.get(afterId) === kind) return afterId
      const letter = kind === 'video' ? 'V' : 'A'
      let number = 1
      while (ids.has(`${letter}${number}`)) number++
      const id = `${letter}${number}`
      ids.add(id)
      made.set(afterId, { id, kind, name: id, muted: false, clips: [], transitions: [] })
      return id
    },
  }
}
