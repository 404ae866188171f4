import type { ParameterValues } from './check-parameters.ts'
import type { Preset } from './preset.ts'

/**
 * `base + perMegapixelStep · work` seconds; `work` is steps × millions of pixels × frames. What a server really takes is
 * learnt as two numbers per server and preset, so both parts are given apart.
 */
export type CostEstimate = { readonly seconds: number; readonly work: number }

/** On the reference card; `parameters` as `compilePreset` gives them. */
export function estimateCost({ cost }: Preset, parameters: ParameterValues): CostEstimate {
  const number = (name: string, otherwise: number) => (typeof parameters[name] === 'number' ? parameters[name] : otherwise)
  const megapixels = (number('width', 1024) * number('height', 1024)) / 1e6
  const work = number('steps', 20) * megapixels * number('frames', 1)
  return { seconds: cost.base + cost.perMegapixelStep * work, work }
}
