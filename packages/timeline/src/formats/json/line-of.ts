/** A path into a JSON document: names and indexes. */
export type JsonPath = readonly PropertyKey[]

const string = /"(?:[^"\\]|\\.)*"/y

/** The line, from 1, on which the value at `path` stands in valid JSON text; the deepest one that exists. */
export const lineOf = (text: string, path: JsonPath): number => {
  let at = 0
  const space = (): void => {
    while (/[\s,:]/.test(text[at] ?? '')) at++
  }
  const literal = (): string => {
    string.lastIndex = at
    const found = string.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const skip = (): void => {
    let depth = 0
    do {
      space()
      const char = text[at]
      if (char === '"') literal()
      else if (char === '{' || char === '[') {
        depth++
        at++
      } else if (char === '}' || char === ']') {
        depth--
        at++
      } else if (char === undefined) return
      else while (!/[\s,:\]}]/.test(text[at] ?? ' ')) at++
    } while (depth > 0)
  }
  space()
  for (const key of path) {
    const opening = text[at]
    const begin = at
    if (opening !== '{' && opening !== '[') break
    at++
    let found = false
    for (let index = 0; !found; index++) {
      space()
      if (text[at] === undefined || text[at] === '}' || text[at] === ']') break
      const name = opening === '{' ? (JSON.parse(literal()) as string) : index
      space()
      found = String(name) === String(key)
      if (!found) skip()
    }
    if (!found) {
      at = begin
      break
    }
  }
  return lineAt(text, at)
}

export const lineAt = (text: string, position: number): number => {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line++
  return line
}

/** `tracks.children[2].name` */
export const pathText = (path: JsonPath): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`)).join('') ||
  'document'
