import type { Preset } from '@storycanvas/api'
import type { z } from 'zod'
import { invalidField } from '../platform/http/problem.ts'

export const builtInArtist = { provider: 'built-in storyboard artist', model: 'storyboard 1' } as const

/** What can draw on this server. */
export const presets: readonly z.output<typeof Preset>[] = [
  {
    id: 'builtin-storyboard',
    name: 'Storyboard',
    provider: builtInArtist.provider,
    kinds: ['text-to-image'],
    builtIn: true,
    note: 'Draws tonal boards from shot, cast, place and light. Needs no model, no GPU and no key.',
  },
]

export function requirePreset(id: string, kind: string): void {
  const preset = presets.find(candidate => candidate.id === id)
  if (!preset) throw invalidField('preset', `is not one of: ${presets.map(candidate => candidate.id).join(', ')}`)
  if (!preset.kinds.some(known => known === kind)) throw invalidField('kind', `${preset.name} can do: ${preset.kinds.join(', ')}`)
}
