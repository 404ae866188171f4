import { z } from 'zod'
import { after, byId, flag, frames, id, line, page, pageQuery, text, times } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { CutStyle, Setting, TimeOfDay } from '../vocabulary.ts'

export const Instruction = z.object({
  id,
  projectId: id,
  scope: z.enum(['writing', 'image', 'video', 'all']),
  text: z.string(),
  enabled: z.boolean(),
  position: z.string(),
  ...times,
})
export type Instruction = z.output<typeof Instruction>
const instructionFields = { scope: Instruction.shape.scope, text: text(5000).min(1), enabled: z.boolean() }

export const Chapter = z.object({ id, projectId: id, title: z.string(), synopsis: z.string(), position: z.string(), ...times })
export type Chapter = z.output<typeof Chapter>
const chapterFields = { title: line(300), synopsis: text(20_000) }

export const Scene = z.object({
  id,
  projectId: id,
  chapterId: id,
  position: z.string(),
  /** Scene number of the screenplay. */
  number: z.string().nullable(),
  heading: z.string().meta({ examples: ['INT. PROJECTION ROOM - NIGHT'] }),
  setting: Setting,
  timeOfDay: TimeOfDay,
  locationId: id.nullable(),
  synopsis: z.string(),
  text: z.string(),
  mood: z.string(),
  characterIds: z.array(id),
  /** How the scene hands over to the next one. */
  transition: CutStyle,
  durationMs: z.int(),
  panelCount: z.int(),
  ...times,
})
export type Scene = z.output<typeof Scene>

const sceneFields = {
  number: line(20).nullable(),
  heading: line(300),
  setting: Setting,
  timeOfDay: TimeOfDay,
  locationId: id.nullable(),
  synopsis: text(20_000),
  text: text(200_000),
  mood: text(200),
  characterIds: z.array(id).max(100),
  transition: CutStyle,
}

const Range = z.object({ startFrame: frames, endFrame: frames })
export const TimelineAnalysis = z.object({
  sceneId: id,
  startFrame: frames,
  durationFrames: frames,
  durationMs: z.int(),
  clipCount: z.int(),
  /** Stretches inside the scene that no clip covers. */
  gaps: z.array(Range),
  overlaps: z.array(Range.extend({ clipIds: z.array(id) })),
  shotSizes: z.record(z.string(), z.int()),
  averageShotMs: z.int(),
  shortestShotMs: z.int(),
  longestShotMs: z.int(),
  dialogueMs: z.int(),
})

const inProject = { kind: 'object', object: 'project', at: 'params.id' } as const
const on = <const O extends 'instruction' | 'chapter' | 'scene'>(object: O) =>
  ({ kind: 'object', object, at: 'params.id' }) as const

