import { mediumOf, type Output } from '../server/output.ts'

const maxOutputs = 2000
const maxText = 20_000

/**
 * Everything in a job's outputs, whatever node wrote it: any list item with a `filename` is a file (films lie under
 * `images` or `gifs` as well), texts lie under `text`. Names that no server needs are left out.
 */
export function collectOutputs(outputs: { readonly [nodeId: string]: unknown }): readonly Output[] {
  return Object.entries(outputs)
    .flatMap(([nodeId, lists]) =>
      Object.entries(isObject(lists) ? lists : {}).flatMap(([key, items]) => collectList(nodeId, key, items)),
    )
    .slice(0, maxOutputs)
}

function collectList(nodeId: string, key: string, items: unknown): Output[] {
  if (!Array.isArray(items)) return []
  return items.slice(0, maxOutputs).flatMap(item => readItem(nodeId, key, item) ?? [])
}

function readItem(nodeId: string, key: string, item: unknown): Output | undefined {
  if (typeof item === 'string') return key === 'text' ? { kind: 'text', nodeId, text: item.slice(0, maxText) } : undefined
  if (!isObject(item) || !isName(item.filename, 255)) return undefined
  const subfolder = item.subfolder ?? ''
  const type = item.type ?? 'output'
  if (subfolder !== '' && !isName(subfolder, 1000)) return undefined
  if (type !== 'output' && type !== 'temp' && type !== 'input') return undefined
  return {
    kind: 'file',
    medium: mediumOf(item.filename),
    nodeId,
    isKept: type === 'output',
    source: { kind: 'view', filename: item.filename, subfolder, type },
  }
}

/** Not a path out of the server's own folders; the server would refuse that too, if it is what it says. */
function isName(value: unknown, max: number): value is string {
  if (typeof value !== 'string' || value === '' || value.length > max || !value.isWellFormed()) return false
  return !/\p{Cc}/u.test(value) && !/^[\\/]|^[A-Za-z]:|(^|[\\/])\.\.([\\/]|$)/.test(value)
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
