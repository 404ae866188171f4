import type { Preset } from '@storycanvas/api'
import { type Preset as ModelPreset, readBuiltInPresets } from '@storycanvas/comfyui'
import type { z } from 'zod'
import { invalidField } from '../platform/http/problem.ts'

export const builtInArtist = { provider: 'built-in storyboard artist', model: 'storyboard 1' } as const

export const builtInPreset = 'builtin-storyboard'

/** Models that the servers of the pool run, by id. */
export const modelPresets: ReadonlyMap<string, ModelPreset> = new Map(readBuiltInPresets().map(preset => [preset.id, preset]))

export const poolProvider = 'ComfyUI'

type Entry = z.output<typeof Preset>

/** What can draw here. */
export const presets: readonly Entry[] = [
  {
    id: builtInPreset,
    name: 'Storyboard',
    provider: builtInArtist.provider,
    kinds: ['text-to-image'],
    builtIn: true,
    note: 'Draws tonal boards from shot, cast, place and light. Needs no model, no GPU and no key.',
  },
  ...[...modelPresets.values()].map(({ id, name, kinds, note }): Entry => {
    return { id, name, provider: poolProvider, kinds: Object.keys(kinds) as Entry['kinds'], builtIn: false, note }
  }),
]

export function requirePreset(id: string, kind: string): Entry {
  const preset = presets.find(candidate => candidate.id === id)
  if (!preset) throw invalidField('preset', `is not one of: ${presets.map(candidate => candidate.id).join(', ')}`)
  if (!preset.kinds.some(known => known === kind)) throw invalidField('kind', `${preset.name} can do: ${preset.kinds.join(', ')}`)
  return preset
}
