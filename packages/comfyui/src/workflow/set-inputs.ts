import type { Graph, InputValue } from '../graph/graph.ts'
import { WorkflowError } from './read.ts'

/** Where the values of a user's own names go in a graph; one name may go to several places. */
export type InputMapping = readonly { readonly name: string; readonly nodeId: string; readonly input: string }[]

/**
 * The graph with values set; names without a value keep what the graph has.
 *
 * @throws WorkflowError when a place is not there, or a value has no place
 */
export function setInputs(graph: Graph, mapping: InputMapping, values: { readonly [name: string]: InputValue }): Graph {
  const unplaced = Object.keys(values).find(name => mapping.every(place => place.name !== name))
  if (unplaced !== undefined) throw new WorkflowError(`Nothing in the workflow is mapped to ${unplaced}.`)
  const changed: { [nodeId: string]: Graph[string] } = { ...graph }
  for (const { name, nodeId, input } of mapping) {
    const node = Object.hasOwn(changed, nodeId) ? changed[nodeId] : undefined
    if (node === undefined || !Object.hasOwn(node.inputs, input))
      throw new WorkflowError(`${name} is mapped to ${nodeId}.${input}, which the workflow does not have.`)
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value !== undefined) changed[nodeId] = { ...node, inputs: { ...node.inputs, [input]: value } }
  }
  return changed
}
