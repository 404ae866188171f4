import type { Preset } from '@storycanvas/api'
import { type Preset as ModelPreset, readBuiltInPresets } from '@storycanvas/comfyui'
import type { z } from 'zod'
import { guidesOfKind, guidesOfModel } from './guides/taken.ts'
import { hostedPresets } from './hosted/catalogue.ts'
import type { GenerationKindName } from './kinds.ts'
import { settingsFor } from './settings.ts'
import type { Shelf } from './shelf/shelf.ts'
import { invalidField } from '../platform/http/problem.ts'

export const builtInArtist = { provider: 'built-in storyboard artist', model: 'storyboard 1' } as const

export const builtInPreset = 'builtin-storyboard'

/** Models that come with StoryCanvas and run on servers of the pool, by id. */
export const modelPresets: ReadonlyMap<string, ModelPreset> = new Map(readBuiltInPresets().map(preset => [preset.id, preset]))

export const poolProvider = 'ComfyUI'

type Entry = z.output<typeof Preset>

const artistEntry: Entry = {
  id: builtInPreset,
  name: 'Storyboard',
  provider: builtInArtist.provider,
  kinds: ['text-to-image'],
  builtIn: true,
  note: 'Draws tonal boards from shot, cast, place and light. Needs no model, no GPU and no key.',
  ...{ limits: [], files: [], memory: null, settings: [], guides: [], own: false },
}

const entryOfModel = (preset: ModelPreset, own: boolean): Entry => {
  const { id, name, note, memory, files } = preset
  return {
    ...{ id, name, provider: poolProvider, kinds: kindsOf(preset), builtIn: false, note, memory, own },
    limits: limitsOf(preset),
    files: Object.values(files).flatMap(({ names }) => names[0] ?? []),
    settings: kindsOf(preset).map(kind => ({ kind, settings: settingsFor(preset, kind) })),
    guides: kindsOf(preset).map(kind => ({ kind, guides: guidesOfModel(preset, kind).guides })),
  }
}

const modelEntries = [...modelPresets.values()].map(preset => entryOfModel(preset, false))

const hostedEntries = hostedPresets.map(
  ({ id, name, provider, kinds, note }): Entry => ({
    ...{ id, name, provider, kinds: [...kinds], note },
    ...{ builtIn: false, limits: [], files: [], memory: null, settings: [], own: false },
    guides: kinds.map(kind => ({ kind, guides: guidesOfKind(kind) })),
  }),
)

/** What can draw here: our own artist, what was brought to this install, what comes with StoryCanvas, hosted services. */
export function offered({ models, own }: Pick<Shelf, 'models' | 'own'>): Entry[] {
  const brought = [...own()].flatMap(id => models.get(id) ?? [])
  return [artistEntry, ...brought.map(preset => entryOfModel(preset, true)), ...modelEntries, ...hostedEntries]
}

function kindsOf({ kinds }: ModelPreset): GenerationKindName[] {
  return Object.keys(kinds) as GenerationKindName[]
}

export function requirePreset(shelf: Pick<Shelf, 'models' | 'own'>, id: string, kind: string): Entry {
  const presets = offered(shelf)
  const preset = presets.find(candidate => candidate.id === id)
  if (!preset) throw invalidField('preset', `is not one of: ${presets.map(candidate => candidate.id).join(', ')}`)
  if (!preset.kinds.some(known => known === kind)) throw invalidField('kind', `${preset.name} can do: ${preset.kinds.join(', ')}`)
  return preset
}

function limitsOf({ size, frames, fps }: ModelPreset): string[] {
  const steps = size.multiple === 1 ? '' : ` in steps of ${size.multiple}`
  const sides = `${size.min} to ${size.max} pixels a side${steps}, best at ${size.default.width} × ${size.default.height}`
  if (!frames || !fps) return [sides]
  const counts = `${frames.min} to ${frames.max} frames${frames.step === 1 ? '' : `, ${frames.step}n+${frames.offset}`}`
  return [sides, `${counts}, at ${fps.default} a second`]
}
