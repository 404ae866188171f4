import { z } from 'zod'
import { Preset } from './preset.ts'

/** What `preset.schema.json` holds: for editors, and for those who write presets. */
export function presetJsonSchema(): unknown {
  return { ...z.toJSONSchema(Preset, { io: 'input' }), title: 'A StoryCanvas preset' }
}
