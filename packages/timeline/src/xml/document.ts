import { SaxesParser } from 'saxes'
import { type ReadableFormat, requireReadable } from '../formats/limits.ts'
import { UnreadableTimeline } from '../formats/unreadable.ts'
import { adopt, noAttributes, type OpenElement, openElement, type XmlElement } from './element.ts'
import { Folded, Folds } from './folded.ts'

export type { XmlElement } from './element.ts'

const deepest = 200
const mostAttributes = 1000

export type XmlLimits = {
  readonly kind: ReadableFormat
  /** Format that a refusal names. */
  readonly format: string
  /** Elements whose content is not kept. */
  readonly ignored?: ReadonlySet<string>
  /** Elements that a film has thousands of: what they hold is read when it is asked for, so that not all of it is kept at once. */
  readonly folded?: ReadonlySet<string>
}

/**
 * Reads a document into plain elements. Safe against files made to hurt: a document type with declarations of its own is
 * refused, so no entity is ever expanded or fetched; depth, size and number of elements are bounded.
 * @throws UnreadableTimeline with line and element.
 */
export const readXml = (text: string, { kind, format, ignored = new Set(), folded = new Set() }: XmlLimits): XmlElement => {
  requireReadable(kind, text)
  const parser = new SaxesParser({ position: true })
  const open: OpenElement[] = []
  /** Names of all open elements, ignored and folded ones included. */
  const path: string[] = []
  const folds = new Folds(text, ignored)
  const names = new Map<string, string>()
  const named = (name: string): string => names.get(name) ?? (names.set(name, name), name)
  let root: XmlElement | null = null
  /** The ignored or folded element that is open, by its depth; nothing inside is kept. */
  let closed: { readonly depth: number; readonly element: Folded | null } | null = null
  const refuse = (reason: string): never => {
    throw new UnreadableTimeline(format, parser.line, path.at(-1) ?? null, reason)
  }
  parser.on('error', error => refuse(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', doctype => {
    if (doctype.includes('[')) refuse('the document declares a type of its own; entities are not read')
  })
  let attributeCount = 0
  parser.on('attribute', () => {
    if (++attributeCount > mostAttributes) refuse(`an element with more than ${mostAttributes} attributes`)
  })
  parser.on('opentag', tag => {
    const count = attributeCount
    attributeCount = 0
    if (path.length >= deepest) refuse(`elements nested more than ${deepest} deep`)
    const name = named(tag.name)
    path.push(name)
    if (closed !== null) return
    const depth = path.length
    if (ignored.has(name)) {
      closed = { depth, element: null }
      return
    }
    const attributes = count === 0 ? noAttributes : { ...(tag.attributes as XmlElement['attributes']) }
    const isFolded = folded.has(name) && !tag.isSelfClosing
    if (isFolded) {
      const element = new Folded({ name, attributes, line: parser.line }, parser.position, folds)
      adopt(open.at(-1), element)
      root ??= element
      closed = { depth, element }
      return
    }
    const element = openElement(name, attributes, parser.line)
    adopt(open.at(-1), element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => {
    const depth = path.length
    path.pop()
    if (closed === null) open.pop()
    else if (closed.depth === depth) {
      closed.element?.end(text.lastIndexOf('</', parser.position))
      closed = null
    }
  })
  const addText = (part: string): void => {
    const element = open.at(-1)
    if (element && closed === null) element.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text).close()
  return root ?? refuse('no element')
}

/** The first child of that name. */
export const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find(one => one.name === name)

/** The child at the end of a path of names. */
export const descend = (element: XmlElement, ...path: string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((found, name) => found && child(found, name), element)

/** Trimmed text of a child; undefined where there is no such child or no text. */
export const childText = (element: XmlElement, name: string): string | undefined => child(element, name)?.text.trim() || undefined
