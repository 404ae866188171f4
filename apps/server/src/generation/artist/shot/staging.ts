import type { Actor } from '../figure/actor.ts'
import { expressionOf } from '../figure/expression.ts'
import type { HeadView } from '../figure/face.ts'
import { lookOf, strangerLook } from '../figure/look.ts'
import { poseFor, type PoseName, poseNamed } from '../figure/pose.ts'
import type { Chance } from '../hand/chance.ts'
import type { PanelPicture, PictureCharacter } from '../picture.ts'
import type { Measure } from './size.ts'
import { isStranger } from './cast.ts'

/** Where people stand: the subject at the origin, metres along and across the lens. */
export type Staged = { readonly actors: readonly Actor[]; readonly across: number }

const sideways = { left: -1, centre: 0, right: 1 } as const

type Spot = { readonly x: number; readonly z: number; readonly facing: -1 | 1; readonly head: HeadView; readonly pose?: PoseName }

/** Puts the cast on its marks for the framing. `yaw` turns the line they stand on towards the lens. */
export function stageCast(
  picture: PanelPicture,
  cast: readonly PictureCharacter[],
  shot: {
    readonly measure: Measure
    readonly aspect: number
    readonly yaw: number
    readonly isVehicle: boolean
    readonly chance: Chance
  },
): Staged {
  const { chance, yaw, isVehicle } = shot
  const spots = isVehicle ? inCar(cast) : marksFor(picture, cast, shot)
  const actors = cast.flatMap((character, index): Actor[] => {
    const spot = spots[index]
    if (spot === undefined) return []
    const look = isStranger(character)
      ? strangerLook(`${picture.id} ${index}`)
      : lookOf(character.name, character.colour, character.look)
    const whim = chance.next()
    const name =
      spot.pose ??
      (index === 0 || picture.framing === 'two-shot' || picture.framing === 'group'
        ? poseFor(index === 0 ? picture.description : '', character.speaking, whim)
        : 'stand')
    const pose = isVehicle ? { ...poseNamed('hold'), drop: 0.34 } : poseNamed(name)
    return [
      {
        at: [spot.x * Math.cos(yaw) + spot.z * Math.sin(yaw), 0, -spot.x * Math.sin(yaw) + spot.z * Math.cos(yaw)],
        look,
        pose,
        facing: spot.facing,
        head: spot.head,
        expression: expressionOf(picture.mood, picture.description, character.speaking),
      },
    ]
  })
  return { actors, across: acrossFor(picture, cast, shot) }
}

/** People leave room on the side that they look to; a cast of several is centred. */
function acrossFor(
  picture: PanelPicture,
  cast: readonly PictureCharacter[],
  shot: { readonly measure: Measure; readonly aspect: number; readonly chance: Chance },
): number {
  const [first] = cast
  const drift = shot.chance.between(-0.02, 0.02)
  if (first === undefined || picture.framing === 'two-shot' || picture.framing === 'group' || picture.framing === 'point-of-view')
    return 0.5 + drift
  const narrow = shot.aspect < 0.8 ? (picture.framing === 'over-the-shoulder' ? 0.8 : 0.35) : shot.aspect > 2 ? 1.2 : 1
  const close = picture.shotSize === 'extreme-close-up' ? 0.5 : picture.shotSize === 'close-up' ? 0.8 : 1
  const step = (picture.framing === 'over-the-shoulder' ? 0.15 : picture.framing === 'establishing' ? 0.2 : 0.13) * narrow * close
  return 0.5 + sideways[first.side] * step + drift
}

function marksFor(
  picture: PanelPicture,
  cast: readonly PictureCharacter[],
  { measure, aspect, chance }: { readonly measure: Measure; readonly aspect: number; readonly chance: Chance },
): Spot[] {
  const width = measure.high * aspect
  const lookingWay = (character: PictureCharacter | undefined): -1 | 1 =>
    character?.side === 'left' ? 1 : character?.side === 'right' ? -1 : chance.sign()
  const [first, second] = cast
  switch (picture.framing) {
    case 'two-shot': {
      const gap = Math.min(Math.max(width * 0.36, 0.3), 0.95) / 2
      const nearness = chance.sign() * 0.1
      const heads: HeadView = chance.next() < 0.6 ? 'profile' : 'quarter'
      return [
        { x: -gap, z: nearness, facing: 1, head: heads },
        { x: gap, z: -nearness, facing: -1, head: chance.next() < 0.7 ? heads : 'quarter' },
      ]
    }
    case 'group': {
      const count = cast.length
      const gap = Math.min(Math.max((width * 0.74) / count, 0.36), 0.8)
      const order = cast.map((_, index) => (index % 2 === 0 ? index / 2 : -(index + 1) / 2))
      const centre = order.reduce((sum, place) => sum + place, 0) / Math.max(count, 1)
      return order.map(
        (place, index): Spot => ({
          x: (place - centre) * gap,
          z: index === 0 ? -0.12 : 0.22 + (index % 2) * 0.3,
          facing: place > centre ? -1 : 1,
          head: index === 0 ? 'front' : 'quarter',
        }),
      )
    }
    case 'over-the-shoulder':
      // The second stands before the lens and is placed by the camera.
      return [{ x: 0, z: 0, facing: second?.side === 'left' || first?.side === 'right' ? -1 : 1, head: 'quarter' }]
    case 'point-of-view':
      return cast.map(
        (_, index): Spot => ({
          x: index === 0 ? 0 : index === 1 ? 0.62 : -0.66,
          z: index === 0 ? 0 : 0.5,
          facing: index === 1 ? -1 : 1,
          head: 'front',
        }),
      )
    case 'establishing':
      return cast.map(
        (_, index): Spot => ({
          x: index * 0.72,
          z: index * 0.3,
          facing: lookingWay(first),
          head: index === 0 ? 'quarter' : 'profile',
          pose: index === 0 ? 'walk' : 'stand',
        }),
      )
  }
  return [
    {
      x: 0,
      z: 0,
      facing: lookingWay(first),
      head: first?.side === 'centre' && picture.shotSize !== 'wide' ? 'front' : chance.next() < 0.18 ? 'profile' : 'quarter',
    },
  ]
}

/** Driver and passenger on the front seats. */
function inCar(cast: readonly PictureCharacter[]): Spot[] {
  const [first, second] = cast
  if (first === undefined) return []
  const side = first.side === 'left' ? -1 : 1
  return [
    { x: second === undefined ? 0 : side * 0.4, z: 0, facing: side < 0 ? 1 : -1, head: 'quarter' },
    { x: -side * 0.4, z: 0, facing: side < 0 ? -1 : 1, head: 'quarter' },
  ]
}
