import { z } from 'zod'
import { basis, byId, colour, flag, id, line, page, pageQuery, text, times, version } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { Setting } from '../vocabulary.ts'
import { Clip } from './clips.ts'
import { PanelPrompt, Take } from './panels.ts'

/** An uploaded picture that a character or a place goes by. */
export const CastReference = z.object({
  id,
  name: z.string(),
  width: z.int(),
  height: z.int(),
  /** Signed and short-lived: ask again instead of storing it. */
  url: z.string(),
})
export type CastReference = z.output<typeof CastReference>

/** What a character and a place have alike beside their words. */
const alike = {
  references: z.array(CastReference),
  /** File name of a LoRA as servers know it, with its folder; empty without one. Presets of models that take LoRAs load it. */
  lora: z.string().meta({ examples: ['mara_v3.safetensors'] }),
  loraWeight: z.number(),
}
const alikeFields = {
  referenceIds: z.array(id).max(24),
  lora: text(300),
  loraWeight: z.number().min(-2).max(2),
}
const without = {
  referenceIds: alikeFields.referenceIds.default([]),
  lora: alikeFields.lora.default(''),
  loraWeight: alikeFields.loraWeight.default(1),
}

export const Character = z.object({
  id,
  projectId: id,
  name: z.string().meta({ examples: ['MARA'] }),
  description: z.string(),
  /** Words for the picture: face, hair, build, clothes. */
  look: z.string(),
  negativePrompt: z.string(),
  voice: z.string(),
  colour,
  ...alike,
  panelCount: z.int(),
  version,
  ...times,
})
export type Character = z.output<typeof Character>
const characterFields = {
  name: line(200),
  description: text(20_000),
  look: text(5000),
  negativePrompt: text(5000),
  voice: text(500),
  colour,
  ...alikeFields,
}

export const Location = z.object({
  id,
  projectId: id,
  name: z.string().meta({ examples: ['PROJECTION ROOM'] }),
  description: z.string(),
  look: z.string(),
  negativePrompt: z.string(),
  setting: Setting,
  ...alike,
  sceneCount: z.int(),
  version,
  ...times,
})
export type Location = z.output<typeof Location>
const locationFields = {
  name: line(200),
  description: text(20_000),
  look: text(5000),
  negativePrompt: text(5000),
  setting: Setting,
  ...alikeFields,
}

const inBody = { kind: 'object', action: 'edit', object: 'project', at: 'body.projectId' } as const
const inQuery = { kind: 'object', action: 'view', object: 'project', at: 'query.projectId' } as const
const character = { kind: 'object', object: 'character', at: 'params.id' } as const
const location = { kind: 'object', object: 'location', at: 'params.id' } as const
const listQuery = z.object({ projectId: id, search: text(200).optional(), deleted: flag, ...pageQuery })

