import type { DraftScene } from './scenes/draft.ts'
import type { Pronoun } from './scenes/gender.ts'
import type { Mentions } from './scenes/mentions.ts'
import { moodOf } from './scenes/mood.ts'
import { sentences } from './scenes/sentences.ts'
import { coverScene } from './shots/cover-scene.ts'
import { withMoves } from './shots/moves.ts'
import { panelOf } from './shots/panels.ts'
import type { Scene } from './story.ts'

interface SceneContext {
  mentions: Mentions
  genders: ReadonlyMap<string, Pronoun>
  looks: ReadonlyMap<string, string>
  isNewPlace: boolean
  isFirst: boolean
  isLast: boolean
}

/** Chooses the panels of a scene, and gathers what it says of place, people and mood. */
export function sceneFrom(scene: DraftScene, context: SceneContext): Scene {
  const words = scene.beats.map(beat => beat.text).join(' ')
  const mood = moodOf(words)
  const shots = coverScene(scene, context)
  const order = shots.flatMap(shot => shot.characters)
  const moving = withMoves(shots, { ...context, isOnLeft: name => order[0] === name })
  const panels = moving.map(shot => panelOf(shot, { place: scene.place, mood, looks: context.looks }))
  const seen = shots.flatMap(shot =>
    shot.moments.flatMap(moment => (moment.kind === 'speech' ? [moment.character] : moment.subjects)),
  )
  return {
    number: scene.number,
    heading: scene.heading,
    ...scene.place,
    synopsis: scene.synopsis || firstSentence(scene),
    text: scene.text,
    characters: [...new Set(seen)],
    mood,
    transition: scene.transition,
    line: scene.line,
    durationMs: panels.reduce((sum, panel) => sum + panel.durationMs, 0),
    panels,
  }
}

function firstSentence({ beats }: DraftScene): string {
  const action = beats.find(beat => beat.kind === 'action') ?? beats[0]
  return sentences(action?.text ?? '')[0]?.slice(0, 200) ?? ''
}
