import type { Screenplay, ScreenplayElement } from './screenplay/model.ts'
import { readFountain } from './screenplay/read-fountain.ts'
import type { DialogueLine } from './story.ts'

/** What is needed of a story to write it as a screenplay; a `Story` has it, and so have stored chapters and scenes. */
export interface WritableStory {
  title: string
  author: string | null
  chapters: readonly {
    title: string
    synopsis: string
    scenes: readonly {
      number: string | null
      heading: string
      text: string
      panels: readonly { description: string; dialogue: readonly DialogueLine[] }[]
    }[]
  }[]
}

const PLACED = { line: 1, blankLinesBefore: 1 }

/**
 * A story as a screenplay, to be written as Fountain or Final Draft. A scene that was written as a screenplay keeps its
 * words; one that came from prose is told by its panels. Sections are written where there are several chapters.
 */
export function screenplayOf({ title, author, chapters }: WritableStory): Screenplay {
  const titlePage = [{ key: 'Title', values: [title] }, ...(author === null ? [] : [{ key: 'Author', values: [author] }])]
  const elements = chapters.flatMap((chapter): ScreenplayElement[] => [
    ...(chapters.length > 1 ? [{ kind: 'section' as const, level: 1, text: chapter.title, ...PLACED }] : []),
    ...(chapters.length > 1 && chapter.synopsis !== '' ? [{ kind: 'synopsis' as const, text: chapter.synopsis, ...PLACED }] : []),
    ...chapter.scenes.flatMap(sceneElements),
  ])
  return { titlePage, elements }
}

function sceneElements({
  number,
  heading,
  text,
  panels,
}: WritableStory['chapters'][number]['scenes'][number]): ScreenplayElement[] {
  // The page break keeps a first line such as "Note: …" from being read as a title page.
  const written = readFountain(`===\n\n${text}`).elements.slice(1)
  const isScreenplay = written.some(element => element.kind === 'scene-heading' || element.kind === 'dialogue')
  const body = isScreenplay ? written.filter(element => element.kind !== 'scene-heading') : panels.flatMap(panelElements)
  const headings: ScreenplayElement[] =
    heading === '' ? [] : [{ kind: 'scene-heading', text: heading, number, isForced: false, ...PLACED }]
  return [...headings, ...body]
}

function panelElements({
  description,
  dialogue,
}: {
  description: string
  dialogue: readonly DialogueLine[]
}): ScreenplayElement[] {
  if (dialogue.length === 0) return [{ kind: 'action', text: description, isForced: false, ...PLACED }]
  return dialogue.map(({ character, text, parenthetical }) => ({
    kind: 'dialogue',
    character: character.toUpperCase(),
    extensions: [],
    isDual: false,
    isForced: false,
    parts: [
      ...(parenthetical === null ? [] : [{ kind: 'parenthetical' as const, text: parenthetical, line: 1 }]),
      { kind: 'speech' as const, text, line: 1 },
    ],
    ...PLACED,
  }))
}
