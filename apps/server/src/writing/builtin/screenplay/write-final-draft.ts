import { styledSpans } from './emphasis.ts'
import type { DialogueBlock, Screenplay, ScreenplayElement } from './model.ts'

/** Writes Final Draft (FDX). Boneyards stay behind: the format has no place for what is cut. */
export function writeFinalDraft({ titlePage, elements }: Screenplay): string {
  const content: string[] = []
  elements.forEach((element, index) => {
    const previous = elements[index - 1]
    const next = elements[index + 1]
    const startsPage = previous?.kind === 'page-break'
    if (element.kind === 'dialogue') {
      if (element.isDual) return
      const isPaired = next?.kind === 'dialogue' && next.isDual
      const speeches = isPaired ? [...speech(element), ...speech(next)] : speech(element)
      content.push(...(isPaired ? ['<Paragraph>', '<DualDialogue>', ...speeches, '</DualDialogue>', '</Paragraph>'] : speeches))
    } else content.push(...paragraphs(element, startsPage))
  })
  const title = titlePage.flatMap(({ key, values }) => (/^(?:title|credit|authors?)$/i.test(key) ? values : []))
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
    '<FinalDraft DocumentType="Script" Template="No" Version="1">',
    '<Content>',
    ...content,
    '</Content>',
    '<TitlePage>',
    '<Content>',
    ...title.map(value => paragraph('General', value)),
    '</Content>',
    '</TitlePage>',
    '</FinalDraft>',
    '',
  ].join('\n')
}

function paragraphs(element: Exclude<ScreenplayElement, DialogueBlock>, startsPage: boolean): string[] {
  const page = startsPage ? ' StartsNewPage="Yes"' : ''
  switch (element.kind) {
    case 'scene-heading':
      return [
        paragraph(
          'Scene Heading',
          element.text,
          `${element.number === null ? '' : ` Number="${escaped(element.number)}"`}${page}`,
        ),
      ]
    case 'section':
      return [paragraph(`Outline ${Math.min(9, element.level)}`, element.text, page)]
    case 'synopsis':
      return [paragraph('Outline Body', element.text, page)]
    case 'transition':
      return [paragraph('Transition', element.text, page)]
    case 'lyrics':
      return [paragraph('Lyrics', element.text, page)]
    case 'centred':
      return [paragraph('End of Act', element.text, page)]
    case 'note':
      return [`<Paragraph Type="General">${scriptNote(element.text)}</Paragraph>`]
    case 'action':
      return [paragraph('Action', element.text, page)]
    case 'boneyard':
    case 'page-break':
      break
  }
  return []
}

function speech({ character, extensions, parts }: DialogueBlock): string[] {
  const cue = character + extensions.map(extension => ` (${extension})`).join('')
  return [
    paragraph('Character', cue),
    ...parts.map(({ kind, text }) => {
      if (kind === 'parenthetical') return paragraph('Parenthetical', `(${text})`)
      return paragraph(kind === 'lyric' ? 'Singing' : 'Dialogue', text)
    }),
  ]
}

function paragraph(type: string, text: string, attributes = ''): string {
  const runs = styledSpans(text).map(({ text, isBold, isItalic, isUnderlined }) => {
    const style = [isBold && 'Bold', isItalic && 'Italic', isUnderlined && 'Underline'].filter(each => each !== false).join('+')
    return `<Text${style === '' ? '' : ` Style="${style}"`}>${escaped(text)}</Text>`
  })
  const notes = [...text.matchAll(/\[\[((?:[^\]]|\](?!\]))*)\]\]/g)].map(([, note = '']) => scriptNote(note))
  return `<Paragraph Type="${type}"${attributes}>${notes.join('')}${runs.join('')}</Paragraph>`
}

function scriptNote(text: string): string {
  return `<ScriptNote><Paragraph><Text>${escaped(text)}</Text></Paragraph></ScriptNote>`
}

/** XML 1.0 has no place at all for most control characters, not even escaped. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
