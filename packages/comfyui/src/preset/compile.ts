import type { Graph, InputValue } from '../graph/graph.ts'
import { checkParameters, type ParameterValues } from './check-parameters.ts'
import { variantOf, type Preset, type PresetInput, type PresetVariant } from './preset.ts'

export type CompileOptions = {
  /** Anything left out takes its default. */
  readonly parameters?: ParameterValues
  /** Name of each file as the server spells it, from `checkEligibility`; the preferred names when left out. */
  readonly files?: { readonly [file: string]: string }
}

export type Compiled = {
  readonly graph: Graph
  /** With all defaults filled in: what a take has to remember to be made again. */
  readonly parameters: ParameterValues
}

/**
 * The graph of a preset in API format, ready to submit.
 *
 * @throws PresetError when a parameter is not what the preset takes
 */
export function compilePreset(
  preset: Preset,
  kind: string,
  { parameters: given = {}, files = {} }: CompileOptions = {},
): Compiled {
  const variant = variantOf(preset, kind)
  const parameters = checkParameters(preset, variant, given)
  const fill = (value: PresetInput) => filled(value, variant, parameters, files)
  const graph = Object.fromEntries(
    Object.entries(variant.graph).map(([nodeId, node]) => [
      nodeId,
      { ...node, inputs: Object.fromEntries(Object.entries(node.inputs).map(([input, value]) => [input, fill(value)])) },
    ]),
  )
  return { graph, parameters }
}

function filled(
  value: PresetInput,
  variant: PresetVariant,
  parameters: ParameterValues,
  files: { readonly [file: string]: string },
): InputValue {
  if (typeof value !== 'object' || Array.isArray(value) || '__value__' in value) return value
  if ('$file' in value) {
    const name = files[value.$file] ?? variant.files[value.$file]?.names[0]
    if (name === undefined) throw new TypeError(`The preset names a file ${value.$file} that it does not describe.`)
    return name
  }
  const set = parameters[value.$]
  if (set === undefined) throw new TypeError(`The preset names a parameter ${value.$} that it does not describe.`)
  return value.times === undefined ? set : Math.round(Number(set) * value.times)
}
