import { z } from 'zod'
import { after, basis, byId, flag, id, instant, milliseconds, text, times, version } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { CameraAngle, CameraMove, CutStyle, Framing, ShotSize } from '../vocabulary.ts'

/** A result of one generation. Takes are added and chosen, never overwritten. */
export const Take = z.object({
  id,
  projectId: id,
  panelId: id.nullable(),
  /** Of whom or of which place it is, where it is of no panel. */
  characterId: id.nullable(),
  locationId: id.nullable(),
  clipId: id.nullable(),
  generationId: id.nullable(),
  parentId: id.nullable(),
  kind: z.enum(['image', 'video']),
  /** Signed and short-lived: ask again instead of storing it. */
  url: z.string(),
  thumbnailUrl: z.string(),
  mediaType: z.string(),
  width: z.int(),
  height: z.int(),
  durationMs: z.int().nullable(),
  provider: z.string().meta({ examples: ['built-in storyboard artist'] }),
  model: z.string(),
  seed: z.int(),
  /** The inputs have changed since this take was made. */
  stale: z.boolean(),
  favourite: z.boolean(),
  branchId: id.nullable(),
  createdAt: instant,
})
export type Take = z.output<typeof Take>

export const DialogueLine = z.strictObject({
  characterId: id.nullable(),
  character: z.string().max(200),
  parenthetical: z.string().max(500),
  text: text(5000),
})
export type DialogueLine = z.output<typeof DialogueLine>

export const Panel = z.object({
  id,
  projectId: id,
  sceneId: id,
  position: z.string(),
  description: z.string(),
  dialogue: z.array(DialogueLine),
  shotSize: ShotSize,
  framing: Framing,
  angle: CameraAngle,
  lensMm: z.int().nullable(),
  cameraMove: CameraMove,
  /** From left to right in the frame. */
  characterIds: z.array(id),
  imagePrompt: z.string(),
  videoPrompt: z.string(),
  negativePrompt: z.string(),
  durationMs: z.int(),
  transition: CutStyle,
  status: z.enum(['empty', 'queued', 'drawing', 'drawn', 'failed']),
  chosenTake: Take.nullable(),
  takeCount: z.int(),
  version,
  ...times,
})
export type Panel = z.output<typeof Panel>

const fields = {
  description: text(20_000),
  dialogue: z.array(DialogueLine).max(100),
  shotSize: ShotSize,
  framing: Framing,
  angle: CameraAngle,
  lensMm: z.int().min(8).max(1200).nullable(),
  cameraMove: CameraMove,
  characterIds: z.array(id).max(50),
  imagePrompt: text(20_000),
  videoPrompt: text(20_000),
  negativePrompt: text(20_000),
  durationMs: milliseconds.max(600_000),
  transition: CutStyle,
}

/** Everything that went into a picture, by where it came from. */
export const PanelPrompt = z.object({
  prompt: z.string(),
  negativePrompt: z.string(),
  parts: z.array(
    z.object({
      source: z.enum(['style', 'instruction', 'location', 'character', 'panel', 'camera']),
      id: id.nullable(),
      label: z.string(),
      text: z.string(),
    }),
  ),
})

export type PanelPrompt = z.output<typeof PanelPrompt>

const on = { kind: 'object', object: 'panel', at: 'params.id' } as const
const inScene = { kind: 'object', object: 'scene', at: 'params.id' } as const

