import { BreakDownError } from './errors.ts'
import { detectFormat } from './detect-format.ts'
import { readProse } from './prose/read-prose.ts'
import { characterColours } from './scenes/colours.ts'
import type { CastMember, Draft } from './scenes/draft.ts'
import { draftFromScreenplay } from './scenes/from-screenplay.ts'
import { gendersIn } from './scenes/gender.ts'
import { mentionsOf } from './scenes/mentions.ts'
import { readFinalDraft } from './screenplay/read-final-draft.ts'
import { readFountain } from './screenplay/read-fountain.ts'
import { sceneFrom } from './scene-from.ts'
import type { Chapter, Story, StoryCharacter, StoryLocation } from './story.ts'

export interface BreakDownInput {
  format: Story['format'] | 'auto'
  text: string
  /** Used where the text does not name itself. */
  title?: string
}

/** Far above any feature film (a 120-page script is about 200 kB), far below what would hold up the server. */
const MOST_BYTES = 5 * 1024 * 1024

/**
 * The built-in writer: breaks a screenplay or a prose story down to chapters, scenes, panels, characters and locations by
 * rules alone. Pure and deterministic: the same text gives the same story.
 * @throws {BreakDownError} where the text is empty, over 5 MB, no text at all, or broken Final Draft XML.
 */
export function breakDown({ format, text, title = '' }: BreakDownInput): Story {
  checkText(text)
  const kind = format === 'auto' ? detectFormat(text) : format
  const draft = draftOf(kind, text)
  const named = { ...draft, title: draft.title || title || 'Untitled' }
  return { ...storyFrom(named, wholeStory), format: kind }
}

function draftOf(kind: Story['format'], text: string): Draft {
  if (kind === 'prose') return readProse(text)
  return draftFromScreenplay(kind === 'fountain' ? readFountain(text) : readFinalDraft(text))
}

function checkText(text: string): void {
  if (Buffer.byteLength(text) > MOST_BYTES) {
    throw new BreakDownError('too-large', 'The text is larger than 5 MB. Split it into chapters and import them one by one.')
  }
  if (!/[\p{L}\p{N}]/u.test(text)) {
    throw new BreakDownError('empty', 'There is no text to break down. Paste a screenplay in Fountain or a story in prose.')
  }
  const unreadable = text.match(/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\uFFFD]/g)?.length ?? 0
  if (text.includes('\u0000') || unreadable > text.length / 50) {
    throw new BreakDownError(
      'binary',
      'This is not plain text. Export the story as Fountain or plain text (UTF-8) and import that file.',
    )
  }
}

/** What is known from elsewhere about the story that a text is a part of. */
export interface Surroundings {
  cast: readonly CastMember[]
  /** Names of the places that were seen before. */
  places: readonly string[]
  /** The text begins the story, or ends it. */
  begins: boolean
  ends: boolean
}

const wholeStory: Surroundings = { cast: [], places: [], begins: true, ends: true }

export function storyFrom(draft: Draft, around: Surroundings): Omit<Story, 'format'> {
  const own = new Set(draft.cast.map(({ name }) => name.toLowerCase()))
  const cast = [...draft.cast, ...around.cast.filter(({ name }) => !own.has(name.toLowerCase()))]
  const mentions = mentionsOf(
    cast.map(({ name }) => name),
    draft.nouns,
  )
  const looks = new Map(cast.map(({ name, description }) => [name, description]))
  const places = new Set(around.places.map(name => name.toLowerCase()))
  const allScenes = draft.chapters.flatMap(chapter => chapter.scenes)
  const told = allScenes.flatMap(scene => scene.beats.flatMap(beat => (beat.kind === 'action' ? [beat.text] : [])))
  const genders = gendersIn(told, mentions)
  const chapters = draft.chapters.map((chapter): Chapter => {
    const scenes = chapter.scenes.map(scene => {
      const key = scene.place.location.toLowerCase()
      const isNewPlace = !places.has(key)
      places.add(key)
      const isFirst = around.begins && scene === allScenes[0]
      const isLast = around.ends && scene === allScenes.at(-1)
      return sceneFrom(scene, { mentions, genders, looks, isNewPlace, isFirst, isLast })
    })
    return { title: chapter.title || draft.title, synopsis: chapter.synopsis, scenes }
  })
  return {
    title: draft.title,
    author: draft.author,
    chapters,
    characters: charactersOf(cast, chapters),
    locations: locationsOf(chapters),
    durationMs: chapters.flatMap(chapter => chapter.scenes).reduce((sum, scene) => sum + scene.durationMs, 0),
  }
}

function charactersOf(cast: readonly CastMember[], chapters: readonly Chapter[]): StoryCharacter[] {
  const found = new Map<string, StoryCharacter['firstSeen']>()
  chapters.forEach(({ scenes }, chapter) =>
    scenes.forEach(({ characters }, scene) => {
      for (const name of characters) if (!found.has(name)) found.set(name, { chapter, scene })
    }),
  )
  const said = new Map<string, number>()
  for (const line of chapters.flatMap(({ scenes }) => scenes.flatMap(scene => scene.panels.flatMap(panel => panel.dialogue)))) {
    said.set(line.character, (said.get(line.character) ?? 0) + 1)
  }
  const descriptions = new Map(cast.map(({ name, description }) => [name, description]))
  const colours = characterColours([...found.keys()])
  return [...found].map(([name, firstSeen]) => ({
    name,
    description: descriptions.get(name) ?? '',
    colour: colours.get(name)!,
    firstSeen,
    lines: said.get(name) ?? 0,
  }))
}

/** A place is described by the first words that were written about it. */
function locationsOf(chapters: readonly Chapter[]): StoryLocation[] {
  const locations = new Map<string, StoryLocation>()
  for (const { location, setting, panels } of chapters.flatMap(({ scenes }) => scenes)) {
    const key = location.toLowerCase()
    if (location === '' || locations.has(key)) continue
    const view = panels.find(panel => panel.framing === 'establishing')
    locations.set(key, { name: location, setting, description: view?.description ?? '' })
  }
  return [...locations.values()]
}
