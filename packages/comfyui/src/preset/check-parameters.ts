import { nearestOnGrid } from '../graph/step.ts'
import { checkSize } from './check-size.ts'
import { PresetError, type ParameterProblem, type Preset, type PresetParameter, type PresetVariant } from './preset.ts'

export type ParameterValue = string | number

/** Every parameter of the variant, and width, height, seed, prefix and, of films, frames and fps. */
export type ParameterValues = { readonly [name: string]: ParameterValue }

/** Larger ones do not come through JSON unchanged. */
const maxSeed = Number.MAX_SAFE_INTEGER

/**
 * Fills what was left out with defaults and checks everything. Nothing is rounded: what is wrong is refused with the
 * nearest right value, since the servers floor it without a word.
 *
 * @throws PresetError with all problems
 */
export function checkParameters(preset: Preset, variant: PresetVariant, given: ParameterValues): ParameterValues {
  const values: { readonly [name: string]: ParameterValue | undefined } = { ...defaultsOf(preset, variant), ...given }
  const problems = Object.keys(values).flatMap(field => {
    const value = values[field]
    if (!isKnown(preset, variant, field)) return [unknown(preset, variant, field)]
    if (Object.hasOwn(variant.parameters, field))
      return checkParameter(field, variant.parameters[field] as PresetParameter, value)
    return checkBuiltIn(preset, field, value)
  })
  const { width, height } = values
  const size = isFiniteNumber(width) && isFiniteNumber(height) ? checkSize(preset, { width, height }) : []
  if (problems.length > 0 || size.length > 0) throw new PresetError([...size, ...problems])
  return values as ParameterValues
}

function defaultsOf(preset: Preset, variant: PresetVariant) {
  return {
    ...preset.size.default,
    ...(preset.frames && { frames: preset.frames.default }),
    ...(preset.fps && { fps: preset.fps.default }),
    seed: 0,
    prefix: 'storycanvas',
    ...Object.fromEntries(
      Object.entries(variant.parameters).map(([name, one]) => [name, 'default' in one ? one.default : undefined]),
    ),
  }
}

const builtIns = ['width', 'height', 'seed', 'prefix']

function isKnown(preset: Preset, variant: PresetVariant, field: string) {
  if (Object.hasOwn(variant.parameters, field) || builtIns.includes(field)) return true
  return preset.medium === 'video' && (field === 'frames' || field === 'fps')
}

function unknown(preset: Preset, variant: PresetVariant, field: string): ParameterProblem {
  const film = preset.medium === 'video' ? ['frames', 'fps'] : []
  const known = [...builtIns, ...film, ...Object.keys(variant.parameters)]
  return { field, message: `${preset.name} has no such setting; it has ${known.join(', ')}.` }
}

function checkBuiltIn({ name, frames, fps }: Preset, field: string, value: unknown): ParameterProblem[] {
  if (field === 'prefix') return checkPrefix(value)
  if (field === 'fps' && fps !== undefined) return checkNumber(field, { ...fps, kind: 'number' }, value)
  if (field === 'seed') return checkNumber(field, { kind: 'integer', min: 0, max: maxSeed }, value)
  if (!isFiniteNumber(value)) return [{ field, message: `is a whole number, not ${JSON.stringify(value)}.` }]
  if (field !== 'frames' || frames === undefined) return []
  const nearest = nearestOnGrid(value, frames)
  if (nearest === value) return []
  const rule = frames.step === 1 ? 'a count' : `${frames.step}n+${frames.offset}`
  const message = `${name} makes ${rule} from ${frames.min} to ${frames.max} frames, not ${value}; the nearest is ${nearest}.`
  return [{ field, message, nearest }]
}

/** It becomes part of a path on the server. */
function checkPrefix(value: unknown): ParameterProblem[] {
  if (typeof value === 'string' && /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/.test(value) && value.length <= 150) return []
  return [{ field: 'prefix', message: 'is letters, digits, - and _, in folders parted by /.' }]
}

function checkParameter(field: string, parameter: PresetParameter, value: unknown): ParameterProblem[] {
  switch (parameter.kind) {
    case 'integer':
    case 'number':
      return checkNumber(field, parameter, value)
    case 'choice':
      if (parameter.options.some(option => option === value)) return []
      return [{ field, message: `is one of ${parameter.options.join(', ')}, not ${JSON.stringify(value)}.` }]
    case 'text':
      if (typeof value === 'string' && value.length <= 20_000) return []
      return [{ field, message: 'is a text of at most 20000 characters.' }]
    case 'image':
    case 'audio':
      if (typeof value === 'string' && value !== '') return []
      return [
        { field, message: `is needed: upload ${parameter.kind === 'image' ? 'a picture' : 'a sound'} and give its name here.` },
      ]
  }
}

type NumberRule = {
  readonly kind: 'integer' | 'number'
  readonly min: number
  readonly max: number
  readonly step?: number | undefined
}

function checkNumber(field: string, { kind, min, max, step }: NumberRule, value: unknown): ParameterProblem[] {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return [{ field, message: `is a number, not ${JSON.stringify(value)}.` }]
  const nearest =
    kind === 'integer' ? nearestOnGrid(value, { step: step ?? 1, offset: min, min, max }) : Math.min(max, Math.max(min, value))
  if (nearest === value) return []
  const what = kind === 'integer' ? 'a whole number' : 'a number'
  const steps = step === undefined ? '' : ` in steps of ${step}`
  return [{ field, message: `is ${what} from ${min} to ${max}${steps}, not ${value}; the nearest is ${nearest}.`, nearest }]
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value)
}
