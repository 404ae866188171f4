import type { PanelPrompt } from '@storycanvas/api'
import type { Reader } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
import { cameraWords } from './camera-words.ts'
import { wordsOf } from './picture.ts'
import { type Subject, subjectsOf } from './subject.ts'

type Part = PanelPrompt['parts'][number]

/** The prompt of each panel, character or location with the source of every part, by id, in a fixed number of queries. */
export async function promptsOf(database: Reader, ids: readonly string[]): Promise<Map<string, PanelPrompt>> {
  const subjects = await subjectsOf(database, ids)
  return new Map(subjects.map(subject => [subject.panel.id, promptFrom(subject)]))
}

/** The prompt of one panel, character or location. @throws RequestError `not-found` */
export async function promptOf(database: Reader, id: string): Promise<PanelPrompt> {
  const prompt = (await promptsOf(database, [id])).get(id)
  if (!prompt) throw notFound()
  return prompt
}

/** From what holds for the whole film down to this one picture; parts without words are left out. */
export function promptFrom(subject: Subject): PanelPrompt {
  const { panel, characters, location } = subject
  const parts = partsOf(subject).filter(({ text }) => text.trim() !== '')
  const unwanted = [panel, ...characters, ...(location ? [location] : [])].map(({ negativePrompt }) => negativePrompt)
  return {
    prompt: parts.map(({ text }) => asSentence(text)).join(' '),
    negativePrompt: [...new Set(unwanted.map(text => text.trim()).filter(text => text !== ''))].join(', '),
    parts,
  }
}

function partsOf({ panel, location, characters, instructions, style }: Subject): Part[] {
  return [
    { source: 'style', id: panel.projectId, label: 'Style of the project', text: style },
    ...instructions.map(({ id, text }, index): Part => ({ source: 'instruction', id, label: `Direction ${index + 1}`, text })),
    ...(location ? [locationPart(location)] : []),
    ...characters.map(characterPart),
    { source: 'panel', id: panel.id, label: 'This picture', text: wordsOf(panel.imagePrompt, panel.description) },
    { source: 'camera', id: panel.id, label: 'Camera', text: cameraWords(panel) },
  ]
}

function locationPart({ id, name, look, description }: NonNullable<Subject['location']>): Part {
  return { source: 'location', id, label: name, text: named(name, wordsOf(look, description)) }
}

function characterPart({ id, name, look, description }: Subject['characters'][number]): Part {
  return { source: 'character', id, label: name, text: named(name, wordsOf(look, description)) }
}

const named = (name: string, words: string): string => (words.trim() === '' ? name : `${name}: ${words.trim()}`)

const asSentence = (text: string): string => (/[.!?…]["”’')]*$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
