import type { TimelineEdit } from '@storycanvas/api'
import { applyEdit, type Clip, type Edit, type NewId, type Timeline } from '@storycanvas/timeline'
import { v7 as uuid } from 'uuid'
import { type Cut, withTrack } from './cut-model.ts'
import { followed, type Halves } from './hand-overs.ts'
import { marked, unmarked } from './markers.ts'
import { move } from './move.ts'
import { runsOut } from './reach.ts'
import { refuse } from './refuse.ts'
import { remove } from './remove.ts'
import { set } from './set.ts'
import type { Sources } from './sources.ts'
import { handOverAt } from './transition.ts'

export type EditParts = { sources: Sources; newClip: (placing: Placing) => Promise<Clip> }
export type EditOf<K extends TimelineEdit['kind']> = Extract<TimelineEdit, { kind: K }>
export type Placing = EditOf<'insert' | 'overwrite'>

/**
 * Makes one edit on the cut. `removed` counts the transitions that found no cut any more.
 * @throws EditRefused or RequestError `timeline-refused` with a sentence.
 */
export async function applyToCut(cut: Cut, edit: TimelineEdit, parts: EditParts): Promise<{ cut: Cut; removed: number }> {
  if (edit.kind === 'transition') return { cut: await handOverAt(cut, edit, parts.sources), removed: 0 }
  const halves: Halves = new Map()
  const newId: NewId = ({ id }) => {
    const half = uuid()
    halves.set(half, id)
    return half
  }
  const timeline = await edited(cut.timeline, edit, parts, newId)
  const reason = await runsOut(cut.timeline, timeline, halves, parts.sources)
  if (reason !== null) refuse(reason)
  return followed(cut, timeline, halves)
}

async function edited(
  timeline: Timeline,
  edit: Exclude<TimelineEdit, EditOf<'transition'>>,
  { sources, newClip }: EditParts,
  newId: NewId,
): Promise<Timeline> {
  const make = (edit: Edit, on = timeline) => applyEdit(on, edit, newId).timeline
  switch (edit.kind) {
    case 'insert':
    case 'overwrite':
      return make({ kind: edit.kind, trackId: edit.track, clip: await newClip(edit) }, withTrack(timeline, edit.track))
    case 'lift':
    case 'extract': {
      const { kind, from, to } = edit
      if (to <= from) refuse(`Frames ${from}–${to} are no stretch.`)
      const laid = timeline.tracks.filter(({ id }) => edit.tracks.includes(id))
      return laid.reduce((cut, { id }) => make({ kind, trackId: id, from, to }, cut), timeline)
    }
    case 'roll':
      return make({ kind: 'roll', trackId: edit.track, cut: edit.cut, by: edit.by })
    case 'slip':
      await requireRunning(timeline, edit.clipId, sources)
      return make(edit)
    case 'trim':
    case 'ripple':
    case 'slide':
    case 'split':
      return make(edit)
    case 'move':
      return move(timeline, edit, newId)
    case 'remove':
      return remove(timeline, edit, newId)
    case 'set':
      return set(timeline, edit)
    case 'marker':
      return marked(timeline, edit.marker)
    case 'remove-marker':
      return unmarked(timeline, edit.markerId)
    case 'track': {
      const named = withTrack(timeline, edit.track)
      const tracks = named.tracks.map(track =>
        track.id === edit.track ? { ...track, name: edit.name ?? track.name, muted: edit.muted ?? track.muted } : track,
      )
      return { ...named, tracks }
    }
  }
}

async function requireRunning({ tracks }: Timeline, clipId: string, sources: Sources): Promise<void> {
  const clips = tracks.flatMap(track => track.clips.filter(({ id }) => id === clipId))
  const [source] = (await sources.of(clips)).values()
  if (source?.kind === 'still') refuse(`“${clips[0]?.name}” is a still and has nothing to slip.`)
}
