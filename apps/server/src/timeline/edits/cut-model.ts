import {
  type Clip,
  createAudioMedia,
  createClip,
  createTimeline,
  createTrack,
  createVideoMedia,
  type Frames,
  type Media,
  type Rate,
  type Timeline,
  type Track,
} from '@storycanvas/timeline'
import { trackOrder } from '../assembly/layers.ts'
import { isSound } from '../assembly/media.ts'
import type { ClipState, MarkerState, TrackState } from './states.ts'

/**
 * The cut as a timeline that edits are made on: exactly the rows, one clip each. Every source counts in frames of the
 * project and has no end on either side; how far one reaches in truth is asked of those alone that an edit touches.
 * Transitions are not in it: they are {@link HandOver}s.
 */
export type Cut = { timeline: Timeline; handOvers: ReadonlyMap<string, HandOver> }

/** How a clip hands over to the one behind it, by the id of the outgoing clip; one without an entry cuts. */
export type HandOver = Pick<ClipState, 'wipe' | 'transitionInFrames' | 'transitionOutFrames'> & {
  style: Exclude<ClipState['transition'], 'cut'>
}

/** What a clip carries through edits beside its place: both halves of a split clip have it. */
export type Carried = Pick<ClipState, 'panelId' | 'sceneId' | 'mediaId' | 'isNamed'> & {
  /** The clip whose prompts and people a new one takes over. */
  origin: string | null
  /** Fades of length 0 that mean: what the hand-over implies. */
  automaticFadeIn: boolean
  automaticFadeOut: boolean
}

export type CutRows = {
  clips: ReadonlyMap<string, ClipState>
  markers: ReadonlyMap<string, MarkerState>
  tracks: ReadonlyMap<string, TrackState>
}

/** So far does the first frame of a source lie from the beginning of its endless medium. */
const firstFrame = 2 ** 36

/** `sourceIn` of a clip whose first frame shows that frame of its source. */
export const sourceInOf = (sourceInFrame: Frames): Frames => firstFrame + sourceInFrame

/** The frame of its source that a clip begins with; below 0 where it begins before its source does. */
export const sourceInFrameOf = ({ sourceIn }: Pick<Clip, 'sourceIn'>): Frames => sourceIn - firstFrame

const endless = 2 * firstFrame

/** What clips of picture and of sound tracks play; sentences call them by their names. */
export const pictureSource = 'picture'
export const soundSource = 'sound'

const sources = (rate: Rate): { [id: string]: Media } => ({
  [pictureSource]: createVideoMedia({ id: pictureSource, name: 'its picture', rate, duration: endless }),
  [soundSource]: { ...createAudioMedia({ id: soundSource, name: 'its sound', duration: endless }), rate },
})

export function cutModel(projectId: string, rate: Rate, { clips, markers, tracks }: CutRows): Cut {
  const handOvers = new Map<string, HandOver>()
  const ofTrack = new Map<string, Clip[]>()
  for (const [id, state] of clips) {
    const own = ofTrack.get(state.track) ?? []
    ofTrack.set(state.track, own)
    own.push(clipOf(id, state))
    if (state.transition !== 'cut') {
      const { transition: style, wipe, transitionInFrames, transitionOutFrames } = state
      handOvers.set(id, { style, wipe, transitionInFrames, transitionOutFrames })
    }
  }
  const names = new Set([...ofTrack.keys(), ...tracks.keys()])
  const timeline = createTimeline({
    id: projectId,
    rate,
    media: sources(rate),
    tracks: [...names].sort(byOrder).map(id => trackOf(id, ofTrack.get(id) ?? [], tracks.get(id))),
    markers: [...markers].map(([id, { atFrame, durationFrames, ...rest }]) => ({
      ...{ id, at: atFrame, duration: durationFrames },
      ...rest,
    })),
  })
  return { timeline, handOvers }
}

const byOrder = (a: string, b: string) => trackOrder(a) - trackOrder(b)

const trackOf = (id: string, clips: Clip[], state?: TrackState): Track =>
  createTrack({ id, kind: isSound(id) ? 'audio' : 'video', clips, ...state })

/** The timeline with this track, empty where there was none. */
export function withTrack(timeline: Timeline, id: string): Timeline {
  if (timeline.tracks.some(track => track.id === id)) return timeline
  return { ...timeline, tracks: [...timeline.tracks, trackOf(id, [])].sort((a, b) => byOrder(a.id, b.id)) }
}

const clipOf = (id: string, state: ClipState): Clip =>
  createClip({
    id,
    name: state.name,
    mediaId: isSound(state.track) ? soundSource : pictureSource,
    start: state.startFrame,
    duration: state.durationFrames,
    sourceIn: sourceInOf(state.sourceInFrame),
    speed: { num: state.speedNum, den: state.speedDen },
    gainDb: state.gainDb,
    fadeIn: state.fadeInFrames ?? 0,
    fadeOut: state.fadeOutFrames ?? 0,
    enabled: state.enabled,
    metadata: {
      panelId: state.panelId,
      sceneId: state.sceneId,
      mediaId: state.mediaId,
      isNamed: state.isNamed,
      origin: id,
      automaticFadeIn: state.fadeInFrames === null,
      automaticFadeOut: state.fadeOutFrames === null,
    } satisfies Carried,
  })

/** What a clip carries; of a clip that was put in from outside, what it says of it. */
export function carriedBy({ metadata }: Pick<Clip, 'metadata'>): Carried {
  const id = (name: string) => (typeof metadata[name] === 'string' ? metadata[name] : null)
  return {
    panelId: id('panelId'),
    sceneId: id('sceneId'),
    mediaId: id('mediaId'),
    origin: id('origin'),
    isNamed: metadata['isNamed'] !== false,
    automaticFadeIn: metadata['automaticFadeIn'] !== false,
    automaticFadeOut: metadata['automaticFadeOut'] !== false,
  }
}

/** The row of a clip. Stills are as long as they are wanted, so one that begins before its source begins with it. */
export function stateOf(clip: Clip, track: string, handOver: HandOver | undefined): ClipState {
  const { panelId, sceneId, mediaId, isNamed, automaticFadeIn, automaticFadeOut } = carriedBy(clip)
  return {
    track,
    startFrame: clip.start,
    durationFrames: clip.duration,
    sourceInFrame: Math.max(0, sourceInFrameOf(clip)),
    name: clip.name,
    ...{ isNamed, panelId, sceneId, mediaId },
    speedNum: clip.speed.num,
    speedDen: clip.speed.den,
    gainDb: clip.gainDb,
    fadeInFrames: automaticFadeIn && clip.fadeIn === 0 ? null : clip.fadeIn,
    fadeOutFrames: automaticFadeOut && clip.fadeOut === 0 ? null : clip.fadeOut,
    enabled: clip.enabled,
    transition: handOver?.style ?? 'cut',
    wipe: handOver?.wipe ?? null,
    transitionInFrames: handOver?.transitionInFrames ?? null,
    transitionOutFrames: handOver?.transitionOutFrames ?? null,
  }
}
