import type { AspectRatio, CameraMove, Instruction, ProjectTemplate, ShotSize } from '@storycanvas/api'

/** A panel to begin with: what it is for, how near, how many seconds, and how the camera moves. */
export type Beat = { says: string; shot: ShotSize; seconds: number; move?: CameraMove }

export type SceneOutline = { heading: string; synopsis: string; beats: readonly Beat[] }

/** A way to begin that comes with StoryCanvas: settings, directions, and a story to write over. */
export type Outline = {
  id: ProjectTemplate
  name: string
  description: string
  aspectRatio: AspectRatio
  rate: { num: number; den: number }
  style: string
  directions: readonly { scope: Instruction['scope']; text: string }[]
  chapters: readonly { title: string; synopsis: string; scenes: readonly SceneOutline[] }[]
}

export const beat = (says: string, shot: ShotSize, seconds: number, move?: CameraMove): Beat => ({
  says,
  shot,
  seconds,
  ...(move ? { move } : {}),
})
