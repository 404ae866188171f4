import { type Clip, createClip, type Media, rescale, seconds } from '@storycanvas/timeline'
import { cameraMotion } from './camera-move.ts'
import { type RunningMedia, runningFrames } from './footage.ts'
import type { CutClip, Sources } from './sources.ts'

/** A clip of the timeline with the row that it comes from. A row whose video is held at its end has two. */
export type Piece = { clip: Clip; media: Media; cut: CutClip; isFirst: boolean; isLast: boolean }

/** A clip of the cut as clips of the timeline: one, two where a video ends before its clip, none where a sound has ended. */
export function piecesOf(cut: CutClip, media: Media, takeId: string | null, { project, panels }: Sources): Piece[] {
  const { rate, canvas } = project
  const clip = createClip({
    id: cut.id,
    name: cut.name,
    mediaId: media.id,
    start: cut.startFrame,
    duration: cut.durationFrames,
    speed: { num: cut.speedNum, den: cut.speedDen },
    gainDb: cut.gainDb,
    enabled: cut.enabled,
    metadata: { panelId: cut.panelId, takeId, sceneId: cut.sceneId, mediaId: cut.mediaId },
  })
  const whole = (clip: Clip): Piece => ({ clip, media, cut, isFirst: true, isLast: true })
  if (media.kind === 'image') {
    const panel = panels.get(cut.panelId ?? '')
    const motion = panel && cameraMotion(panel.cameraMove, seconds(cut.durationFrames, rate), media, canvas)
    return [whole({ ...clip, motion: motion ?? null })]
  }
  const placed = { ...clip, sourceIn: Math.min(rescale(cut.sourceInFrame, rate, media.rate), media.duration - 1) }
  const running = Math.min(placed.duration, runningFrames(placed, media, rate))
  if (running === placed.duration) return [whole(placed)]
  if (media.kind === 'audio') return running < 1 ? [] : [whole({ ...placed, duration: running })]
  const held = heldAfter(placed, media, running)
  if (running < 1) return [whole({ ...held, id: cut.id })]
  return [
    { clip: { ...placed, duration: running }, media, cut, isFirst: true, isLast: false },
    { clip: held, media, cut, isFirst: false, isLast: true },
  ]
}

/** The last frame that a clip shows, for the rest of it. */
const heldAfter = (clip: Clip, media: RunningMedia, running: number): Clip => ({
  ...clip,
  id: `${clip.id}:held`,
  start: clip.start + running,
  duration: clip.duration - running,
  sourceIn: clip.speed.num < 0 ? 0 : media.duration - 1,
  speed: { num: 0, den: 1 },
})
