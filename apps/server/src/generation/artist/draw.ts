import { drawCaption, stripHeight } from './annotation/caption.ts'
import { drawMove } from './annotation/arrow.ts'
import { recogniseScene, type Scene } from './backdrop/kind.ts'
import { type Actor, drawActor, drawActorFromAbove, headHeight } from './figure/actor.ts'
import { lookOf, strangerLook } from './figure/look.ts'
import { type Chance, chanceFrom, fingerprint } from './hand/chance.ts'
import { hex } from './hand/colour.ts'
import { polyline } from './hand/line.ts'
import { line } from './hand/mark.ts'
import type { PanelPicture, PictureCharacter } from './picture.ts'
import { OBJECT_CARD, type Prop, recogniseProp } from './prop/kind.ts'
import { placeCamera } from './shot/camera.ts'
import { castOf, isStranger } from './shot/cast.ts'
import { foregroundShoulder, ownHands, viewersEyes } from './shot/foreground.ts'
import { cardWords, drawInsert, insertCamera } from './shot/insert.ts'
import { measureShot } from './shot/size.ts'
import { stageCast } from './shot/staging.ts'
import { type Camera, depthOf } from './view/camera.ts'
import { type Light, lightOf } from './view/light.ts'
import { layDown, type Piece, type Stage } from './view/stage.ts'

/**
 * Draws a storyboard panel as a self-contained SVG of `width` × `height` pixels.
 * The same picture always gives the same text. Never fails on what the words say; sizes are clamped to 64…3840 pixels.
 */
export function drawPanel(input: PanelPicture): string {
  const picture = { ...input, width: clampSize(input.width), height: clampSize(input.height) }
  const strip = picture.caption === 'strip' ? stripHeight(picture.width, picture.height) : 0
  const board = { width: picture.width, height: picture.height - strip }
  const scene = recogniseScene(picture.setting, picture.location.name, `${picture.location.description} ${picture.description}`)
  const place = picture.location.name.trim() === '' ? picture.id : picture.location.name
  // Light and set belong to the place, so that the panels of one scene cut together.
  const lightSide = fingerprint(`light ${place}`) % 2 === 0 ? -1 : 1
  const light = lightOf(picture.timeOfDay, scene.setting, lightSide)
  const desk = {
    picture,
    board,
    scene,
    light,
    set: chanceFrom(`set ${place} ${picture.variation}`),
    hand: chanceFrom(`${picture.id} ${picture.variation}`),
  }
  const prop = recogniseProp(picture.description)
  const isInsert =
    picture.framing === 'insert' ||
    (picture.framing === 'single' && picture.characters.length === 0 && prop !== undefined && isNear(picture))
  const marks = isInsert ? insertShot(desk, prop ?? OBJECT_CARD) : peopleShot(desk)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${picture.height}" viewBox="0 0 ${picture.width} ${picture.height}">`,
    definitions(light, board),
    `<g clip-path="url(#board)" stroke-linejoin="round" stroke-linecap="round">`,
    marks,
    finish(board, desk),
    drawMove(picture.cameraMove, board),
    '</g>',
    strip > 0 ? drawCaption(picture, board.height) : '',
    frameLine(board),
    '</svg>',
  ].join('')
}

type Board = { readonly width: number; readonly height: number }
type Desk = {
  readonly picture: PanelPicture
  readonly board: Board
  readonly scene: Scene
  readonly light: Light
  readonly set: Chance
  readonly hand: Chance
}

const clampSize = (pixels: number) => (Number.isFinite(pixels) ? Math.round(Math.min(Math.max(pixels, 64), 3840)) : 720)

const isNear = ({ shotSize }: PanelPicture) =>
  shotSize === 'medium' || shotSize === 'medium-close' || shotSize === 'close-up' || shotSize === 'extreme-close-up'

const penOf = ({ width, height }: Board) => Math.min(width, height) / 640

const LENSES: readonly number[] = [1, 1.14, 0.92, 1.06, 0.86]

function yawOf({ picture, hand, scene }: Desk): number {
  const isSquare = picture.variation % 4 === 3 || scene.isVehicle || scene.isNarrow
  const isLong = picture.shotSize === 'extreme-wide' || picture.shotSize === 'wide' || picture.framing === 'establishing'
  // Inside, a long lens seen from far aside would look at the side wall.
  const most = isLong && scene.setting === 'interior' ? 0.16 : 0.34
  return hand.sign() * (isSquare ? 0.04 : hand.between(most * 0.45, most))
}

function peopleShot(desk: Desk): string {
  const { picture, board, scene, light, hand } = desk
  const cast = castOf(picture)
  const aspect = board.width / board.height
  const yaw = yawOf(desk)
  const wanted = measureShot({
    shotSize: picture.shotSize,
    framing: picture.framing,
    angle: picture.angle,
    aspect,
    isInterior: scene.setting === 'interior',
  })
  const lens = LENSES[Math.abs(picture.variation) % LENSES.length] ?? 1
  const measure = { ...wanted, high: Math.min(wanted.high * lens, scene.isVehicle ? 1.3 : 99) }
  const staged = stageCast(picture, cast, { measure, aspect, yaw, isVehicle: scene.isVehicle, chance: hand })
  const [subject] = staged.actors
  const camera = placeCamera({
    measure,
    angle: picture.angle,
    headHeight: subject === undefined ? 1.55 : averageHead(staged.actors),
    across: staged.across,
    yaw,
    rollSign: hand.sign(),
    ...board,
  })
  const stage: Stage = {
    camera,
    light,
    chance: desk.set,
    hand,
    pen: penOf(board),
    softness: measure.softness,
    focus: subject === undefined ? 4 : depthOf(camera, [0, headHeight(subject), 0]) + 0.2,
  }
  const fromAbove = picture.angle === 'overhead'
  const people = staged.actors.flatMap(actor => (fromAbove ? drawActorFromAbove(stage, actor) : drawActor(stage, actor)))
  return layDown([...scene.draw(stage), ...people, ...nearLens(desk, stage, cast, staged.actors)])
}

