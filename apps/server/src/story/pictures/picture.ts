import type { FrameSide, PanelPicture, PictureCharacter } from '../../generation/artist/picture.ts'
import type { Reader } from '../../platform/database/database.ts'
import { type Subject, subjectsOf } from './subject.ts'

/** What the story knows of a picture; the rest is the drawing's own: which variation, how large, with a caption or not. */
export type StoryPicture = Omit<PanelPicture, 'variation' | 'width' | 'height' | 'caption'>

/** What the storyboard artist needs of each panel, by panel id, in a fixed number of queries. */
export async function pictureOf(database: Reader, panelIds: readonly string[]): Promise<Map<string, StoryPicture>> {
  const subjects = await subjectsOf(database, panelIds)
  return new Map(subjects.map(subject => [subject.panel.id, pictureFrom(subject)]))
}

export function pictureFrom({ panel, scene, location, characters }: Subject): StoryPicture {
  const { id, description, shotSize, framing, angle, cameraMove, dialogue } = panel
  const speakers = new Set(dialogue.flatMap(({ characterId }) => characterId ?? []))
  return {
    id,
    shotSize,
    framing,
    angle,
    cameraMove,
    setting: scene.setting,
    timeOfDay: scene.timeOfDay,
    location: { name: location?.name ?? '', description: wordsOf(location?.look, location?.description) },
    characters: characters.map(
      ({ id, name, colour, look, description }, index): PictureCharacter => ({
        name,
        colour,
        look: wordsOf(look, description),
        side: sideOf(index, characters.length),
        speaking: speakers.has(id),
      }),
    ),
    description,
    dialogue: dialogue.map(({ character, text }) => (character === '' ? text : `${character}: ${text}`)).join('\n'),
    mood: scene.mood,
  }
}

/** Words for the picture where somebody wrote them, else what is known of the thing. */
export const wordsOf = (look = '', description = ''): string => (look.trim() === '' ? description : look)

/** The first stands on the left of the frame, the last on the right; one alone, and all between, in the middle. */
function sideOf(index: number, count: number): FrameSide {
  if (count === 1) return 'centre'
  if (index === 0) return 'left'
  return index === count - 1 ? 'right' : 'centre'
}
