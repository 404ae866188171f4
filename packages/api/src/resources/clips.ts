import { z } from 'zod'
import { byId, frames, flag, id, line, page, pageQuery, text, times } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { Take } from './panels.ts'
import { track } from './timeline-edits.ts'

const Prompts = z.strictObject({ image: text(20_000), video: text(20_000), negative: text(20_000) })

/** A clip of the project's cut. Positions are whole frames on the project's rate. */
export const Clip = z.object({
  id,
  projectId: id,
  sceneId: id.nullable(),
  panelId: id.nullable(),
  name: z.string(),
  track: z.string().meta({ examples: ['V1'] }),
  startFrame: frames,
  durationFrames: frames,
  sourceInFrame: frames,
  prompts: Prompts,
  characterIds: z.array(id),
  chosenTakeId: id.nullable(),
  thumbnailUrl: z.string().nullable(),
  ...times,
})
export type Clip = z.output<typeof Clip>

const Position = z.strictObject({
  track,
  startFrame: frames,
  durationFrames: frames.min(1),
  sourceInFrame: frames.default(0),
  /** Accept the clip although it lies over others; the overlaps are reported instead of refused. */
  allowOverlap: z.boolean().default(false),
})

export const Overlap = z.object({ clipId: id, name: z.string(), startFrame: frames, endFrame: frames })

const clip = { kind: 'object', object: 'clip', at: 'params.id' } as const

export const clips = routes({
  createClip: {
    method: 'POST',
    path: '/api/v1/clips',
    group: 'clips',
    summary: 'Add a clip to the cut',
    access: { kind: 'object', action: 'edit', object: 'project', at: 'body.projectId' },
    status: 201,
    body: z.strictObject({
      projectId: id,
      sceneId: id.nullable().default(null),
      panelId: id.nullable().default(null),
      name: line(300),
      prompts: Prompts.default({ image: '', video: '', negative: '' }),
      position: Position,
    }),
    reply: json(z.object({ clip: Clip, overlaps: z.array(Overlap) })),
  },
  listClips: {
    method: 'GET',
    path: '/api/v1/clips',
    group: 'clips',
    summary: 'Clips of a project by track and position',
    access: { kind: 'object', action: 'view', object: 'project', at: 'query.projectId' },
    query: z.object({ projectId: id, sceneId: id.optional(), deleted: flag, ...pageQuery }),
    reply: json(page(Clip)),
  },
  getClip: {
    method: 'GET',
    path: '/api/v1/clips/:id',
    group: 'clips',
    summary: 'One clip',
    access: { ...clip, action: 'view' },
    params: byId,
    reply: json(Clip),
  },
  updateClip: {
    method: 'PATCH',
    path: '/api/v1/clips/:id',
    group: 'clips',
    summary: 'Rename a clip or tie it to a scene and panel',
    access: { ...clip, action: 'edit' },
    params: byId,
    body: z
      .strictObject({ name: line(300), sceneId: id.nullable(), panelId: id.nullable(), characterIds: z.array(id).max(50) })
      .partial(),
    reply: json(Clip),
  },
  deleteClip: {
    method: 'DELETE',
    path: '/api/v1/clips/:id',
    group: 'clips',
    summary: 'Take a clip out of the cut',
    access: { ...clip, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreClip: {
    method: 'POST',
    path: '/api/v1/clips/:id/restore',
    group: 'clips',
    summary: 'Put a removed clip back where it was',
    access: { ...clip, action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Clip),
  },
  getClipGallery: {
    method: 'GET',
    path: '/api/v1/clips/:id/gallery',
    group: 'clips',
    summary: 'Pictures and videos made for this clip and its panel, newest first',
    access: { ...clip, action: 'view' },
    params: byId,
    reply: json(z.object({ items: z.array(Take) })),
  },
  placeClip: {
    method: 'PUT',
    path: '/api/v1/clips/:id/timeline-position',
    group: 'clips',
    summary: 'Move or trim a clip; overlaps are refused unless allowed',
    access: { ...clip, action: 'edit' },
    params: byId,
    body: Position,
    reply: json(z.object({ clip: Clip, overlaps: z.array(Overlap) })),
  },
  setClipPrompts: {
    method: 'PUT',
    path: '/api/v1/clips/:id/prompts',
    group: 'clips',
    summary: 'Set the prompts of a clip',
    access: { ...clip, action: 'edit' },
    params: byId,
    body: Prompts,
    reply: json(Clip),
  },
})