const averageHead = (actors: readonly Actor[]) => actors.reduce((sum, actor) => sum + headHeight(actor), 0) / actors.length

/** What stands between the lens and the subject. */
function nearLens({ picture, scene }: Desk, stage: Stage, cast: readonly PictureCharacter[], actors: readonly Actor[]): Piece[] {
  const [, second] = cast
  if (picture.framing === 'over-the-shoulder' && second !== undefined && !scene.isVehicle) {
    const look = isStranger(second) ? strangerLook(picture.id) : lookOf(second.name, second.colour, second.look)
    return [foregroundShoulder(stage, look, actors[0]?.facing === 1 ? 1 : -1)]
  }
  if (picture.framing === 'point-of-view') {
    const viewer = strangerLook(`${picture.id} viewer`)
    const reaches = /\b(hands?|reach(?:es|ing)?|holds?|grabs?|push(?:es)?|climbs?|opens?|touch(?:es)?)\b/i.test(
      picture.description,
    )
    return reaches ? [viewersEyes(stage), ownHands(stage, viewer.skin, viewer.colour)] : [viewersEyes(stage)]
  }
  return []
}

function insertShot(desk: Desk, prop: Prop): string {
  const { picture, board, scene, light, set, hand } = desk
  const share = {
    'extreme-wide': 0.34,
    wide: 0.4,
    full: 0.46,
    'medium-wide': 0.5,
    medium: 0.54,
    'medium-close': 0.6,
    'close-up': 0.68,
    'extreme-close-up': 0.92,
  }[picture.shotSize]
  const lens = LENSES[Math.abs(picture.variation) % LENSES.length] ?? 1
  const yaw = yawOf(desk)
  const camera: Camera = insertCamera({
    prop,
    angle: picture.angle,
    share: share / lens,
    yaw,
    aside: hand.between(-0.1, 0.1),
    rollSign: hand.sign(),
    ...board,
  })
  const stage: Stage = { camera, light, chance: set, hand, pen: penOf(board), softness: 1, focus: depthOf(camera, [0, 0.75, 0]) }
  const [holder] = castOf(picture)
  const isHeld = /\b(hands?|holds?|holding|grips?|clutch\w*|fingers?|takes?|picks?|lifts?|reads?|opens?)\b/i.test(
    picture.description,
  )
  const look =
    isHeld || (holder !== undefined && picture.variation % 2 === 1)
      ? holder === undefined
        ? strangerLook(picture.id)
        : lookOf(holder.name, holder.colour, holder.look)
      : undefined
  return (
    layDown(scene.draw(stage)) +
    layDown(drawInsert(stage, prop, look, prop === OBJECT_CARD ? 0 : hand.between(-0.32, 0.32))) +
    (prop === OBJECT_CARD ? cardWords(stage, prop, picture.description) : '')
  )
}

function definitions(light: Light, board: Board): string {
  const stop = (offset: number, colour: string, opacity: number) =>
    `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`
  const [top, horizon] = light.sky
  const dark = hex(light.dark)
  const towards = light.side < 0 ? 'x1="0" y1="0" x2="1" y2="0.7"' : 'x1="1" y1="0" x2="0" y2="0.7"'
  return [
    '<defs>',
    `<clipPath id="board"><rect width="${board.width}" height="${board.height}"/></clipPath>`,
    `<linearGradient id="sky" x2="0" y2="1">${stop(0, hex(top), 1)}${stop(0.75, hex(horizon), 1)}</linearGradient>`,
    `<radialGradient id="glow">${stop(0, hex(light.glow), 0.9)}${stop(0.35, hex(light.glow), 0.34)}${stop(1, hex(light.glow), 0)}</radialGradient>`,
    `<linearGradient id="key" ${towards}>${stop(0, hex(light.glow), 0.16)}${stop(0.4, hex(light.glow), 0)}${stop(0.55, dark, 0)}${stop(1, dark, light.isDark ? 0.42 : 0.26)}</linearGradient>`,
    '</defs>',
  ].join('')
}

/** The light across the whole picture, laid on last like a wash, and the streaks that broad markers leave. */
function finish(board: Board, { hand, light }: Desk): string {
  const streaks = ([colour, opacity]: readonly [string, number]) => {
    const strokes = Array.from({ length: 7 }, () => {
      const [x, y] = [hand.between(-0.3, 1) * board.width, hand.between(-0.1, 1) * board.height]
      const length = board.height * hand.between(0.5, 1.1)
      return polyline([
        [x, y],
        [x + length * 0.9, y - length * 0.42],
      ])
    })
    return line(strokes.join(''), colour, board.height * 0.06, opacity)
  }
  return `<g stroke-linecap="butt">${streaks(['#fff', light.isDark ? 0.014 : 0.035])}${streaks(['#000', 0.03])}</g><rect width="${board.width}" height="${board.height}" fill="url(#key)"/>`
}

function frameLine(board: Board): string {
  const width = Math.max(penOf(board) * 3.4, 1.5)
  return `<rect x="${(width / 2).toFixed(1)}" y="${(width / 2).toFixed(1)}" width="${(board.width - width).toFixed(1)}" height="${(board.height - width).toFixed(1)}" fill="none" stroke="#1b1a19" stroke-width="${width.toFixed(1)}"/>`
}
