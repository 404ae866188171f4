import type { CharacterRow, LocationRow } from '../cast/pages.ts'
import type { Subject } from './subject.ts'

type Alone = Omit<Subject, 'instructions' | 'style'>

/** The camera and the words of a picture that stands in no scene. */
const plain = {
  ...{ description: '', videoPrompt: '', negativePrompt: '', dialogue: [], lensMm: null },
  angle: 'eye-level' as const,
  cameraMove: 'static' as const,
}

/** Somebody alone before a plain ground, head and shoulders, so that nothing but the look counts. */
export function portraitOf(character: CharacterRow): Alone {
  const { id, projectId } = character
  const imagePrompt = 'A portrait, the face turned to the camera, even light, plain background.'
  return {
    panel: { ...plain, id, projectId, sceneId: id, imagePrompt, shotSize: 'medium-close', framing: 'single' },
    scene: { id, projectId, setting: 'unspecified', timeOfDay: 'day', mood: '', locationId: null },
    location: null,
    characters: [character],
  }
}

/** A place by day with nobody in it. */
export function viewOf(location: LocationRow): Alone {
  const { id, projectId, setting } = location
  const imagePrompt = 'A view of the whole place, nobody in it.'
  return {
    panel: { ...plain, id, projectId, sceneId: id, imagePrompt, shotSize: 'wide', framing: 'establishing' },
    scene: { id, projectId, setting, timeOfDay: 'day', mood: '', locationId: id },
    location,
    characters: [],
  }
}