export const panels = routes({
  createPanel: {
    method: 'POST',
    path: '/api/v1/scenes/:id/panels',
    group: 'panels',
    summary: 'Add a panel to a scene',
    access: { ...inScene, action: 'edit' },
    status: 201,
    params: byId,
    body: z.strictObject({
      description: fields.description.default(''),
      dialogue: fields.dialogue.default([]),
      shotSize: ShotSize.default('medium'),
      framing: Framing.default('single'),
      angle: CameraAngle.default('eye-level'),
      lensMm: fields.lensMm.default(null),
      cameraMove: CameraMove.default('static'),
      characterIds: fields.characterIds.default([]),
      imagePrompt: fields.imagePrompt.default(''),
      videoPrompt: fields.videoPrompt.default(''),
      negativePrompt: fields.negativePrompt.default(''),
      durationMs: fields.durationMs.default(3000),
      transition: CutStyle.default('cut'),
      after,
    }),
    reply: json(Panel),
  },
  listPanels: {
    method: 'GET',
    path: '/api/v1/scenes/:id/panels',
    group: 'panels',
    summary: 'Panels of a scene in order',
    access: { ...inScene, action: 'view' },
    params: byId,
    query: z.object({ deleted: flag }),
    reply: json(z.object({ items: z.array(Panel) })),
  },
  getPanel: {
    method: 'GET',
    path: '/api/v1/panels/:id',
    group: 'panels',
    summary: 'One panel',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(Panel),
  },
  updatePanel: {
    method: 'PATCH',
    path: '/api/v1/panels/:id',
    group: 'panels',
    summary: 'Change, reorder, move to another scene',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject({ ...fields, sceneId: id, after, version: basis }).partial(),
    reply: json(Panel),
  },
  updatePanels: {
    method: 'PATCH',
    path: '/api/v1/projects/:id/panels',
    group: 'panels',
    summary: 'Give many panels the same values, or move them one behind the other into a scene; all of them or none',
    access: { kind: 'object', action: 'edit', object: 'project', at: 'params.id' },
    status: 204,
    params: byId,
    body: z
      .strictObject({
        shotSize: ShotSize,
        framing: Framing,
        angle: CameraAngle,
        lensMm: fields.lensMm,
        cameraMove: CameraMove,
        characterIds: fields.characterIds,
        durationMs: fields.durationMs,
        transition: CutStyle,
        sceneId: id,
        after,
      })
      .partial()
      .extend({ panelIds: z.array(id).min(1).max(1000) })
      .refine(({ sceneId, after }) => after === undefined || sceneId !== undefined, {
        path: ['sceneId'],
        message: 'is needed with after',
      }),
    reply: empty,
  },
  deletePanels: {
    method: 'POST',
    path: '/api/v1/projects/:id/panels/delete',
    group: 'panels',
    summary: 'Delete many panels, all of them or none; their takes stay',
    access: { kind: 'object', action: 'edit', object: 'project', at: 'params.id' },
    status: 204,
    params: byId,
    body: z.strictObject({ panelIds: z.array(id).min(1).max(1000) }),
    reply: empty,
  },
  deletePanel: {
    method: 'DELETE',
    path: '/api/v1/panels/:id',
    group: 'panels',
    summary: 'Delete a panel; its takes stay',
    access: { ...on, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restorePanel: {
    method: 'POST',
    path: '/api/v1/panels/:id/restore',
    group: 'panels',
    summary: 'Bring a deleted panel back',
    access: { ...on, action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Panel),
  },
  getPanelPrompt: {
    method: 'GET',
    path: '/api/v1/panels/:id/prompt',
    group: 'panels',
    summary: 'The prompt as it would be sent, with the source of each part',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(PanelPrompt),
  },
  listPanelTakes: {
    method: 'GET',
    path: '/api/v1/panels/:id/takes',
    group: 'panels',
    summary: 'All takes of a panel, newest first',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(z.object({ items: z.array(Take) })),
  },
  listDeletedTakes: {
    method: 'GET',
    path: '/api/v1/panels/:id/takes/deleted',
    group: 'panels',
    summary: 'Takes of a panel that were deleted and can be brought back, newest first',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(z.object({ items: z.array(Take) })),
  },
  chooseTake: {
    method: 'POST',
    path: '/api/v1/takes/:id/choose',
    group: 'panels',
    summary: 'Make this take the one its panel or clip shows',
    access: { kind: 'object', action: 'edit', object: 'take', at: 'params.id' },
    params: byId,
    reply: json(Take),
  },
})
