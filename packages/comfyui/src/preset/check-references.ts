import { checkParameters } from './check-parameters.ts'
import { PresetError, variantOf, type ParameterProblem, type Preset, type PresetVariant } from './preset.ts'

/**
 * Holds the parts of a preset against each other: what the graph names is described, links lead somewhere, defaults are
 * right by the preset's own rules.
 *
 * @throws PresetError with all problems
 */
export function checkReferences(preset: Preset): void {
  const problems = Object.keys(preset.kinds).flatMap(kind => checkVariant(preset, variantOf(preset, kind), `kinds.${kind}`))
  if (problems.length > 0) throw new PresetError(problems)
}

function checkVariant(preset: Preset, variant: PresetVariant, at: string): ParameterProblem[] {
  const builtIn = new Set(['width', 'height', 'seed', 'prefix', ...(preset.medium === 'video' ? ['frames', 'fps'] : [])])
  const isDescribed = (name: string) => builtIn.has(name) || Object.hasOwn(variant.parameters, name)
  const named = Object.entries(variant.graph).flatMap(([nodeId, node]) =>
    Object.entries(node.inputs).flatMap(([input, value]) => {
      const field = `${at}.graph.${nodeId}.${input}`
      if (typeof value !== 'object' || '__value__' in value) return []
      if (Array.isArray(value))
        return Object.hasOwn(variant.graph, value[0]) ? [] : [{ field, message: `There is no node ${value[0]}.` }]
      if ('$file' in value) {
        return Object.hasOwn(variant.files, value.$file) ? [] : [{ field, message: `There is no file ${value.$file}.` }]
      }
      return isDescribed(value.$) ? [] : [{ field, message: `There is no parameter ${value.$}.` }]
    }),
  )
  return [...named, ...checkDefaults(preset, variant, at)]
}

function checkDefaults(preset: Preset, variant: PresetVariant, at: string): ParameterProblem[] {
  const uploads = Object.entries(variant.parameters).filter(([, { kind }]) => kind === 'image' || kind === 'audio')
  try {
    checkParameters(preset, variant, Object.fromEntries(uploads.map(([name]) => [name, 'uploaded'])))
    return []
  } catch (error) {
    if (!(error instanceof PresetError)) throw error
    return error.problems.map(problem => ({ ...problem, field: `${at}, default of ${problem.field}` }))
  }
}
