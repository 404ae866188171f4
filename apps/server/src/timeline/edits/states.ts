import type { Selectable } from 'kysely'
import type { TimelineTables } from '../tables.ts'

/** What of a clip's row belongs to the cut. Prompts and people belong to generation, and no step of editing touches them. */
export const clipColumns = [
  ...(['track', 'startFrame', 'durationFrames', 'sourceInFrame', 'name', 'isNamed', 'panelId', 'sceneId', 'mediaId'] as const),
  ...(['speedNum', 'speedDen', 'gainDb', 'fadeInFrames', 'fadeOutFrames', 'enabled'] as const),
  ...(['transition', 'wipe', 'transitionInFrames', 'transitionOutFrames'] as const),
] as const

export type ClipState = Pick<Selectable<TimelineTables['clip']>, (typeof clipColumns)[number]>
export type MarkerState = Omit<Selectable<TimelineTables['timelineMarker']>, 'id' | 'projectId'>
export type TrackState = Omit<Selectable<TimelineTables['timelineTrack']>, 'projectId' | 'track'>

/** The state of things by id; null where a thing is not there. */
export type States<S> = ReadonlyMap<string, S | null>

/** Clips by id, markers by id, tracks by name. */
export type CutStates = { clips: States<ClipState>; markers: States<MarkerState>; tracks: States<TrackState> }

/** Of each thing the fields that matter: all of them where it comes or goes, else those that changed; null for not there. */
export type Fields<S> = { [id: string]: Partial<S> | null }
export type CutFields = { clips: Fields<ClipState>; markers: Fields<MarkerState>; tracks: Fields<TrackState> }

/** A change as it was kept: what stood in the fields that it changed, before and after. */
export type CutDifference = { before: CutFields; after: CutFields }

export const cutParts = ['clips', 'markers', 'tracks'] as const

/** A clip that plays its source as it is, from the beginning, and cuts to the next one. */
export const plainClip = {
  ...{ sourceInFrame: 0, isNamed: true, panelId: null, sceneId: null, mediaId: null },
  ...{ speedNum: 1, speedDen: 1, gainDb: 0, fadeInFrames: null, fadeOutFrames: null, enabled: true },
  ...{ transition: 'cut', wipe: null, transitionInFrames: null, transitionOutFrames: null },
} as const satisfies Partial<ClipState>

/** The part of a row that belongs to the cut. */
export const clipState = (row: ClipState): ClipState =>
  Object.fromEntries(clipColumns.map(name => [name, row[name]])) as ClipState
