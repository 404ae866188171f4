import { SaxesParser } from 'saxes'
import { type ReadableFormat, requireReadable } from '../formats/limits.ts'
import { UnreadableTimeline } from '../formats/unreadable.ts'

/** One element of a read document, with the line it starts on. */
export type XmlElement = {
  readonly name: string
  readonly attributes: { readonly [name: string]: string }
  readonly children: readonly XmlElement[]
  /** Text directly inside, trimmed of nothing. */
  readonly text: string
  readonly line: number
}

type OpenElement = { -readonly [part in keyof XmlElement]: XmlElement[part] } & { children: XmlElement[] }

/** A cut of 20,000 clips has 400,000 elements: those that hold nothing share what they hold. */
const none: XmlElement['attributes'] = {}
const childless: XmlElement[] = []

const deepest = 200
const mostAttributes = 1000

export type XmlLimits = {
  readonly kind: ReadableFormat
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
export const readXml = (text: string, { kind, format, ignored = new Set() }: XmlLimits): XmlElement => {
  requireReadable(kind, text)
  const parser = new SaxesParser({ position: true })
  const open: OpenElement[] = []
  const names = new Map<string, string>()
  const named = (name: string): string => names.get(name) ?? (names.set(name, name), name)
  let root: XmlElement | null = null
  let skipping = 0
  const refuse = (reason: string): never => {
    throw new UnreadableTimeline(format, parser.line, open.at(-1)?.name ?? null, reason)
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
    if (skipping > 0 || ignored.has(tag.name)) {
      attributeCount = 0
      skipping++
      return
    }
    if (open.length >= deepest) refuse(`elements nested more than ${deepest} deep`)
    const attributes = attributeCount === 0 ? none : { ...(tag.attributes as XmlElement['attributes']) }
    const element: OpenElement = { name: named(tag.name), attributes, children: childless, text: '', line: parser.line }
    attributeCount = 0
    const parent = open.at(-1)
    if (parent?.children === childless) parent.children = []
    parent?.children.push(element)
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
