import type { CutStyle } from '@storycanvas/api'
import { plainText } from '../screenplay/emphasis.ts'
import type { DialogueBlock, Screenplay, ScreenplayElement } from '../screenplay/model.ts'
import { writeFountain } from '../screenplay/write-fountain.ts'
import { castOfScreenplay, type Speakers } from './cast.ts'
import type { Beat, Draft, DraftChapter, DraftScene, SpeechBeat } from './draft.ts'
import { readPlace } from './place.ts'

/** Cuts a screenplay into chapters (its highest sections) and scenes (its headings). */
export function draftFromScreenplay(screenplay: Screenplay): Draft {
  const speakers = castOfScreenplay(screenplay)
  const title = titleValue(screenplay, 'title')
  const chapters: DraftChapter[] = []
  const levels = screenplay.elements.flatMap(element => (element.kind === 'section' ? [element.level] : []))
  const chapterLevel = Math.min(...levels, Number.POSITIVE_INFINITY)
  let chapter: DraftChapter = { title, synopsis: '', scenes: [] }
  let group: ScreenplayElement[] = []
  let before: DraftScene | null = null

  const closeScene = () => {
    const scene: DraftScene | null = draftScene(group, before, speakers)
    group = []
    if (scene === null) return
    chapter.scenes.push(scene)
    before = scene
  }
  for (const element of screenplay.elements) {
    const isChapter = element.kind === 'section' && element.level === chapterLevel
    if (isChapter || (element.kind === 'scene-heading' && group.some(isShown))) closeScene()
    if (!isChapter) {
      const isChapterSynopsis = element.kind === 'synopsis' && chapter.scenes.length === 0 && !group.some(isShown)
      if (isChapterSynopsis && chapterLevel < Number.POSITIVE_INFINITY)
        chapter.synopsis = joinSentences(chapter.synopsis, plainText(element.text))
      else group.push(element)
      continue
    }
    chapters.push(chapter)
    chapter = { title: plainText(element.text), synopsis: '', scenes: [] }
  }
  closeScene()
  chapters.push(chapter)
  return {
    title,
    author: titleValue(screenplay, 'author', 'authors', 'written by') || null,
    chapters: chapters.filter(each => each.scenes.length > 0),
    cast: speakers.cast,
    nouns: new Set(),
  }
}

function titleValue({ titlePage }: Screenplay, ...keys: string[]): string {
  const entry = titlePage.find(each => keys.includes(each.key.toLowerCase()))
  return plainText(entry?.values.join(' ') ?? '')
}

function isShown(element: ScreenplayElement): boolean {
  return ['scene-heading', 'action', 'dialogue', 'lyrics', 'centred'].includes(element.kind)
}

function draftScene(elements: readonly ScreenplayElement[], before: DraftScene | null, speakers: Speakers): DraftScene | null {
  const heading = elements.find(element => element.kind === 'scene-heading')
  const beats = elements.flatMap(element => beatsOf(element, speakers))
  if (heading === undefined && beats.length === 0) return null
  const synopses = elements.flatMap(element => (element.kind === 'synopsis' ? [plainText(element.text)] : []))
  return {
    number: heading?.number ?? null,
    heading: plainText(heading?.text ?? ''),
    place: readPlace(plainText(heading?.text ?? ''), before?.place ?? null),
    synopsis: synopses.join(' '),
    text: writeFountain({ titlePage: [], elements: [...elements] }).trim(),
    transition: handOver(elements),
    line: heading?.line ?? elements[0]?.line ?? 1,
    beats,
  }
}

function beatsOf(element: ScreenplayElement, speakers: Speakers): Beat[] {
  if (element.kind === 'dialogue') return speechBeats(element, speakers)
  if (element.kind === 'action' && cutStyleOf(element.text) !== null) return []
  if (element.kind !== 'action' && element.kind !== 'lyrics' && element.kind !== 'centred') return []
  const text = plainText(element.text)
  return text === '' || END_TITLE.test(text) ? [] : [{ kind: 'action', text, line: element.line }]
}

const END_TITLE = /^(?:the end|end|fin|finis)\.?$/i

/** Each speech takes the parenthetical before it; a last one with nothing after it is a beat of its own. */
function speechBeats(block: DialogueBlock, speakers: Speakers): Beat[] {
  const { character, together } = speakers.speaker(block.character)
  const isOffScreen =
    block.extensions.some(each => /^(?:v\.?\s?o|o\.?\s?s|o\.?\s?c|off|voice)/i.test(each)) || /[’']S VOICE$/.test(block.character)
  const said: SpeechBeat[] = []
  let waiting: string[] = together.map(name => `with ${name}`)
  for (const part of block.parts) {
    const text = plainText(part.text)
    if (text === '') continue
    if (part.kind === 'parenthetical') {
      waiting.push(text)
      continue
    }
    if (part.kind === 'lyric') waiting.push('singing')
    const parenthetical = waiting.length === 0 ? null : waiting.join('; ')
    said.push({
      kind: 'speech',
      character,
      text,
      parenthetical,
      isOffScreen,
      isDual: block.isDual && said.length === 0,
      line: part.line,
    })
    waiting = []
  }
  const rest = waiting.join('; ')
  return rest === '' ? said : [...said, { kind: 'action', text: `${character}: ${rest}.`, line: block.line }]
}

function handOver(elements: readonly ScreenplayElement[]): CutStyle {
  // `FADE IN:` at the head belongs to the scene before; only what follows the first picture hands over.
  const shown = elements.slice(elements.findIndex(isBeat))
  const styles = shown.map(element =>
    element.kind === 'transition' || element.kind === 'action' ? cutStyleOf(element.text) : null,
  )
  return styles.findLast(style => style !== null) ?? 'cut'
}

function isBeat(element: ScreenplayElement): boolean {
  return isShown(element) && !(element.kind === 'action' && cutStyleOf(element.text) !== null)
}

const TRANSITION =
  /^(?:(?:SMASH |MATCH |JUMP |HARD |QUICK |INTER)?CUT|DISSOLVE|LAP DISSOLVE|SLOW DISSOLVE|FADE|SLOW FADE|WIPE|IRIS|BURN|BLACK OUT)(?: IN| OUT| TO| UP| BACK)*(?: TO)?(?: BLACK| WHITE)?[:.]?$/i

function cutStyleOf(text: string): CutStyle | null {
  const line = plainText(text)
  if (line.length > 40 || !TRANSITION.test(line)) return null
  if (/dissolve/i.test(line)) return 'dissolve'
  if (/wipe|iris/i.test(line)) return 'wipe'
  return /fade|burn|black|white/i.test(line) ? 'fade' : 'cut'
}

function joinSentences(first: string, second: string): string {
  return first === '' ? second : `${first} ${second}`
}
