import { z } from 'zod'
import { colour, document, frames, id, instant, line, milliseconds, Rate, text } from './fields.ts'
import { SettingValues } from './resources/generation.ts'
import { DialogueLine, Take } from './resources/panels.ts'
import { AspectRatio, ProjectTemplate } from './resources/projects.ts'
import { Instruction } from './resources/story.ts'
import { MarkerColour, track } from './resources/timeline-edits.ts'
import { CameraAngle, CameraMove, CutStyle, Framing, Setting, ShotSize, TimeOfDay } from './vocabulary.ts'

const kept = { id, createdAt: instant }
const position = z.string().regex(/^[0-9A-Za-z]{1,1000}$/, 'is no place in an order')
const cast = z.array(id).max(100)
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hexadecimal')
const mediaType = z.string().regex(/^(image\/(png|jpeg|webp)|video\/(mp4|webm)|audio\/(mpeg|mp4|wav|flac|ogg|aac))$/)
const pixels = z.int().min(1).max(20_000)
const prompts = { imagePrompt: text(20_000), videoPrompt: text(20_000), negativePrompt: text(20_000) }
const whole = z.int().min(-2_147_483_648).max(2_147_483_647)

const Chapter = z.strictObject({ ...kept, title: line(300), synopsis: text(20_000), position })
const Scene = z.strictObject({
  ...kept,
  chapterId: id,
  position,
  number: line(20).nullable(),
  heading: line(300),
  setting: Setting,
  timeOfDay: TimeOfDay,
  locationId: id.nullable(),
  synopsis: text(20_000),
  text: text(200_000),
  mood: text(200),
  characterIds: cast,
  transition: CutStyle,
})
const Panel = z.strictObject({
  ...kept,
  sceneId: id,
  position,
  description: text(20_000),
  dialogue: z.array(DialogueLine).max(100),
  shotSize: ShotSize,
  framing: Framing,
  angle: CameraAngle,
  lensMm: z.int().min(8).max(1200).nullable(),
  cameraMove: CameraMove,
  characterIds: cast,
  ...prompts,
  durationMs: milliseconds.max(600_000),
  transition: CutStyle,
  chosenTakeId: id.nullable(),
})
/** Older files know nothing of them. */
const likeness = {
  referenceIds: z.array(id).max(24).default([]),
  lora: text(300).default(''),
  loraWeight: z.number().min(-2).max(2).default(1),
}
const Character = z.strictObject({
  ...kept,
  name: line(200),
  description: text(20_000),
  look: text(5000),
  negativePrompt: text(5000),
  voice: text(500),
  colour,
  ...likeness,
})
const Location = z.strictObject({
  ...kept,
  name: line(200),
  description: text(20_000),
  look: text(5000),
  negativePrompt: text(5000).default(''),
  setting: Setting,
  ...likeness,
})
const Direction = z.strictObject({
  ...kept,
  scope: Instruction.shape.scope,
  text: text(5000).min(1),
  enabled: z.boolean(),
  position,
})

/** Takes of the cast; older files have none. */
const ofCast = { characterId: id.nullable().default(null), locationId: id.nullable().default(null) }

const TakeInFile = z.strictObject({
  ...kept,
  panelId: id.nullable(),
  ...ofCast,
  clipId: id.nullable(),
  generationId: id.nullable(),
  parentId: id.nullable(),
  branchId: id.nullable(),
  kind: Take.shape.kind,
  blobHash: hash,
  thumbnailHash: hash,
  mediaType,
  width: pixels,
  height: pixels,
  durationMs: milliseconds.nullable(),
  rateNum: whole.min(1).nullable(),
  rateDen: whole.min(1).nullable(),
  provider: text(200),
  model: text(500),
  seed: z.int(),
  inputs: document(500_000),
  inputsHash: hash,
  favourite: z.boolean(),
  provenance: document(500_000),
})
const Branch = z.strictObject({
  ...kept,
  panelId: id,
  name: line(100),
  active: z.boolean(),
  chosenTakeId: id.nullable(),
  fromTakeId: id.nullable(),
})
const Choice = z.strictObject({
  ...kept,
  branchId: id,
  takeId: id.nullable(),
  fromBranchId: id.nullable(),
  undoneAt: instant.nullable(),
})
const GenerationInFile = z.strictObject({
  ...kept,
  kind: text(50),
  panelId: id.nullable(),
  ...ofCast,
  preset: text(200),
  provider: text(200),
  seed: z.int(),
  inputs: document(500_000),
  inputsHash: hash,
  /** Files from before there were settings have none. */
  parameters: SettingValues.default({}),
})
const Clip = z.strictObject({
  ...kept,
  sceneId: id.nullable(),
  panelId: id.nullable(),
  name: text(500),
  isNamed: z.boolean(),
  track,
  startFrame: frames,
  durationFrames: frames.min(1),
  sourceInFrame: frames,
  transition: CutStyle,
  ...prompts,
  characterIds: cast,
  speedNum: whole,
  speedDen: whole.min(1),
  gainDb: z.number().min(-200).max(200),
  fadeInFrames: frames.nullable(),
  fadeOutFrames: frames.nullable(),
  enabled: z.boolean(),
  transitionInFrames: frames.nullable(),
  transitionOutFrames: frames.nullable(),
  wipe: whole.min(1).nullable(),
  mediaId: id.nullable(),
})
const MediaInFile = z.strictObject({
  ...kept,
  kind: z.enum(['music', 'face', 'image']),
  name: line(500),
  mediaType,
  blobHash: hash,
  bytes: z.int().min(1),
  durationMs: milliseconds.nullable(),
  width: pixels.nullable(),
  height: pixels.nullable(),
})
const Marker = z.strictObject({
  id,
  atFrame: frames,
  durationFrames: frames,
  name: text(500),
  note: text(20_000),
  colour: MarkerColour,
})

const most = { scenes: 5000, panels: 20_000, takes: 100_000 }

/** What a film says before anything is drawn: all that a template of a project keeps. */
const story = {
  instructions: z.array(Direction).max(1000),
  characters: z.array(Character).max(2000),
  locations: z.array(Location).max(2000),
  chapters: z.array(Chapter).max(2000),
  scenes: z.array(Scene).max(most.scenes),
  panels: z.array(Panel).max(most.panels),
}

/** A whole project as data: `project.json` of the archive. Media lie beside it, named by their sha256. */
export const ProjectFile = z.strictObject({
  format: z.literal('storycanvas-project'),
  version: z.literal(1),
  project: z.strictObject({
    id,
    name: line(200),
    description: text(20_000),
    template: ProjectTemplate,
    aspectRatio: AspectRatio,
    rate: Rate,
    dropFrame: z.boolean(),
    style: text(5000),
    cutFollowsBoard: z.boolean(),
  }),
  ...story,
  media: z.array(MediaInFile).max(10_000),
  clips: z.array(Clip).max(100_000),
  tracks: z.array(z.strictObject({ track: Clip.shape.track, name: text(200), muted: z.boolean() })).max(200),
  markers: z.array(Marker).max(100_000),
  generations: z.array(GenerationInFile).max(most.takes),
  branches: z.array(Branch).max(most.takes),
  takes: z.array(TakeInFile).max(most.takes),
  choices: z.array(Choice).max(10 * most.takes),
})
export type ProjectFile = z.output<typeof ProjectFile>
