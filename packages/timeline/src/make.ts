import type { AudioMedia, Caption, Clip, ImageMedia, Marker, Timeline, Track, Transition, VideoMedia } from './model.ts'

/** What a maker cannot guess has to be given; everything else has the default that changes nothing. */
type Given<T, Required extends keyof T> = Pick<T, Required> & Partial<T>

/** An empty timeline of 1080p at 24 frames a second. */
export const createTimeline = (given: Given<Timeline, 'id'>): Timeline => ({
  schema: 'storycanvas.timeline/1',
  name: given.id,
  rate: { num: 24, den: 1 },
  timecode: { start: 0, dropFrame: false },
  canvas: { width: 1920, height: 1080 },
  audioRate: 48000,
  media: {},
  tracks: [],
  captions: [],
  markers: [],
  metadata: {},
  ...given,
})

/** A track with its clips and transitions put in order. */
export const createTrack = (given: Given<Track, 'id' | 'kind'>): Track => ({
  name: given.id,
  muted: false,
  ...given,
  clips: [...(given.clips ?? [])].sort((a, b) => a.start - b.start),
  transitions: [...(given.transitions ?? [])].sort((a, b) => a.cut - b.cut),
})

/** A clip of ordinary speed from the first frame of its media. */
export const createClip = (given: Given<Clip, 'id' | 'mediaId' | 'start' | 'duration'>): Clip => ({
  name: given.id,
  sourceIn: 0,
  speed: { num: 1, den: 1 },
  gainDb: 0,
  fadeIn: 0,
  fadeOut: 0,
  enabled: true,
  motion: null,
  markers: [],
  metadata: {},
  ...given,
})

/** A dissolve centred on the cut unless other offsets are given. */
export const createTransition = (given: Given<Transition, 'id' | 'cut' | 'inOffset' | 'outOffset'>): Transition => ({
  kind: 'dissolve',
  wipe: null,
  metadata: {},
  ...given,
})

export const createVideoMedia = (given: Given<VideoMedia, 'id' | 'rate' | 'duration'>): VideoMedia => ({
  kind: 'video',
  name: given.id,
  timecodeStart: 0,
  width: 1920,
  height: 1080,
  audio: null,
  metadata: {},
  ...given,
})

/** Sound; `duration` in samples of `audio.sampleRate` (48 kHz stereo unless given). */
export const createAudioMedia = (given: Given<Omit<AudioMedia, 'rate'>, 'id' | 'duration'>): AudioMedia => {
  const audio = given.audio ?? { channels: 2, sampleRate: 48000 }
  return { kind: 'audio', name: given.id, metadata: {}, ...given, audio, rate: { num: audio.sampleRate, den: 1 } }
}

export const createImageMedia = (given: Given<ImageMedia, 'id'>): ImageMedia => ({
  kind: 'image',
  name: given.id,
  width: 1920,
  height: 1080,
  metadata: {},
  ...given,
})

export const createMarker = (given: Given<Marker, 'id' | 'at'>): Marker => ({
  duration: 1,
  name: given.id,
  note: '',
  colour: 'blue',
  ...given,
})

export const createCaption = (given: Given<Caption, 'id' | 'start' | 'duration' | 'text'>): Caption => ({
  speaker: null,
  ...given,
})