export const story = routes({
  createInstruction: {
    method: 'POST',
    path: '/api/v1/projects/:id/instructions',
    group: 'instructions',
    summary: 'Add a standing direction that enters every prompt of its scope',
    access: { ...inProject, action: 'edit' },
    status: 201,
    params: byId,
    body: z.strictObject({
      ...instructionFields,
      scope: instructionFields.scope.default('all'),
      enabled: z.boolean().default(true),
      after,
    }),
    reply: json(Instruction),
  },
  listInstructions: {
    method: 'GET',
    path: '/api/v1/projects/:id/instructions',
    group: 'instructions',
    summary: 'Standing directions in order',
    access: { ...inProject, action: 'view' },
    params: byId,
    query: z.object({ deleted: flag }),
    reply: json(z.object({ items: z.array(Instruction) })),
  },
  updateInstruction: {
    method: 'PATCH',
    path: '/api/v1/instructions/:id',
    group: 'instructions',
    summary: 'Change, switch on or off, reorder',
    access: { ...on('instruction'), action: 'edit' },
    params: byId,
    body: z.strictObject({ ...instructionFields, after }).partial(),
    reply: json(Instruction),
  },
  deleteInstruction: {
    method: 'DELETE',
    path: '/api/v1/instructions/:id',
    group: 'instructions',
    summary: 'Delete a direction',
    access: { ...on('instruction'), action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreInstruction: {
    method: 'POST',
    path: '/api/v1/instructions/:id/restore',
    group: 'instructions',
    summary: 'Bring a deleted direction back',
    access: { ...on('instruction'), action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Instruction),
  },
  createChapter: {
    method: 'POST',
    path: '/api/v1/projects/:id/chapters',
    group: 'chapters',
    summary: 'Add a chapter',
    access: { ...inProject, action: 'edit' },
    status: 201,
    params: byId,
    body: z.strictObject({ title: chapterFields.title, synopsis: chapterFields.synopsis.default(''), after }),
    reply: json(Chapter),
  },
  listChapters: {
    method: 'GET',
    path: '/api/v1/projects/:id/chapters',
    group: 'chapters',
    summary: 'Chapters in order',
    access: { ...inProject, action: 'view' },
    params: byId,
    query: z.object({ deleted: flag }),
    reply: json(z.object({ items: z.array(Chapter) })),
  },
  getChapter: {
    method: 'GET',
    path: '/api/v1/chapters/:id',
    group: 'chapters',
    summary: 'One chapter',
    access: { ...on('chapter'), action: 'view' },
    params: byId,
    reply: json(Chapter),
  },
  updateChapter: {
    method: 'PATCH',
    path: '/api/v1/chapters/:id',
    group: 'chapters',
    summary: 'Change or reorder a chapter',
    access: { ...on('chapter'), action: 'edit' },
    params: byId,
    body: z.strictObject({ ...chapterFields, after }).partial(),
    reply: json(Chapter),
  },
  deleteChapter: {
    method: 'DELETE',
    path: '/api/v1/chapters/:id',
    group: 'chapters',
    summary: 'Delete a chapter with its scenes and panels',
    access: { ...on('chapter'), action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreChapter: {
    method: 'POST',
    path: '/api/v1/chapters/:id/restore',
    group: 'chapters',
    summary: 'Bring a deleted chapter back with what was deleted along with it',
    access: { ...on('chapter'), action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Chapter),
  },
  createScene: {
    method: 'POST',
    path: '/api/v1/scenes',
    group: 'scenes',
    summary: 'Add a scene to a chapter',
    access: { kind: 'object', action: 'edit', object: 'chapter', at: 'body.chapterId' },
    status: 201,
    body: z.strictObject({
      chapterId: id,
      heading: sceneFields.heading,
      number: sceneFields.number.default(null),
      setting: Setting.default('unspecified'),
      timeOfDay: TimeOfDay.default('unspecified'),
      locationId: id.nullable().default(null),
      synopsis: sceneFields.synopsis.default(''),
      text: sceneFields.text.default(''),
      mood: sceneFields.mood.default(''),
      characterIds: sceneFields.characterIds.default([]),
      transition: CutStyle.default('cut'),
      after,
    }),
    reply: json(Scene),
  },
  listScenes: {
    method: 'GET',
    path: '/api/v1/scenes',
    group: 'scenes',
    summary: 'Scenes of a project in order',
    access: { kind: 'object', action: 'view', object: 'project', at: 'query.projectId' },
    query: z.object({
      projectId: id,
      chapterId: id.optional(),
      search: text(200).optional(),
      deleted: flag,
      ...pageQuery,
    }),
    reply: json(page(Scene)),
  },
  getScene: {
    method: 'GET',
    path: '/api/v1/scenes/:id',
    group: 'scenes',
    summary: 'One scene',
    access: { ...on('scene'), action: 'view' },
    params: byId,
    reply: json(Scene),
  },
  updateScene: {
    method: 'PATCH',
    path: '/api/v1/scenes/:id',
    group: 'scenes',
    summary: 'Change, reorder, move to another chapter',
    access: { ...on('scene'), action: 'edit' },
    params: byId,
    body: z.strictObject({ ...sceneFields, chapterId: id, after }).partial(),
    reply: json(Scene),
  },
  deleteScene: {
    method: 'DELETE',
    path: '/api/v1/scenes/:id',
    group: 'scenes',
    summary: 'Delete a scene with its panels',
    access: { ...on('scene'), action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreScene: {
    method: 'POST',
    path: '/api/v1/scenes/:id/restore',
    group: 'scenes',
    summary: 'Bring a deleted scene back with what was deleted along with it',
    access: { ...on('scene'), action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Scene),
  },
  analyseSceneTimeline: {
    method: 'GET',
    path: '/api/v1/scenes/:id/timeline-analysis',
    group: 'scenes',
    summary: 'Length, gaps, overlaps and shot statistics of a scene in the cut',
    access: { ...on('scene'), action: 'view' },
    params: byId,
    reply: json(TimelineAnalysis),
  },
})
