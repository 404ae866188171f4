import type { Frames } from '../model.ts'

/** How much of a thing a file could not take along. */
export type LossCode =
  /** Not in the file at all. */
  | 'dropped'
  /** In the file as something near it. */
  | 'approximated'
  /** In the file only as a note that StoryCanvas reads back; other programs ignore it. */
  | 'noted'

export type LostThing =
  | 'canvas'
  | 'audio-rate'
  | 'rate'
  | 'name'
  | 'track'
  | 'track-name'
  | 'muted'
  | 'disabled'
  | 'source-position'
  | 'speed'
  | 'gain'
  | 'fade'
  | 'motion'
  | 'still'
  | 'transition'
  | 'wipe'
  | 'caption'
  | 'speaker'
  | 'marker'
  | 'marker-colour'
  | 'marker-duration'
  | 'marker-note'
  | 'media-address'
  | 'media-facts'
  | 'reel'
  | 'timecode'
  | 'metadata'

export type LossPlace = {
  readonly kind: 'timeline' | 'track' | 'clip' | 'transition' | 'caption' | 'marker' | 'media'
  readonly id: string
}

/** One thing of the timeline that a written file does not hold exactly. */
export type Loss = {
  readonly code: LossCode
  readonly what: LostThing
  readonly where: LossPlace
  /** Record frames concerned. */
  readonly frames?: { readonly start: Frames; readonly duration: Frames }
  readonly sentence: string
}
