import type { Beat, Draft, DraftChapter, DraftScene, Place } from '../scenes/draft.ts'
import { gendersIn } from '../scenes/gender.ts'
import { type Mentions, mentionsOf } from '../scenes/mentions.ts'
import { plainText } from '../screenplay/emphasis.ts'
import { attributionAfter } from './attribution.ts'
import { type Block, blocksOf } from './blocks.ts'
import { peopleIn, subjectName } from './people.ts'
import { headingOf, opensScene, placeOf } from './places.ts'
import { quoteStyle, type Segment, segments } from './quotes.ts'
import { Turns } from './turns.ts'

/**
 * Reads prose by rules: chapters by headings, scenes by breaks and by changes of time and place, speech by quotation marks
 * and `said Anna`. `before` are those whom the story has told of already. English rules; in any other language or script the paragraphs stay as they are, in order.
 */
export function readProse(source: string, before: readonly string[] = []): Draft {
  const blocks = blocksOf(source)
  const style = quoteStyle(source)
  const parts = new Map(blocks.map(block => [block, block.kind === 'paragraph' ? segments(plainText(block.text), style) : []]))
  const people = peopleIn([...parts.values()], before)
  const mentions = mentionsOf(people.names, people.nouns)
  const told = [...parts.values()].flat().flatMap(part => (part.kind === 'narration' ? [part.text] : []))
  const turns = new Turns(mentions, gendersIn(told, mentions))
  const { title, body } = titleOf(blocks)

  const chapters: DraftChapter[] = [{ title: '', synopsis: '', scenes: [] }]
  const known: string[] = []
  let scene: DraftScene | null = null
  let place: Place | null = null
  let number = 0
  for (const block of body) {
    if (block.kind !== 'paragraph') {
      scene = null
      turns.reset()
      if (block.kind === 'heading') chapters.push({ title: block.text, synopsis: '', scenes: [] })
      continue
    }
    if (scene === null || opensScene(block.text, scene.place.location)) {
      place = placeOf(block.text, place, known)
      known.push(place.location)
      number += 1
      scene = newScene(place, number, block.line)
      chapters.at(-1)!.scenes.push(scene)
      turns.reset()
    }
    const paragraph = parts.get(block)!
    scene.text += `${scene.text === '' ? '' : '\n\n'}${block.text}`
    scene.beats.push(...beatsOf(paragraph, plainText(block.text), block.line, turns.speakerOf(paragraph)))
  }
  const spoken = new Set(
    chapters.flatMap(chapter =>
      chapter.scenes.flatMap(({ beats }) => beats.map(beat => (beat.kind === 'speech' ? beat.character : ''))),
    ),
  )
  const named = people.names.filter(name => !people.strangers.has(name) || spoken.has(name))
  return {
    title,
    author: null,
    chapters: chapters.filter(chapter => chapter.scenes.length > 0),
    cast: named.map(name => ({ name, description: lookOf(name, told, mentions) })),
    nouns: people.nouns,
  }
}

/** The first heading is the title where it stands alone at the top. */
function titleOf(blocks: readonly Block[]): { title: string; body: readonly Block[] } {
  const [first] = blocks
  const isTitle =
    first?.kind === 'heading' && (first.level === 1 || blocks.filter(block => block.kind === 'heading').length === 1)
  return isTitle ? { title: first.text, body: blocks.slice(1) } : { title: '', body: blocks }
}

function newScene(place: Place, number: number, line: number): DraftScene {
  return { number: null, heading: headingOf(place, number), place, synopsis: '', text: '', transition: 'cut', line, beats: [] }
}

function beatsOf(parts: readonly Segment[], paragraph: string, line: number, speaker: string | null): Beat[] {
  // Nobody can be given these words, so they stay in the telling.
  if (speaker === null) return [{ kind: 'action', text: paragraph, line }]
  const beats: Beat[] = []
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'quote') {
      const last = beats.at(-1)
      const next = [parts[index + 1], parts[index + 2]].find(each => each?.kind === 'quote')
      // The comma was there for the attribution that followed.
      const text = part.text.replace(/,$/, next !== undefined && /^\p{Ll}/u.test(next.text) ? '' : '.')
      if (last?.kind === 'speech') last.text = `${last.text} ${text}`
      else beats.push({ kind: 'speech', character: speaker, text, parenthetical: null, isOffScreen: false, isDual: false, line })
      continue
    }
    const { manner, action } =
      parts[index - 1]?.kind === 'quote' ? toldAfter(part.text, speaker) : { manner: null, action: part.text }
    const last = beats.at(-1)
    if (manner !== null && last?.kind === 'speech') last.parenthetical = manner
    if (action !== '') beats.push({ kind: 'action', text: action, line })
  }
  return beats
}

/** `said Ines softly, and left.` is how she said it and what she did then. */
function toldAfter(text: string, speaker: string): { manner: string | null; action: string } {
  const attribution = attributionAfter(text)
  if (attribution === null) return { manner: null, action: text }
  const name = subjectName(attribution.subject) === null ? speaker : attribution.subject
  const [, how = '', rest = ''] = /^([^.;]*?)((?:[.;]|,? and | as | but ).*)?$/su.exec(attribution.rest) ?? []
  const manner = how.replace(/^[\s,]+|[\s,]+$/g, '')
  const action = rest.replace(/^[.;,\s]+/, '').trim()
  const isContinued = /^(?:and|as|but) /.test(action)
  return {
    manner: manner === '' || manner.length > 60 ? null : manner,
    action: isContinued ? action.replace(/^(?:and|but|as) (?:(?:he|she|they) )?/, `${capital(name)} `) : action,
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `Ines was thin and grey`: the first sentence that says what somebody is like. */
function lookOf(name: string, told: readonly string[], mentions: Mentions): string {
  for (const text of told) {
    const found =
      /\b(?:was|were|had|with|wore)\s+((?:an? |very |rather |tall|thin|old|young|small|big|white|grey|gray|black|red|long|short|dark|pale)[^.;!?]{3,90})/iu.exec(
        text,
      )
    if (found !== null && mentions.in(text.slice(0, found.index + found[0].length)).join() === name) return found[1]!.trim()
  }
  return ''
}