export const cast = routes({
  createCharacter: {
    method: 'POST',
    path: '/api/v1/characters',
    group: 'characters',
    summary: 'Add a character',
    access: inBody,
    status: 201,
    body: z.strictObject({
      projectId: id,
      name: characterFields.name,
      description: characterFields.description.default(''),
      look: characterFields.look.default(''),
      negativePrompt: characterFields.negativePrompt.default(''),
      voice: characterFields.voice.default(''),
      colour: colour.optional(),
      ...without,
    }),
    reply: json(Character),
  },
  listCharacters: {
    method: 'GET',
    path: '/api/v1/characters',
    group: 'characters',
    summary: 'Characters of a project by name',
    access: inQuery,
    query: listQuery,
    reply: json(page(Character)),
  },
  getCharacter: {
    method: 'GET',
    path: '/api/v1/characters/:id',
    group: 'characters',
    summary: 'One character',
    access: { ...character, action: 'view' },
    params: byId,
    reply: json(Character),
  },
  updateCharacter: {
    method: 'PATCH',
    path: '/api/v1/characters/:id',
    group: 'characters',
    summary: 'Change a character',
    access: { ...character, action: 'edit' },
    params: byId,
    body: z.strictObject({ ...characterFields, version: basis }).partial(),
    reply: json(Character),
  },
  deleteCharacter: {
    method: 'DELETE',
    path: '/api/v1/characters/:id',
    group: 'characters',
    summary: 'Delete a character',
    access: { ...character, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreCharacter: {
    method: 'POST',
    path: '/api/v1/characters/:id/restore',
    group: 'characters',
    summary: 'Bring a deleted character back',
    access: { ...character, action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Character),
  },
  getCharacterPrompt: {
    method: 'GET',
    path: '/api/v1/characters/:id/prompt',
    group: 'characters',
    summary: 'What a model would be told for a picture of the character alone, with the source of each part',
    access: { ...character, action: 'view' },
    params: byId,
    reply: json(PanelPrompt),
  },
  listCharacterTakes: {
    method: 'GET',
    path: '/api/v1/characters/:id/takes',
    group: 'characters',
    summary: 'Pictures that were made of a character, newest first',
    access: { ...character, action: 'view' },
    params: byId,
    query: z.object({ deleted: flag, ...pageQuery }),
    reply: json(page(Take)),
  },
  applyCharacter: {
    method: 'POST',
    path: '/api/v1/characters/:id/apply/:clipId',
    group: 'characters',
    summary: 'Put a character into a clip and its panel: the look enters the prompts',
    access: { ...character, action: 'edit' },
    params: z.object({ id, clipId: id }),
    reply: json(Clip),
  },
  createLocation: {
    method: 'POST',
    path: '/api/v1/locations',
    group: 'locations',
    summary: 'Add a location',
    access: inBody,
    status: 201,
    body: z.strictObject({
      projectId: id,
      name: locationFields.name,
      description: locationFields.description.default(''),
      look: locationFields.look.default(''),
      negativePrompt: locationFields.negativePrompt.default(''),
      setting: Setting.default('unspecified'),
      ...without,
    }),
    reply: json(Location),
  },
  listLocations: {
    method: 'GET',
    path: '/api/v1/locations',
    group: 'locations',
    summary: 'Locations of a project by name',
    access: inQuery,
    query: listQuery,
    reply: json(page(Location)),
  },
  getLocation: {
    method: 'GET',
    path: '/api/v1/locations/:id',
    group: 'locations',
    summary: 'One location',
    access: { ...location, action: 'view' },
    params: byId,
    reply: json(Location),
  },
  updateLocation: {
    method: 'PATCH',
    path: '/api/v1/locations/:id',
    group: 'locations',
    summary: 'Change a location',
    access: { ...location, action: 'edit' },
    params: byId,
    body: z.strictObject({ ...locationFields, version: basis }).partial(),
    reply: json(Location),
  },
  deleteLocation: {
    method: 'DELETE',
    path: '/api/v1/locations/:id',
    group: 'locations',
    summary: 'Delete a location',
    access: { ...location, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreLocation: {
    method: 'POST',
    path: '/api/v1/locations/:id/restore',
    group: 'locations',
    summary: 'Bring a deleted location back',
    access: { ...location, action: 'edit', includeDeleted: true },
    params: byId,
    reply: json(Location),
  },
  getLocationPrompt: {
    method: 'GET',
    path: '/api/v1/locations/:id/prompt',
    group: 'locations',
    summary: 'What a model would be told for a picture of the location alone, with the source of each part',
    access: { ...location, action: 'view' },
    params: byId,
    reply: json(PanelPrompt),
  },
  listLocationTakes: {
    method: 'GET',
    path: '/api/v1/locations/:id/takes',
    group: 'locations',
    summary: 'Pictures that were made of a location, newest first',
    access: { ...location, action: 'view' },
    params: byId,
    query: z.object({ deleted: flag, ...pageQuery }),
    reply: json(page(Take)),
  },
})
