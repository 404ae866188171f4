import { adopt, noAttributes, openElement, type XmlElement } from './element.ts'

const codeOf = (char: string): number => char.charCodeAt(0)
const [space, slash, greater, equals] = [codeOf(' '), codeOf('/'), codeOf('>'), codeOf('=')]

const plain = (text: string): string => {
  if (!text.includes('&')) return text
  const named = text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&apos;', "'")
  const numbered = named.includes('&#')
    ? named.replace(/&#(?:x([\da-fA-F]+)|(\d+));/g, (_, hexadecimal?: string, decimal = '') =>
        String.fromCodePoint(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)),
      )
    : named
  return numbered.replaceAll('&amp;', '&')
}

const withLines = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text)
const inOneLine = (text: string): string => (/[\t\n\r]/.test(text) ? withLines(text).replace(/[\t\n]/g, ' ') : text)

const linesIn = (text: string): number => {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

type Tag = {
  readonly name: string
  readonly attributes: XmlElement['attributes']
  readonly isClosed: boolean
  readonly end: number
}

/** The start tag whose `<` stands at `start`. */
const tagAt = (text: string, start: number): Tag => {
  let at = start + 1
  const isSpace = (): boolean => text.charCodeAt(at) <= space
  const skip = (): void => {
    while (isSpace()) at++
  }
  const word = (): string => {
    const from = at
    for (let code = text.charCodeAt(at); code > space && code !== slash && code !== greater && code !== equals; )
      code = text.charCodeAt(++at)
    return text.slice(from, at)
  }
  const name = word()
  let attributes: { [name: string]: string } | null = null
  for (skip(); text.charCodeAt(at) !== greater && text.charCodeAt(at) !== slash; skip()) {
    const key = word()
    skip()
    at++
    skip()
    const end = text.indexOf(text[at] ?? '', at + 1)
    attributes ??= {}
    attributes[key] = plain(inOneLine(text.slice(at + 1, end)))
    at = end + 1
  }
  const isClosed = text.charCodeAt(at) === slash
  return { name, attributes: attributes ?? noAttributes, isClosed, end: at + (isClosed ? 2 : 1) }
}

const after = (text: string, mark: string, from: number): number => text.indexOf(mark, from) + mark.length

/** What stands between the tags of an element: known to be well formed, so it need only be taken apart. */
export const readInside = (
  text: string,
  { line, ignored }: { readonly line: number; readonly ignored: ReadonlySet<string> },
): Pick<XmlElement, 'children' | 'text'> => {
  const root = openElement('', noAttributes, line)
  const open = [root]
  let skipping = 0
  let [at, counted] = [0, 0]
  const say = (part: string): void => {
    const parent = open.at(-1)
    if (parent && skipping === 0) parent.text += part
  }
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const end = next < 0 ? text.length : next
    if (end > at) say(plain(withLines(text.slice(at, end))))
    at = end
    if (next < 0) break
    if (text.startsWith('<!--', at)) at = after(text, '-->', at)
    else if (text.startsWith('<![CDATA[', at)) {
      const last = after(text, ']]>', at)
      say(withLines(text.slice(at + 9, last - 3)))
      at = last
    } else if (text.startsWith('<?', at)) at = after(text, '?>', at)
    else if (text.charCodeAt(at + 1) === slash) {
      at = after(text, '>', at)
      if (skipping > 0) skipping--
      else open.pop()
    } else {
      const tag = tagAt(text, at)
      at = tag.end
      if (skipping > 0 || ignored.has(tag.name)) {
        if (!tag.isClosed) skipping++
        continue
      }
      line += linesIn(withLines(text.slice(counted, at)))
      counted = at
      const element = openElement(tag.name, tag.attributes, line)
      adopt(open.at(-1), element)
      if (!tag.isClosed) open.push(element)
    }
  }
  return root
}
