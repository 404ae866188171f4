import { SaxesParser } from 'saxes'
import { requireReadableSize, UnreadableTimeline } from '../formats/unreadable.ts'

/** One element of a read document, with the line it starts on. */
export type XmlElement = {
  readonly name: string
  readonly attributes: { readonly [name: string]: string }
  readonly children: XmlElement[]
  /** Text directly inside, trimmed of nothing. */
  text: string
  readonly line: number
}

const deepest = 200
const mostElements = 1_000_000
const mostAttributes = 1000

export type XmlLimits = {
  /** Format that a refusal names. */
  readonly format: string
  /** Elements whose content is not kept. */
  readonly ignored?: ReadonlySet<string>
}

/**
 * Reads a document into plain elements. Safe against files made to hurt: a document type with declarations of its own is
 * refused, so no entity is ever expanded or fetched; depth, size and number of elements are bounded.
 * @throws UnreadableTimeline with line and element.
 */
export const readXml = (text: string, { format, ignored = new Set() }: XmlLimits): XmlElement => {
  requireReadableSize(format, text)
  const parser = new SaxesParser({ position: true })
  const open: XmlElement[] = []
  let root: XmlElement | null = null
  let count = 0
  let skipping = 0
  const refuse = (reason: string): never => {
    throw new UnreadableTimeline(format, parser.line, open.at(-1)?.name ?? null, reason)
  }
  parser.on('error', error => refuse(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', doctype => {
    if (doctype.includes('[')) refuse('the document declares a type of its own; entities are not read')
  })
  let attributes = 0
  parser.on('attribute', () => {
    if (++attributes > mostAttributes) refuse(`an element with more than ${mostAttributes} attributes`)
  })
  parser.on('opentag', tag => {
    attributes = 0
    if (skipping > 0 || ignored.has(tag.name)) {
      skipping++
      return
    }
    if (++count > mostElements) refuse(`more than ${mostElements} elements`)
    if (open.length >= deepest) refuse(`elements nested more than ${deepest} deep`)
    const element: XmlElement = {
      name: tag.name,
      attributes: tag.attributes as { [name: string]: string },
      children: [],
      text: '',
      line: parser.line,
    }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => {
    if (skipping > 0) skipping--
    else open.pop()
  })
  const addText = (part: string): void => {
    const element = open.at(-1)
    if (element && skipping === 0) element.text += part
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
