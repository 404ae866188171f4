import type { Graph } from '../graph/graph.ts'

/** Models in video memory: the least recently used leaves first, several fit at once. */
export type Residency = {
  /** Seconds that loading takes; 0 when it is there. */
  readonly load: (file: string) => number
  readonly forget: () => void
  readonly has: (file: string) => boolean
  /** How many times something had to be loaded. */
  readonly loads: () => number
}

type ResidencyOptions = {
  /** Gigabytes, and gigabytes a second. */
  readonly memory: number
  readonly rate: number
  readonly sizeOf: (file: string) => number
}

export function createResidency({ memory, rate, sizeOf }: ResidencyOptions): Residency {
  const resident = new Map<string, number>()
  let loads = 0
  return {
    load: file => {
      const size = resident.get(file) ?? sizeOf(file)
      const isThere = resident.delete(file)
      resident.set(file, size)
      if (isThere) return 0
      loads += 1
      const used = () => [...resident.values()].reduce((sum, one) => sum + one, 0)
      for (const oldest of resident.keys()) {
        if (used() <= memory || oldest === file) break
        resident.delete(oldest)
      }
      return size / rate
    },
    forget: () => resident.clear(),
    has: file => resident.has(file),
    loads: () => loads,
  }
}

const fileInput = /^(ckpt|unet|clip|vae|lora|control_net|audio_encoder|model)_name\d*$|^text_encoder$/

/** Files that a node loads. */
export function filesOf(graph: Graph, nodeId: string): readonly string[] {
  return Object.entries(graph[nodeId]?.inputs ?? {}).flatMap(([input, value]) =>
    fileInput.test(input) && typeof value === 'string' ? [value] : [],
  )
}
