import { SaxesParser } from 'saxes'
import { BreakDownError } from '../errors.ts'
import { FinalDraftPage } from './final-draft-page.ts'
import type { Screenplay } from './model.ts'

/** Where a paragraph stands decides what it is: script, note in the margin, summary of a scene, or title page. */
export type ParagraphPlace = 'script' | 'note' | 'summary' | 'title'

export interface FinalDraftParagraph {
  place: ParagraphPlace
  type: string
  number: string | null
  startsPage: boolean
  /** 0 outside dual dialogue, else which of the speeches beside each other. */
  dualColumn: number
  /** Fountain text: styles have become emphasis marks. */
  text: string
  line: number
}

const DEEPEST = 60

/**
 * Reads Final Draft (FDX, XML) as a screenplay. Streaming and closed: no entity is declared, expanded or fetched. Reports,
 * revisions and layout are left out.
 * @throws {BreakDownError} `malformed` where the file is no well-formed FDX.
 */
export function readFinalDraft(source: string): Screenplay {
  const parser = new SaxesParser({ position: true })
  const open: string[] = []
  const paragraphs: FinalDraftParagraph[] = []
  const page = new FinalDraftPage()
  let isFinalDraft = false
  let style = ''
  let dualColumn = 0
  const refuse = (reason: string): never => {
    throw new BreakDownError(
      'malformed',
      `The Final Draft file cannot be read (line ${parser.line}): ${reason} Save it again in Final Draft as .fdx.`,
    )
  }
  parser.on('error', error => refuse(`${error.message.replace(/^\d+:\d+: /, '')}.`))
  parser.on('doctype', () => refuse('it declares a document type, which no Final Draft file does.'))
  parser.on('opentag', tag => {
    const { name } = tag
    // Namespaces are not read, so every attribute is a plain string.
    const attributes = tag.attributes as Record<string, string>
    if (open.length === 0) isFinalDraft = name === 'FinalDraft'
    if (open.length >= DEEPEST) refuse(`elements are nested more than ${DEEPEST} deep.`)
    open.push(name)
    if (name === 'DualDialogue') dualColumn = 0
    if (name === 'Text') style = attributes['Style'] ?? ''
    if (name !== 'Paragraph') return
    if (open.includes('DualDialogue') && attributes['Type'] === 'Character') dualColumn += 1
    paragraphs.push({
      place: placeOf(open),
      type: attributes['Type'] ?? '',
      number: attributes['Number'] ?? null,
      startsPage: attributes['StartsNewPage'] === 'Yes',
      dualColumn,
      text: '',
      line: parser.line,
    })
  })
  const addText = (text: string) => {
    const paragraph = paragraphs.at(-1)
    if (open.at(-1) === 'Text' && paragraph !== undefined) paragraph.text += marked(text, style)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', ({ name }) => {
    open.pop()
    if (name === 'DualDialogue') dualColumn = 0
    const closed = name === 'Paragraph' ? paragraphs.pop() : undefined
    if (closed !== undefined) page.add(closed)
  })
  parser.write(source.replace(/^\uFEFF/, '')).close()
  return isFinalDraft ? page.finish() : refuse('its root element is not <FinalDraft>.')
}

function placeOf(open: readonly string[]): ParagraphPlace {
  if (open.includes('TitlePage')) return 'title'
  if (open.includes('ScriptNote')) return 'note'
  return open.includes('Summary') ? 'summary' : 'script'
}

/** Marks stand inside the blanks of a run, where Fountain wants them. */
function marked(text: string, style: string): string {
  const escaped = text.replace(/[*_\\]/g, String.raw`\$&`)
  const mark = (style.includes('Bold') ? '**' : '') + (style.includes('Italic') ? '*' : '')
  const line = style.includes('Underline') ? '_' : ''
  if (mark + line === '' || text.trim() === '') return escaped
  const words = escaped.trim()
  const start = escaped.indexOf(words)
  const [before, after] = [escaped.slice(0, start), escaped.slice(start + words.length)]
  return `${before}${line}${mark}${words}${mark}${line}${after}`
}
