import { z } from 'zod'
import { byId, id, text } from '../fields.ts'
import { json, routes } from '../route.ts'
import { ShotSize } from '../vocabulary.ts'

/** The panels that the text of a scene gives, laid over those that it has. */
export const ScenePlan = z.object({
  writer: z.literal('built-in writer'),
  panels: z.array(
    z.object({
      /** Null: a new one. Those that stay keep their takes and whatever was changed in them by hand. */
      panelId: id.nullable(),
      description: z.string(),
      shotSize: ShotSize,
      dialogue: z.array(z.object({ character: z.string(), text: z.string() })),
      durationMs: z.int(),
    }),
  ),
  /** Panels without takes that the text has no use for any more; they go to the trash. */
  leavingPanelIds: z.array(id),
  /** Scenes that open within the text, each with a heading of its own. */
  furtherScenes: z.array(z.object({ heading: z.string().meta({ examples: ['EXT. STREET - DAWN'] }), panelCount: z.int() })),
  /** Names that the project does not know yet. */
  newCharacters: z.array(z.string().meta({ examples: ['Mara'] })),
  durationMs: z.int(),
})
export type ScenePlan = z.output<typeof ScenePlan>

const onScene = { kind: 'object', object: 'scene', at: 'params.id' } as const
const body = z.strictObject({ text: text(200_000).meta({ examples: ['Mara threads the reel.\n\nMARA\nOnce more.'] }) })

export const scenePlans = routes({
  planScenePanels: {
    method: 'POST',
    path: '/api/v1/scenes/:id/plan',
    group: 'scenes',
    summary: 'Which panels a scene would have if it read so; makes nothing',
    access: { ...onScene, action: 'view' },
    limit: { max: 300, seconds: 60 },
    params: byId,
    body,
    reply: json(ScenePlan),
  },
  makeScenePanels: {
    method: 'POST',
    path: '/api/v1/scenes/:id/plan/apply',
    group: 'scenes',
    summary: 'Give a scene the panels of its text, which the body repeats; refused where the text reads otherwise by now',
    access: { ...onScene, action: 'edit' },
    params: byId,
    body,
    reply: json(
      z.object({ addedPanelIds: z.array(id), trashedPanelIds: z.array(id), addedSceneIds: z.array(id), panelCount: z.int() }),
    ),
  },
})
