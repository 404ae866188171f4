import type { Action, DialogueBlock, SceneHeading, Screenplay, ScreenplayElement, TitleEntry } from './model.ts'
import { readCue, readHeading } from './marks.ts'
import { readFountain } from './read-fountain.ts'

/** Writes Fountain that reads back as the same screenplay; marks that force a kind are added only where they are needed. */
export function writeFountain({ titlePage, elements }: Screenplay): string {
  const out = titlePage.map(titleLines)
  let previous: ScreenplayElement | null = null
  for (const element of elements) {
    const isFirst = out.length === 0
    const blanks = isFirst ? element.blankLinesBefore : Math.max(element.blankLinesBefore, neededBlanks(previous, element))
    out.push('\n'.repeat(blanks) + elementText(element, isFirst))
    previous = element
  }
  return out.length === 0 ? '' : `${out.join('\n')}\n`
}

function titleLines({ key, values }: TitleEntry): string {
  const [only] = values
  if (values.length === 1 && only !== undefined) return `${key}: ${only}`
  return [`${key}:`, ...values.map(value => `    ${value}`)].join('\n')
}

/** Empty lines without which the element would be read as part of the one before it. */
function neededBlanks(previous: ScreenplayElement | null, element: ScreenplayElement): number {
  if (previous === null || previous.kind === 'dialogue') return 1
  if (element.kind === 'dialogue' || element.kind === 'transition' || element.kind === 'scene-heading') return 1
  const joinsAction = element.kind === 'note' || element.kind === 'boneyard' || (element.kind === 'action' && !element.isForced)
  const isRunOn = previous.kind === 'action' && joinsAction
  return isRunOn || previous.kind === 'transition' ? 1 : 0
}

function elementText(element: ScreenplayElement, isFirst: boolean): string {
  switch (element.kind) {
    case 'section':
      return `${'#'.repeat(element.level)} ${element.text}`
    case 'synopsis':
      return `= ${element.text}`
    case 'scene-heading':
      return headingText(element)
    case 'action':
      return actionText(element, isFirst)
    case 'dialogue':
      return dialogueText(element)
    case 'transition':
      return element.isForced || !/^[^\p{Ll}]*TO:$/u.test(element.text) ? `> ${element.text}` : element.text
    case 'lyrics':
      return `~${element.text}`
    case 'centred':
      return `> ${element.text} <`
    case 'note':
      return `[[${element.text}]]`
    case 'boneyard':
      return `/*${element.text}*/`
    case 'page-break':
      break
  }
  return '==='
}

function headingText({ text, number, isForced }: SceneHeading): string {
  const needsForce = isForced || readHeading(text) === null
  return `${needsForce ? '.' : ''}${text}${number === null ? '' : ` #${number}#`}`
}

/** The first line of a document could also be read as a title page. */
function actionText({ text, isForced }: Action, isFirst: boolean): string {
  if (isForced) return `!${text}`
  const { elements, titlePage } = readFountain(isFirst ? text : `===\n\n${text}`)
  const isAction = elements.length === (isFirst ? 1 : 2) && elements.at(-1)?.kind === 'action' && titlePage.length === 0
  return isAction ? text : `!${text}`
}

function dialogueText({ character, extensions, isDual, isForced, parts }: DialogueBlock): string {
  const cue = character + extensions.map(extension => ` (${extension})`).join('')
  const needsForce = isForced || readHeading(cue) !== null || readCue(cue)?.character !== character
  const lines = parts.map(part => {
    if (part.kind === 'parenthetical') return `(${part.text})`
    if (part.kind === 'lyric') return `~${part.text}`
    return part.text.replace(/^$/gm, '  ')
  })
  return [`${needsForce ? '@' : ''}${cue}${isDual ? ' ^' : ''}`, ...lines].join('\n')
}
