import { longest } from '../check/values.ts'
import type { Clip, Timeline, Track } from '../model.ts'
import { type Edit, type Edited, type Editing, EditRefused, type NewId } from './edit.ts'
import { extract, insert, lift, move, overwrite, split } from './place.ts'
import { freshError, withoutBrokenTransitions } from './tidy.ts'
import { ripple, roll, slide, slip, trim } from './trim.ts'

type Found = { readonly track: Track; readonly clip: Clip }

const findTrack = ({ timeline, refuse }: Editing, id: string): Track =>
  timeline.tracks.find(track => track.id === id) ?? refuse(`There is no track “${id}”.`)

const findClip = ({ timeline, refuse }: Editing, id: string): Found => {
  for (const track of timeline.tracks) {
    const clip = track.clips.find(clip => clip.id === id)
    if (clip) return { track, clip }
  }
  return refuse(`There is no clip “${id}”.`)
}

const requireFrames = (edit: Edit, refuse: Editing['refuse']): void => {
  for (const value of Object.values(edit))
    if (typeof value === 'number' && (!Number.isSafeInteger(value) || Math.abs(value) > longest)) refuse(`${value} is no frame.`)
}

/** The tracks that an edit changes, as they are after it. */
const change = (edit: Exclude<Edit, { kind: 'restore' }>, editing: Editing): Track[] => {
  switch (edit.kind) {
    case 'insert':
      return [insert(findTrack(editing, edit.trackId), edit.clip, editing)]
    case 'overwrite':
      return [overwrite(findTrack(editing, edit.trackId), edit.clip, editing)]
    case 'lift':
    case 'extract': {
      if (edit.to <= edit.from) return editing.refuse(`Frames ${edit.from}–${edit.to} are no stretch.`)
      return [(edit.kind === 'lift' ? lift : extract)(findTrack(editing, edit.trackId), edit.from, edit.to, editing)]
    }
    case 'roll':
      return [roll(findTrack(editing, edit.trackId), edit.cut, edit.by, editing)]
    case 'trim':
    case 'ripple': {
      const { track, clip } = findClip(editing, edit.clipId)
      return [(edit.kind === 'trim' ? trim : ripple)(track, clip, edit.edge, edit.by, editing)]
    }
    case 'slip':
    case 'slide': {
      const { track, clip } = findClip(editing, edit.clipId)
      return [(edit.kind === 'slip' ? slip : slide)(track, clip, edit.by, editing)]
    }
    case 'split': {
      const { track, clip } = findClip(editing, edit.clipId)
      return [split(track, clip, edit.at, editing)]
    }
    case 'move': {
      const { track, clip } = findClip(editing, edit.clipId)
      return move(track, findTrack(editing, edit.trackId), clip, edit.start, editing)
    }
  }
}

const withTracks = (timeline: Timeline, tracks: readonly Track[]): Timeline => {
  const byId = new Map(tracks.map(track => [track.id, track]))
  return { ...timeline, tracks: timeline.tracks.map(track => byId.get(track.id) ?? track) }
}

/**
 * Makes one edit. The result has no fault that the timeline did not have before: an edit that would overlap clips, run out of
 * source or leave the timeline is refused; transitions that it breaks are taken away and named. `newId` gives the second half
 * of a split clip its id.
 * @throws EditRefused with a sentence.
 */
export const applyEdit = (timeline: Timeline, edit: Edit, newId: NewId): Edited => {
  const refuse = (reason: string, overlapping?: readonly string[]): never => {
    throw new EditRefused(edit, reason, overlapping)
  }
  const before = (tracks: readonly Track[]): Edit => {
    const ids = new Set(tracks.map(track => track.id))
    return { kind: 'restore', tracks: timeline.tracks.filter(track => ids.has(track.id)) }
  }
  if (edit.kind === 'restore')
    return { timeline: withTracks(timeline, edit.tracks), inverse: before(edit.tracks), removedTransitions: [] }
  requireFrames(edit, refuse)
  const changed = change(edit, { timeline, newId, refuse })
  const removedTransitions: string[] = []
  const tidied = changed.map(track => {
    const { track: tidy, removed } = withoutBrokenTransitions(timeline, track)
    removedTransitions.push(...removed)
    return tidy
  })
  for (const track of tidied) {
    const fresh = freshError(timeline, timeline.tracks.find(one => one.id === track.id) ?? track, track)
    if (fresh) return refuse(fresh.sentence, fresh.code === 'overlap' ? fresh.clipIds : [])
  }
  return { timeline: withTracks(timeline, tidied), inverse: before(tidied), removedTransitions }
}
