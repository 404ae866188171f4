import type { CameraMove } from '@storycanvas/api'
import { DOWNWARD, PUSHING_IN, UPWARD } from './cues.ts'
import type { ActionMoment } from './moments.ts'
import type { Shot } from './shot.ts'

/** How many shots must pass before the camera moves again for no other reason than to follow. */
const REST = 3

export interface SceneRole {
  isFirst: boolean
  isLast: boolean
  /** Who stands at the left of the frame, to know which way a pan goes. */
  isOnLeft: (name: string) => boolean
}

/** Gives a few shots of a scene a move that means something; most stay still, and no two neighbours move alike. */
export function withMoves(shots: readonly Shot[], role: SceneRole): Shot[] {
  const pushIn = pushInAt(shots)
  let rested = REST
  let last: CameraMove = 'static'
  return shots.map((shot, index) => {
    const moment = shot.moments[0]!
    let move: CameraMove = 'static'
    if (moment.kind !== 'speech' && moment.kind === 'chase') move = 'handheld'
    else if (index === 0 && role.isFirst) move = 'dolly-in'
    else if (index === shots.length - 1 && role.isLast && shots.length > 2) move = 'dolly-out'
    else if (index === pushIn) move = 'dolly-in'
    else if (rested >= REST && moment.kind !== 'speech') move = following(moment, role)
    if (move === last && move !== 'handheld') move = 'static'
    rested = move === 'static' ? rested + 1 : 0
    last = move
    return { ...shot, cameraMove: move }
  })
}

/** One push-in a scene: on the speech or look where the scene first gets tight, if it has room for one. */
function pushInAt(shots: readonly Shot[]): number {
  if (shots.length < 5) return -1
  return shots.findIndex(
    ({ framing, tension, moments: [moment] }, index) =>
      index > 1 &&
      framing === 'single' &&
      tension >= 0.58 &&
      (moment!.kind === 'speech' || moment!.kind === 'look' || moment!.kind === 'silence'),
  )
}

function following(moment: ActionMoment, { isOnLeft }: SceneRole): CameraMove {
  const [subject] = moment.subjects
  if (moment.kind === 'insert') return 'static'
  if (moment.kind === 'movement' && subject !== undefined) return isOnLeft(subject) ? 'truck-right' : 'truck-left'
  // Whoever stands on the left comes in from there and goes out again there.
  if (moment.kind === 'entrance' && subject !== undefined) return isOnLeft(subject) ? 'pan-right' : 'pan-left'
  if (moment.kind === 'exit' && subject !== undefined) return isOnLeft(subject) ? 'pan-left' : 'pan-right'
  if (subject !== undefined && UPWARD.test(moment.text)) return 'tilt-up'
  if (subject !== undefined && DOWNWARD.test(moment.text)) return 'tilt-down'
  return subject !== undefined && PUSHING_IN.test(moment.text) ? 'dolly-in' : 'static'
}
