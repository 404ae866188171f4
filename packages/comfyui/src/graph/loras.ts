import { type Graph, type GraphNode, isLink } from './graph.ts'

/** A file of small weights that bends a model towards a person, a place or a hand; `weight` 0 leaves the model as it is. */
export type Lora = { readonly file: string; readonly weight: number }

/** Classes that give a model as their first output, and whether the second is the text encoder that belongs to it. */
const loaders: { readonly [className: string]: { readonly hasClip: boolean } } = {
  CheckpointLoaderSimple: { hasClip: true },
  UNETLoader: { hasClip: false },
}

/**
 * The same graph with the LoRAs between each loader of a model and all that uses it, in order. A graph with several models,
 * as those of high and low noise, gets them behind each. Null where the graph loads no model in a way that is known.
 */
export function withLoras(graph: Graph, loras: readonly Lora[]): Graph | null {
  if (loras.length === 0) return graph
  const loading = Object.entries(graph).filter(([, { class_type }]) => Object.hasOwn(loaders, class_type))
  if (loading.length === 0) return null
  const chains = new Map(loading.map(([id, { class_type }]) => [id, chainBehind(graph, id, class_type, loras)]))
  const rewired = Object.entries(graph).map(([id, node]): [string, GraphNode] => [id, behindChains(node, chains)])
  return Object.fromEntries([...rewired, ...[...chains.values()].flatMap(({ nodes }) => nodes)])
}

type Chain = { readonly nodes: readonly [string, GraphNode][]; readonly end: string; readonly slots: number }

function chainBehind(graph: Graph, loaderId: string, className: string, loras: readonly Lora[]): Chain {
  const hasClip = loaders[className]?.hasClip ?? false
  let end = loaderId
  const nodes = loras.map(({ file, weight }, index): [string, GraphNode] => {
    let id = `${loaderId}-lora-${index + 1}`
    while (Object.hasOwn(graph, id)) id += '-'
    const inputs = {
      model: [end, 0] as const,
      ...(hasClip && { clip: [end, 1] as const, strength_clip: weight }),
      ...{ lora_name: file, strength_model: weight },
    }
    end = id
    return [id, { class_type: hasClip ? 'LoraLoader' : 'LoraLoaderModelOnly', inputs }]
  })
  return { nodes, end, slots: hasClip ? 2 : 1 }
}

function behindChains(node: GraphNode, chains: ReadonlyMap<string, Chain>): GraphNode {
  const inputs = Object.entries(node.inputs).map(([input, value]) => {
    const chain = isLink(value) ? chains.get(value[0]) : undefined
    return [input, chain && isLink(value) && value[1] < chain.slots ? [chain.end, value[1]] : value] as const
  })
  return { ...node, inputs: Object.fromEntries(inputs) }
}
