import type { TimelineEdit } from '@storycanvas/api'
import { applyEdit, type Clip, createMarker, sourceFrame, type Timeline } from '@storycanvas/timeline'
import { draftClip } from './draft.ts'
import { refuse } from './refusal.ts'
import { clipOf, trackId, withClip, withoutClips, withTrack } from './tracks.ts'
import { withTransition } from './transition.ts'

export type NewId = () => string

/**
 * One edit as the server makes it, so that the page can show it before the server has answered.
 * @throws EditRefused with a sentence.
 */
export function apply(timeline: Timeline, edit: TimelineEdit, newId: NewId): Timeline {
  switch (edit.kind) {
    case 'insert':
    case 'overwrite': {
      const { clip, timeline: ready } = draftClip(withTrack(timeline, edit.track), edit, newId)
      return applyEdit(ready, { kind: edit.kind, trackId: trackId(ready, edit.track), clip }, newId).timeline
    }
    case 'lift':
    case 'extract': {
      const { kind, from, to } = edit
      return timeline.tracks
        .filter(({ id }) => edit.tracks.includes(id))
        .reduce((cut, { id }) => applyEdit(cut, { kind, trackId: id, from, to }, newId).timeline, timeline)
    }
    case 'roll':
      return applyEdit(timeline, { kind: 'roll', trackId: trackId(timeline, edit.track), cut: edit.cut, by: edit.by }, newId)
        .timeline
    case 'trim':
    case 'ripple':
    case 'slip':
    case 'slide':
    case 'split':
      return applyEdit(timeline, edit, newId).timeline
    case 'move':
      return moved(timeline, edit, newId)
    case 'remove':
      return removed(timeline, edit, newId)
    case 'set':
      return withClip(timeline, edit.clipId, clip => ({
        ...clip,
        ...atSpeed(timeline, clip, edit.speed ?? clip.speed),
        gainDb: edit.gainDb ?? clip.gainDb,
        fadeIn: edit.fadeInFrames ?? (edit.fadeInFrames === null ? 0 : clip.fadeIn),
        fadeOut: edit.fadeOutFrames ?? (edit.fadeOutFrames === null ? 0 : clip.fadeOut),
        enabled: edit.enabled ?? clip.enabled,
        name: edit.name ?? clip.name,
      }))
    case 'transition':
      return withTransition(timeline, edit)
    case 'marker': {
      const { id = newId(), ...wanted } = edit.marker
      const before = timeline.markers.find(marker => marker.id === id) ?? createMarker({ id, at: wanted.at ?? 0 })
      const said = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
      const markers = [...timeline.markers.filter(marker => marker !== before), { ...before, ...said }]
      return { ...timeline, markers: markers.toSorted((a, b) => a.at - b.at) }
    }
    case 'remove-marker':
      return { ...timeline, markers: timeline.markers.filter(({ id }) => id !== edit.markerId) }
    case 'track':
      return {
        ...timeline,
        tracks: withTrack(timeline, edit.track).tracks.map(track =>
          track.id === edit.track ? { ...track, name: edit.name ?? track.name, muted: edit.muted ?? track.muted } : track,
        ),
      }
  }
}

/** All edits of a step, one after the other. */
export const applyAll = (timeline: Timeline, edits: readonly TimelineEdit[], newId: NewId): Timeline =>
  edits.reduce((cut, edit) => apply(cut, edit, newId), timeline)

type Edit<K extends TimelineEdit['kind']> = Extract<TimelineEdit, { kind: K }>

/** A clip that turns round plays the same stretch of its source the other way. */
function atSpeed({ media, rate }: Timeline, clip: Clip, speed: Clip['speed']): Pick<Clip, 'speed' | 'sourceIn'> {
  const own = media[clip.mediaId]
  const turns = own && own.kind !== 'image' && clip.speed.num * speed.num < 0
  return { speed, sourceIn: turns ? sourceFrame(clip, own, rate, clip.duration - 1) : clip.sourceIn }
}

function moved(timeline: Timeline, { clipId, track, startFrame, onto }: Edit<'move'>, newId: NewId): Timeline {
  const ready = withTrack(timeline, track)
  const target = trackId(ready, track)
  if (onto === 'refuse') return applyEdit(ready, { kind: 'move', clipId, trackId: target, start: startFrame }, newId).timeline
  const { clip, track: home } = clipOf(ready, clipId)
  if (startFrame < 0) refuse('A clip cannot begin before the timeline does.')
  const without = withoutClips(ready, new Set([clipId]))
  if (onto === 'overwrite')
    return applyEdit(without, { kind: 'overwrite', trackId: target, clip: { ...clip, start: startFrame } }, newId).timeline
  const end = clip.start + clip.duration
  const closed = applyEdit(without, { kind: 'extract', trackId: home.id, from: clip.start, to: end }, newId).timeline
  // What stood behind the clip has come nearer by its length.
  const start = home.id === target && startFrame >= end ? startFrame - clip.duration : startFrame
  return applyEdit(closed, { kind: 'insert', trackId: target, clip: { ...clip, start } }, newId).timeline
}

function removed(timeline: Timeline, { clipIds, ripple }: Edit<'remove'>, newId: NewId): Timeline {
  const gone = new Set(clipIds)
  const found = timeline.tracks.flatMap(track => track.clips.filter(({ id }) => gone.has(id)).map(clip => ({ track, clip })))
  const without = withoutClips(timeline, gone)
  if (!ripple) return without
  return found
    .toSorted((a, b) => b.clip.start - a.clip.start)
    .reduce(
      (cut, { track, clip: { start, duration } }) =>
        applyEdit(cut, { kind: 'extract', trackId: track.id, from: start, to: start + duration }, newId).timeline,
      without,
    )
}
