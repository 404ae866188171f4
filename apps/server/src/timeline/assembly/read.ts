import type { Timeline } from '@storycanvas/timeline'
import { mediaFileRows } from '../../library/uploads/media-rows.ts'
import type { Reader } from '../../platform/database/database.ts'
import { fileAddress, type Grants } from '../../platform/media/grants.ts'
import { frameSizes } from '../../projects/frame-size.ts'
import { readProject } from '../../projects/read.ts'
import { boardOf } from '../../story/board/board.ts'
import { takeRows } from '../../takes/read.ts'
import { allClips, markersOf, tracksOf } from '../edits/read-states.ts'
import { assemble } from './assemble.ts'
import { isOffline } from './media.ts'
import type { FileAddress, Sources } from './sources.ts'

/** The project's cut as a timeline of packages/timeline, in a fixed number of queries. */
export async function assembleTimeline(database: Reader, projectId: string, address: FileAddress): Promise<Timeline> {
  return assemble(await readSources(database, projectId), address)
}

/** For pages: signed addresses that open for some hours. */
export const signedAddress =
  (grants: Grants): FileAddress =>
  ({ blobHash, mediaType }) =>
    fileAddress(grants, blobHash, mediaType)

/** For timelines whose readers need no files, or find them by their hash. */
export const nowhere: FileAddress = () => null

/** Clips of a timeline that have nothing to show or to sound yet. */
export function offlineClips({ tracks, media }: Timeline): number {
  const clips = tracks.flatMap(track => track.clips)
  return clips.filter(({ mediaId }) => media[mediaId] === undefined || isOffline(media[mediaId])).length
}

async function readSources(database: Reader, projectId: string): Promise<Sources> {
  const project = await readProject(database, projectId)
  const board = await boardOf(database, projectId)
  const clips = [...(await allClips(database, projectId))].map(([id, clip]) => ({ id, ...clip }))
  const panels = new Map(board.flatMap(scene => scene.panels.map(panel => [panel.id, panel] as const)))
  const takeIds = new Set(clips.flatMap(clip => panels.get(clip.panelId ?? '')?.chosenTakeId ?? []))
  const takes = await takeRows(database, [...takeIds])
  const files = await mediaFileRows(database, [...new Set(clips.flatMap(({ mediaId }) => mediaId ?? []))])
  const markers = await markersOf(database, projectId)
  const { id, name, rateNum, rateDen, dropFrame, aspectRatio } = project
  return {
    project: { id, name, rate: { num: rateNum, den: rateDen }, dropFrame, canvas: frameSizes[aspectRatio] },
    clips,
    panels,
    scenes: new Map(board.map(scene => [scene.id, scene])),
    takes: new Map(takes.map(take => [take.id, take])),
    files: new Map(files.map(file => [file.id, file])),
    tracks: await tracksOf(database, projectId),
    markers: [...markers].map(([id, { atFrame, durationFrames, ...rest }]) => ({
      ...{ id, at: atFrame, duration: durationFrames },
      ...rest,
    })),
  }
}
