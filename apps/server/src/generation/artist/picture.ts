import type { CameraAngle, CameraMove, Framing, Setting, ShotSize, TimeOfDay } from '@storycanvas/api'

/** Where in the frame a character stands, as the audience sees it. */
export type FrameSide = 'left' | 'right' | 'centre'

export type PictureCharacter = {
  readonly name: string
  /** `#rgb` or `#rrggbb`; anything else gives way to a colour derived from the name. */
  readonly colour: string
  /** Free words about appearance; what they leave open is derived from the name, the same in every panel. */
  readonly look: string
  readonly side: FrameSide
  readonly speaking: boolean
}

/** Everything the storyboard artist knows about one panel: plain data, any text in any script. */
export type PanelPicture = {
  /** Seeds the hand: the same id and variation always give the same picture. */
  readonly id: string
  /** Another take of the same content: 0, 1, 2, … change side, lens distance and backdrop arrangement. */
  readonly variation: number
  readonly shotSize: ShotSize
  readonly framing: Framing
  readonly angle: CameraAngle
  readonly cameraMove: CameraMove
  readonly setting: Setting
  readonly timeOfDay: TimeOfDay
  readonly location: { readonly name: string; readonly description: string }
  readonly characters: readonly PictureCharacter[]
  readonly description: string
  readonly dialogue: string
  readonly mood: string
  /** Pixels of the whole picture, the caption strip included. */
  readonly width: number
  readonly height: number
  readonly caption: 'strip' | 'none'
}
