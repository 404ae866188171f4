import { storyFrom, type Surroundings } from './break-down.ts'
import { detectFormat } from './detect-format.ts'
import { readProse } from './prose/read-prose.ts'
import type { Draft } from './scenes/draft.ts'
import { draftFromScreenplay } from './scenes/from-screenplay.ts'
import { readPlace } from './scenes/place.ts'
import { plainText } from './screenplay/emphasis.ts'
import type { ScreenplayElement } from './screenplay/model.ts'
import { readFountain } from './screenplay/read-fountain.ts'
import type { Story } from './story.ts'

export interface SceneInput {
  heading: string
  number: string | null
  text: string
}

/**
 * Breaks down one scene of a story. The scene may give several: each further heading in its text opens a new one.
 * Pure and deterministic, as `breakDown` is. No text is refused: a scene without words gives no panels.
 */
export function breakDownScene(scene: SceneInput, around: Surroundings): Story {
  const isProse = detectFormat(scene.text) === 'prose' && /["“”«»„]/.test(scene.text)
  const draft = isProse ? proseDraft(scene, around) : screenplayDraft(scene)
  return { ...storyFrom(draft, around), format: isProse ? 'prose' : 'fountain' }
}

function screenplayDraft({ heading, number, text }: SceneInput): Draft {
  // The page break keeps a first line such as "Note: …" from being read as a title page.
  const written = readFountain(`===\n\n${text}`).elements.slice(1)
  const own = written.findIndex(element => element.kind === 'scene-heading' && isSame(element.text, heading))
  const isHead = own >= 0 && written.slice(0, own).every(element => isAside(element))
  const elements = isHead ? written.toSpliced(own, 1) : written
  const head: ScreenplayElement = { kind: 'scene-heading', text: heading, number, isForced: false, line: 1, blankLinesBefore: 1 }
  return draftFromScreenplay({ titlePage: [], elements: [head, ...elements] })
}

/** What may stand before the heading of a scene. */
const isAside = ({ kind }: ScreenplayElement): boolean =>
  kind === 'note' || kind === 'boneyard' || kind === 'synopsis' || kind === 'page-break' || kind === 'transition'

const isSame = (one: string, other: string): boolean => canonical(one) === canonical(other)
const canonical = (heading: string): string => plainText(heading).normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()

/** Breaks in the prose of one scene open no new ones: it was cut into scenes when it came in. */
function proseDraft({ heading, number, text }: SceneInput, { cast }: Surroundings): Draft {
  const draft = readProse(
    text,
    cast.map(({ name }) => name),
  )
  const beats = draft.chapters.flatMap(({ scenes }) => scenes.flatMap(scene => scene.beats))
  const place = readPlace(heading, null)
  const scene = { number, heading, place, synopsis: '', text, transition: 'cut' as const, line: 1, beats }
  return { ...draft, chapters: [{ title: '', synopsis: '', scenes: [scene] }] }
}
