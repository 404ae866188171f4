import type { PresetNow } from '@storycanvas/api'
import { compilePreset, type ParameterValues, type Preset, PresetError, variantOf } from '@storycanvas/comfyui'
import { invalidField, RequestError } from '../platform/http/problem.ts'
import { storedIn } from './guides/stored.ts'
import type { GenerationKindName } from './kinds.ts'

/** What a person sets of a preset beside its words, by name; what is left out takes the preset's default. */
export type Settings = ParameterValues

type PresetSetting = PresetNow['settings'][number]['settings'][number]

/** Set by other means: the words of the panel, the seed, the shape of the project, and where a server keeps what it makes. */
const ours = new Set(['prompt', 'seed', 'width', 'height', 'prefix'])

/** The settings of one kind of thing that a preset makes, for forms. */
export function settingsFor(preset: Preset, kind: string): PresetSetting[] {
  const { parameters } = variantOf(preset, kind)
  const { frames, fps } = preset
  return [
    ...Object.entries(parameters).flatMap(([name, parameter]): PresetSetting[] => {
      if (ours.has(name) || parameter.kind === 'image' || parameter.kind === 'audio') return []
      const { default: usual, label = null, ...bounds } = parameter
      return [{ ...bounds, name, label, usual } as PresetSetting]
    }),
    ...(frames ? [{ name: 'frames', label: null, kind: 'integer' as const, ...onGrid(frames) }] : []),
    ...(fps ? [{ name: 'fps', label: null, kind: 'number' as const, min: fps.min, max: fps.max, usual: fps.default }] : []),
  ]
}

/** The least count that is right, from which whole steps lead to all others. */
const onGrid = ({ step, offset, min, max, default: usual }: NonNullable<Preset['frames']>) => ({
  step,
  min: min + ((((offset - min) % step) + step) % step),
  max,
  usual,
})

const uploadsOf = (preset: Preset, kind: string) =>
  Object.entries(variantOf(preset, kind).parameters).filter(([, one]) => one.kind === 'image' || one.kind === 'audio')

/** @throws RequestError that names every wrong setting, with the nearest right value */
export function requireSettings(preset: Preset | undefined, kind: GenerationKindName, settings: Settings): void {
  const names = Object.keys(settings)
  if (names.length === 0) return
  const [file] = storedIn(settings)
  if (file) throw invalidField(`parameters.${file.name}`, 'is a file: it goes in among the `guides`')
  const known = preset ? settingsFor(preset, kind).map(({ name }) => name) : []
  const strange = names.find(name => !known.includes(name))
  if (strange !== undefined)
    throw invalidField(
      `parameters.${strange}`,
      known.length === 0 ? 'cannot be set: this preset has no settings' : `is not one of: ${known.join(', ')}`,
    )
  if (!preset) return
  const uploads = uploadsOf(preset, kind)
  try {
    compilePreset(preset, kind, { parameters: { ...Object.fromEntries(uploads.map(([name]) => [name, 'there'])), ...settings } })
  } catch (error) {
    if (!(error instanceof PresetError)) throw error
    const errors = error.problems.map(({ field, message }) => ({
      field: `parameters.${field}`,
      message: message.replace(/\.$/, ''),
    }))
    throw new RequestError('invalid-request', 'One or more fields are not valid.', { errors })
  }
}
