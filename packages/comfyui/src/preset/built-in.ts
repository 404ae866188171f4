import { readdirSync, readFileSync } from 'node:fs'
import { checkReferences } from './check-references.ts'
import { Preset } from './preset.ts'

const folder = new URL('../../presets/', import.meta.url)

/** The presets that come with the package, in the order of their ids. Read anew each time: keep what you get. */
export function readBuiltInPresets(): readonly Preset[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => readPreset(readFileSync(new URL(name, folder), 'utf8')))
}

/**
 * Reads a preset that a user wrote.
 *
 * @throws ZodError that names the field, SyntaxError when it is no JSON, PresetError when the graph names what is not described
 */
export function readPreset(text: string): Preset {
  const preset = Preset.parse(JSON.parse(text))
  checkReferences(preset)
  return preset
}
