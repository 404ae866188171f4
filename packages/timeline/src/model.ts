/**
 * The one timeline model of StoryCanvas. Plain data: every value survives JSON unchanged.
 *
 * Record positions are whole frames on the grid of `Timeline.rate`; source positions are whole frames on the grid of
 * the media's own rate (samples for sound). Nothing is stored in seconds, so nothing drifts.
 */

/** A whole number of frames on the grid of some {@link Rate}. */
export type Frames = number & { readonly unit?: 'frames' }

/** Seconds as a floating number: only for display and for programs that want nothing better. */
export type Seconds = number & { readonly unit?: 'seconds' }

/** An exact positive fraction; as a frame rate, frames per second: 29.97 is `{ num: 30000, den: 1001 }`. */
export type Rate = { readonly num: number; readonly den: number }

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
/** What travels along without being understood: panel and take ids, roles, notes of other programs. */
export type Metadata = { readonly [key: string]: Json }

export type Timeline = {
  readonly schema: 'storycanvas.timeline/1'
  readonly id: string
  readonly name: string
  readonly rate: Rate
  /** Timecode that the first frame carries. Drop frame is a numbering scheme, only for 30000/1001 and 60000/1001. */
  readonly timecode: { readonly start: Frames; readonly dropFrame: boolean }
  /** Picture size in pixels, square. */
  readonly canvas: { readonly width: number; readonly height: number }
  /** Samples per second of the mix. */
  readonly audioRate: number
  readonly media: { readonly [mediaId: string]: Media }
  /** Video tracks from bottom to top, then audio tracks. */
  readonly tracks: readonly Track[]
  readonly captions: readonly Caption[]
  readonly markers: readonly Marker[]
  readonly metadata: Metadata
}

type MediaBase = {
  readonly id: string
  readonly name: string
  /** Absolute `file:` URL, or a path relative to the document; absent while the media is offline or only a blob. */
  readonly url?: string
  /** sha256 of the bytes, in hexadecimal: the name in the blob store. */
  readonly hash?: string
  /** Name of the tape or camera card, for formats that identify media by reel. */
  readonly reel?: string
  readonly metadata: Metadata
}

export type AudioLayout = { readonly channels: number; readonly sampleRate: number }

export type VideoMedia = MediaBase & {
  readonly kind: 'video'
  readonly rate: Rate
  /** Length in frames of `rate`. */
  readonly duration: Frames
  /** Timecode of the first frame, in frames of `rate`; clips' `sourceIn` counts from the first frame, not from here. */
  readonly timecodeStart: Frames
  readonly width: number
  readonly height: number
  readonly audio: AudioLayout | null
}

export type AudioMedia = MediaBase & {
  readonly kind: 'audio'
  /** Samples per second over one: sound positions are counted in samples. */
  readonly rate: Rate
  /** Length in samples. */
  readonly duration: Frames
  readonly audio: AudioLayout
}

/** A still: as long as its clip wants it. */
export type ImageMedia = MediaBase & { readonly kind: 'image'; readonly width: number; readonly height: number }

export type Media = VideoMedia | AudioMedia | ImageMedia

/** A video track shows pictures only; sound lies on audio tracks, whose clips may name the same video media. */
export type Track = {
  readonly id: string
  readonly kind: 'video' | 'audio'
  readonly name: string
  readonly muted: boolean
  /** Sorted by `start`; holes between clips are gaps. Two clips that share a frame are a conflict that `validate` reports. */
  readonly clips: readonly Clip[]
  readonly transitions: readonly Transition[]
}

export type Clip = {
  readonly id: string
  readonly name: string
  readonly mediaId: string
  /** First record frame. */
  readonly start: Frames
  /** Record frames, at least one. */
  readonly duration: Frames
  /**
   * The source frame that the first record frame shows, on the media's grid (samples for sound media, 0 for stills), counted
   * from the media's first frame. A reversed clip runs down from it.
   */
  readonly sourceIn: Frames
  /** Source time per record time: 2/1 plays twice as fast, negative plays backwards, 0/1 holds the first frame. */
  readonly speed: { readonly num: number; readonly den: number }
  readonly gainDb: number
  /** Picture from and to black, sound from and to silence, in record frames. */
  readonly fadeIn: Frames
  readonly fadeOut: Frames
  readonly enabled: boolean
  readonly motion: Motion | null
  readonly markers: readonly Marker[]
  readonly metadata: Metadata
}

/**
 * Two clips of one track that butt at `cut` shown together from `cut - inOffset` to `cut + outOffset` (end exclusive).
 * The incoming clip needs `inOffset` frames before its source in, the outgoing one `outOffset` frames after its out.
 */
export type Transition = {
  readonly id: string
  readonly kind: 'dissolve' | 'wipe'
  /** SMPTE 258M wipe number, for wipes. */
  readonly wipe: number | null
  readonly cut: Frames
  readonly inOffset: Frames
  readonly outOffset: Frames
  readonly metadata: Metadata
}

/** A camera move over a clip: the visible window, interpolated between keyframes. */
export type Motion = { readonly easing: 'linear' | 'ease'; readonly keyframes: readonly MotionKeyframe[] }

export type MotionKeyframe = {
  /** Position within the clip, 0 at its first frame and 1 at its last. */
  readonly at: number
  /** Centre of the window as a share of the picture's width and height. */
  readonly x: number
  readonly y: number
  /** Magnification: 1 shows the whole picture, 2 half its width. */
  readonly scale: number
  /** Degrees, clockwise. */
  readonly rotation: number
}

export type Marker = {
  readonly id: string
  /** Record frame; for a clip's marker, frames after the clip's start. */
  readonly at: Frames
  readonly duration: Frames
  readonly name: string
  readonly note: string
  readonly colour: MarkerColour
}

export type MarkerColour = 'red' | 'orange' | 'yellow' | 'green' | 'cyan' | 'blue' | 'purple' | 'pink' | 'white' | 'black'

export type Caption = {
  readonly id: string
  readonly start: Frames
  readonly duration: Frames
  readonly text: string
  readonly speaker: string | null
}
