import {
  type Caption,
  createCaption,
  createMarker,
  createTimeline,
  createTrack,
  type Marker,
  type Media,
  type Timeline,
} from '@storycanvas/timeline'
import type { MediaFileRow } from '../../library/uploads/media-rows.ts'
import type { TakeRow } from '../../takes/read.ts'
import { timecodeStart } from '../cut/timecode.ts'
import { layersOf } from './layers.ts'
import { fileMedia, isSound, offlineMedia, takeMedia } from './media.ts'
import { piecesOf } from './pieces.ts'
import type { CutClip, FileAddress, Sources } from './sources.ts'
import { cuesOf } from './speech.ts'
import { joinPieces } from './transitions.ts'

/**
 * The cut as a timeline: uploaded files, and chosen takes with their panels' camera moves, transitions, dialogue as captions,
 * scenes as markers. What has no take yet is there as offline media, without hash and address.
 */
export function assemble(sources: Sources, address: FileAddress): Timeline {
  const { project, clips, panels, takes, files } = sources
  const media: { [id: string]: Media } = {}
  const takeOf = ({ mediaId, panelId, track }: CutClip): TakeRow | undefined =>
    mediaId === null && !isSound(track) ? takes.get(panels.get(panelId ?? '')?.chosenTakeId ?? '') : undefined
  const made = (id: string, make: () => Media): Media => (media[id] ??= make())
  const mediaOf = (clip: CutClip): Media => {
    const [file, take] = [files.get(clip.mediaId ?? ''), takeOf(clip)]
    if (file && isPlayable(file, clip)) return made(file.id, () => fileMedia(file, address))
    if (take) return made(take.id, () => takeMedia(take, clip.name, project, address))
    const offline = offlineMedia(clip, project)
    return made(offline.id, () => offline)
  }
  const tracks = layersOf(clips, sources.tracks).map(({ id, name, kind, muted, clips: layer }) => {
    const pieces = layer.flatMap(clip => piecesOf(clip, mediaOf(clip), takeOf(clip)?.id ?? null, sources))
    return createTrack({ id, name, kind, muted, ...joinPieces(pieces, project.rate) })
  })
  const pictures = clips.filter(({ track }) => !isSound(track)).sort((a, b) => a.startFrame - b.startFrame)
  return createTimeline({
    id: project.id,
    name: project.name,
    rate: project.rate,
    timecode: { start: timecodeStart(project), dropFrame: project.dropFrame },
    canvas: project.canvas,
    media,
    tracks,
    captions: captionsOf(pictures, sources),
    markers: [...sceneMarkers(pictures, sources), ...sources.markers].sort((a, b) => a.at - b.at),
    metadata: { projectId: project.id },
  })
}

/** Pictures have no sound, and music has no picture. */
const isPlayable = ({ kind }: MediaFileRow, { track }: CutClip): boolean => (kind === 'music') === isSound(track)

/** A panel that is cut in two speaks once, under its first clip. */
function captionsOf(pictures: readonly CutClip[], { project, panels }: Sources): Caption[] {
  const heard = new Set<string>()
  return pictures.flatMap(clip => {
    const panel = panels.get(clip.panelId ?? '')
    if (clip.panelId === null || !panel || heard.has(clip.panelId)) return []
    heard.add(clip.panelId)
    const speeches = panel.dialogue.map(({ character, text }) => ({ speaker: character.trim() || null, text }))
    return cuesOf(speeches, clip.durationFrames, project.rate).map((cue, index) =>
      createCaption({ ...cue, id: `${clip.id}:${index + 1}`, start: clip.startFrame + cue.start }),
    )
  })
}

function sceneMarkers(pictures: readonly CutClip[], { scenes }: Sources): Marker[] {
  const marked = new Set<string>()
  return pictures.flatMap(({ sceneId, startFrame }) => {
    const scene = scenes.get(sceneId ?? '')
    if (sceneId === null || !scene || marked.has(sceneId)) return []
    marked.add(sceneId)
    return [createMarker({ id: sceneId, at: startFrame, name: [scene.number, scene.heading].filter(Boolean).join(' ') })]
  })
}
