import type { Graph } from './graph.ts'

/**
 * What a graph wants in a server's memory. Two graphs of the same `heavy` key share their large models, of the same
 * `exact` key everything that is loaded. Hashing all loaders into one key finds hardly any match (kind_robots#2521), so
 * there are two.
 */
export type ModelStack = {
  /** Checkpoints and diffusion models, sorted. */
  readonly heavy: readonly string[]
  /** And text encoders, VAEs, LoRAs, control nets, with the precision they are loaded in. */
  readonly exact: readonly string[]
}

const heavyInput = /^(ckpt|unet)_name$/
const lightInput = /^(clip|vae|lora|control_net|style_model|model|audio_encoder|gligen)_name\d*$|^text_encoder$|^weight_dtype$/

/** Reads any graph, also one of a stranger in a server's queue. */
export function modelStack(graph: Graph): ModelStack {
  const heavy = new Set<string>()
  const exact = new Set<string>()
  for (const { inputs } of Object.values(graph))
    for (const [input, value] of Object.entries(inputs)) {
      if (typeof value !== 'string') continue
      if (heavyInput.test(input)) heavy.add(value)
      if (heavyInput.test(input) || (lightInput.test(input) && value !== 'default')) exact.add(value)
    }
  return { heavy: [...heavy].sort(), exact: [...exact].sort() }
}
