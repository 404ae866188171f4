import { isLink, nodeTitle, type Graph, type InputValue, type Link } from './graph.ts'
import { widgetTypes, type InputSpec, type ObjectInfo } from './object-info.ts'
import { describeValue, namesModelFile, type GraphProblem, type GraphProblemKind } from './problem.ts'
import { nearestOnGrid } from './step.ts'

export type InputPlace = {
  readonly graph: Graph
  readonly info: ObjectInfo
  readonly nodeId: string
  readonly nodeClass: string
  readonly input: string
}

/** The first thing that is wrong with one input, or undefined. */
export function checkInput(place: InputPlace, spec: InputSpec, value: InputValue | undefined): GraphProblem | undefined {
  if (value === undefined) {
    if (!spec.isRequired) return undefined
    return problem(place, 'required_input_missing', 'is missing', `Give it ${aKind(spec.type)}.`)
  }
  if (Array.isArray(value)) return checkLink(place, spec, value)
  const unwrapped = typeof value === 'object' && value !== null && '__value__' in value ? value.__value__ : value
  return checkType(place, spec, unwrapped) ?? checkRange(place, spec, unwrapped) ?? checkChoice(place, spec, unwrapped)
}

function checkLink(place: InputPlace, spec: InputSpec, value: readonly unknown[]): GraphProblem | undefined {
  const { graph, info } = place
  if (!isLink(value)) {
    const remedy = 'A link is [node id, output number]; wrap a list of values as {"__value__": […]}.'
    return { ...problem(place, 'bad_linked_input', 'is no link', remedy), received: describeValue(value) }
  }
  const given = linkedType(graph, info, value)
  if (given === undefined) {
    const remedy = 'Link it to a node of the workflow and an output that it has.'
    const what = `is linked to output ${value[1]} of node ${value[0]}, which is not there`
    return { ...problem(place, 'bad_linked_input', what, remedy), received: describeValue(value) }
  }
  if (areCompatible(given, spec.type)) return undefined
  const what = `takes ${spec.type}, but “${nodeTitle(graph, value[0])}” gives ${given}`
  return { ...problem(place, 'return_type_mismatch', what, `Link it to ${aKind(spec.type)}.`), received: given }
}

function linkedType(graph: Graph, info: ObjectInfo, [nodeId, slot]: Link): string | undefined {
  const source = Object.hasOwn(graph, nodeId) ? graph[nodeId] : undefined
  return source && info.get(source.class_type)?.outputs[slot]
}

/** As ComfyUI compares: one type in common, or any. */
function areCompatible(given: string, taken: string): boolean {
  const types = (text: string) => text.split(',').map(type => type.trim())
  const isAny = (type: string) => type === '*' || type.startsWith('COMFY_MATCHTYPE')
  return types(taken).some(type => isAny(type) || types(given).some(one => isAny(one) || one === type))
}

function checkType(place: InputPlace, spec: InputSpec, value: unknown): GraphProblem | undefined {
  const types = spec.type.split(',').map(type => type.trim())
  if (!types.some(type => widgetTypes.has(type))) {
    // A type of a custom node may well be typed in; one that other nodes give cannot.
    const isGiven = [...place.info.values()].some(({ outputs }) => outputs.some(type => types.includes(type)))
    if (!isGiven) return undefined
    return wrong(place, value, `takes a link to ${aKind(spec.type)}`, `Link it to ${aKind(spec.type)}.`)
  }
  if (types.some(type => hasType(type, value))) return undefined
  return wrong(place, value, `takes ${aKind(spec.type)}`, `Give it ${aKind(spec.type)}.`)
}

function hasType(type: string, value: unknown): boolean {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (type === 'INT') return Number.isInteger(number)
  if (type === 'FLOAT') return typeof number === 'number' && Number.isFinite(number)
  if (type === 'STRING') return typeof value === 'string' || typeof value === 'number'
  if (type === 'BOOLEAN') return typeof value === 'boolean'
  return true
}

function checkRange(place: InputPlace, { type, min, max, step }: InputSpec, value: unknown): GraphProblem | undefined {
  if (type !== 'INT' && type !== 'FLOAT') return undefined
  const number = Number(value)
  const received = describeValue(value)
  if (min !== undefined && number < min)
    return {
      ...problem(place, 'value_smaller_than_min', `is ${number}, below ${min}`, `Use ${min} or more.`),
      nearest: min,
      received,
    }
  if (max !== undefined && number > max)
    return {
      ...problem(place, 'value_bigger_than_max', `is ${number}, above ${max}`, `Use ${max} or less.`),
      nearest: max,
      received,
    }
  // Of a fraction the step is only what the page's arrows do.
  if (type !== 'INT' || step === undefined || step <= 1) return undefined
  const nearest = nearestOnGrid(number, { step, offset: min ?? 0, min, max })
  if (nearest === number) return undefined
  const what = `is ${number}, which is not ${min ?? 0} and a multiple of ${step} more`
  return { ...problem(place, 'value_off_step', what, `Use ${nearest}.`), nearest, received }
}

function checkChoice(place: InputPlace, { options }: InputSpec, value: unknown): GraphProblem | undefined {
  if (options === undefined || options.includes(value)) return undefined
  const received = describeValue(value)
  if (namesModelFile(place.input)) {
    const remedy = `Put ${received} into the server’s models folder, or choose one that it has: ${list(options)}.`
    return { ...problem(place, 'value_not_in_list', `names ${received}, which the server does not have`, remedy), received }
  }
  return { ...problem(place, 'value_not_in_list', `is ${received}`, `Choose one of: ${list(options)}.`), received }
}

function list(options: readonly unknown[]): string {
  if (options.length === 0) return 'nothing is there'
  return `${options.slice(0, 8).map(describeValue).join(', ')}${options.length > 8 ? ` and ${options.length - 8} more` : ''}`
}

function wrong(place: InputPlace, value: unknown, what: string, remedy: string): GraphProblem {
  const received = describeValue(value)
  return { ...problem(place, 'invalid_input_type', `${what}, not ${received}`, remedy), received }
}

function problem(place: InputPlace, kind: GraphProblemKind, what: string, remedy: string): GraphProblem {
  const { graph, nodeId, nodeClass, input } = place
  return { kind, nodeId, nodeClass, input, message: `“${input}” of “${nodeTitle(graph, nodeId)}” ${what}.`, remedy }
}

function aKind(type: string): string {
  const words: { readonly [type: string]: string } = {
    INT: 'a whole number',
    FLOAT: 'a number',
    STRING: 'a text',
    BOOLEAN: 'true or false',
    COMBO: 'one of its choices',
  }
  return words[type] ?? type
}
