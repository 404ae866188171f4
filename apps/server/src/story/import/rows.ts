import type { DialogueLine } from '@storycanvas/api'
import type { Insertable } from 'kysely'
import type { Panel } from '../../writing/builtin/index.ts'
import type { StoryTables } from '../tables.ts'
import type { Cast } from './cast.ts'
import type { ExistingScene } from './existing.ts'
import type { IncomingScene, MetScene } from './meet.ts'
import { oneLine } from './one-line.ts'

export type NewScene = Insertable<StoryTables['scene']>
export type NewPanel = Omit<Insertable<StoryTables['panel']>, 'dialogue'> & { dialogue: DialogueLine[] }

/** What every row of an import is made with. */
export type Making = { projectId: string; cast: Cast; newId: () => string }

export function sceneRow(
  { projectId, cast }: Making,
  { id, number, heading, text, scene }: IncomingScene,
  place: { chapterId: string; position: string },
): NewScene {
  const { setting, timeOfDay, synopsis, mood, transition } = scene
  const locationId = cast.locationId(scene.location)
  const characterIds = idsOf(scene.characters, cast)
  return {
    id,
    projectId,
    ...place,
    number,
    heading,
    text,
    setting,
    timeOfDay,
    synopsis,
    mood,
    transition,
    locationId,
    characterIds,
  }
}

/** What the text says goes; synopsis and mood may be someone's own words and stay. */
export function rewrittenScene({ cast }: Making, { existing, incoming }: MetScene): ExistingScene {
  const { number, heading, text, scene } = incoming
  const { setting, timeOfDay, transition } = scene
  const locationId = cast.locationId(scene.location) ?? existing.locationId
  return {
    ...existing,
    number,
    heading,
    text,
    setting,
    timeOfDay,
    transition,
    locationId,
    characterIds: idsOf(scene.characters, cast),
  }
}

export function panelRow({ projectId, cast, newId }: Making, sceneId: string, panel: Panel, position: string): NewPanel {
  const { description, shotSize, framing, angle, cameraMove, imagePrompt, videoPrompt, durationMs } = panel
  const dialogue = panel.dialogue.map(({ character, parenthetical, text }) => ({
    characterId: cast.characterId(character),
    character: oneLine(character, 200),
    parenthetical: oneLine(parenthetical ?? '', 500),
    text,
  }))
  const words = { description, dialogue, imagePrompt, videoPrompt, negativePrompt: '' }
  const camera = { shotSize, framing, angle, lensMm: null, cameraMove, transition: 'cut' as const }
  const characterIds = idsOf(panel.characters, cast)
  return { id: newId(), projectId, sceneId, position, ...words, ...camera, characterIds, durationMs }
}

const idsOf = (names: readonly string[], cast: Cast): string[] => [
  ...new Set(names.flatMap(name => cast.characterId(name) ?? [])),
]
