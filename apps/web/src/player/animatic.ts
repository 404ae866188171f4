import type { ProjectTree } from '@storycanvas/api'
import { scenesOf } from '../api/tree.ts'
import { motionOf } from './motion.ts'
import type { Programme, Shot, SpokenLine } from './programme.ts'
import { framesOf } from './time.ts'

/** A board as a programme: each panel as long as it says, what is said shared out over it by length of text. */
export function animaticOf(tree: ProjectTree): Programme {
  const { rate, dropFrame, width, height } = tree.project
  const colours = new Map(tree.characters.map(({ id, colour }) => [id, colour]))
  const shots: Shot[] = []
  const lines: SpokenLine[] = []
  const scenes: number[] = []
  let ms = 0
  for (const scene of scenesOf(tree)) {
    if (scene.panels.length > 0) scenes.push(framesOf(ms, rate))
    for (const panel of scene.panels) {
      const start = framesOf(ms, rate)
      ms += panel.durationMs
      const end = Math.max(start + 1, framesOf(ms, rate))
      shots.push({
        id: panel.id,
        start,
        end,
        label: panel.description,
        imageUrl: panel.chosenTake?.url ?? null,
        video: null,
        motion: motionOf(panel.cameraMove),
        fadeIn: 0,
        fadeOut: 0,
      })
      const spoken = panel.dialogue.filter(({ text }) => text.trim() !== '')
      const letters = spoken.reduce((sum, { text }) => sum + text.length, 0)
      let said = 0
      for (const { text, character, characterId } of spoken) {
        const from = start + Math.round(((end - start) * said) / letters)
        said += text.length
        lines.push({
          start: from,
          end: start + Math.round(((end - start) * said) / letters),
          text,
          speaker: character || null,
          colour: (characterId && colours.get(characterId)) || null,
        })
      }
    }
  }
  return {
    shots,
    lines,
    overlaps: [],
    sounds: [],
    above: [],
    scenes,
    length: shots.at(-1)?.end ?? 0,
    rate,
    dropFrame,
    firstFrame: 0,
    aspect: width / height,
  }
}
