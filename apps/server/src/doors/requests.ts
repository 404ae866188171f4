import { type Contract, contract, type ObjectKind, openapi, type Route } from '@storycanvas/api'

export type Operation = keyof Contract
export const operations = Object.entries(contract) as [Operation, Route][]

/** What a caller would send, ready for fetch. */
export type SampleRequest = { method: string; path: string; headers: Record<string, string>; body: string | FormData | undefined }

type Schema = { type?: string; default?: unknown; enum?: unknown[]; examples?: unknown[]; anyOf?: Schema[] }
type Described = {
  parameters: { name: string; in: string; required: boolean; schema: Schema }[]
  requestBody?: { content: { 'application/json'?: { example: unknown } } }
}

const { paths } = openapi('Samples', '0', contract)

/**
 * A request that the route's schemas accept, taken from the examples of the API's own document, with `id` where the route
 * says that its object's id stands, and the object's kind where the request names that, too.
 */
export function sampleRequest(operation: Operation, object: { kind: ObjectKind; id: string } | null): SampleRequest {
  const route: Route = contract[operation]
  const described = paths[route.path.replaceAll(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
  const { parameters, requestBody } = described as Described
  const params = sampleOf(parameters.filter(one => one.in === 'path'))
  const query = sampleOf(parameters.filter(one => one.in === 'query' && one.required))
  const body = structuredClone(requestBody?.content['application/json']?.example)
  if (route.access.kind === 'object' && object !== null) {
    const { object: guarded, at } = route.access
    put({ params, query, body }, at.split('.'), object.id)
    if (typeof guarded !== 'string') put({ params, query, body }, guarded.kindAt.split('.'), object.kind)
  }
  const search = new URLSearchParams(query).toString()
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  return {
    method: route.method,
    path: path + (search && `?${search}`),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: route.upload ? formWith('text', 'film.mp4') : body === undefined ? undefined : JSON.stringify(body),
  }
}

export function formWith(content: string, fileName: string): FormData {
  const form = new FormData()
  form.set('file', new Blob([content]), fileName)
  return form
}

const sampleOf = (parameters: Described['parameters']) =>
  Object.fromEntries(parameters.map(({ name, schema }) => [name, String(valueOf(schema))]))

function valueOf({ examples, default: usual, enum: choices, anyOf, type }: Schema): unknown {
  return examples?.[0] ?? usual ?? choices?.[0] ?? (anyOf?.[0] ? valueOf(anyOf[0]) : type === 'integer' ? 1 : 'text')
}

function put(holder: Record<string, unknown>, place: string[], value: string): void {
  const [name = '', ...rest] = place
  if (rest.length === 0) holder[name] = value
  else put(holder[name] as Record<string, unknown>, rest, value)
}
