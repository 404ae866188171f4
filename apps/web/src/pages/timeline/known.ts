import type { ProjectTree } from '@storycanvas/api'
import type { Clip, Json } from '@storycanvas/timeline'
import { scenesOf } from '../../api/tree.ts'

/** What the project knows of a clip and the document does not. */
export type ClipFacts = {
  imageUrl: string | null
  /** Of the first character in it. */
  colour: string | null
  panelId: string | null
  sceneId: string | null
}

/** What is drawn and said of clips beyond their document, by the panels they show. */
export type Known = {
  clip: (clip: Clip) => ClipFacts
  /** Colours of those who speak, by name. */
  speakers: ReadonlyMap<string, string>
  headings: ReadonlyMap<string, string>
}

const text = (value: Json | undefined) => (typeof value === 'string' ? value : null)

export function knownOf(tree: ProjectTree): Known {
  const colours = new Map(tree.characters.map(({ id, colour }) => [id, colour]))
  const scenes = scenesOf(tree)
  const panels = new Map(scenes.flatMap(scene => scene.panels.map(panel => [panel.id, panel] as const)))
  // Asked for each clip of each picture that is drawn.
  const facts = new WeakMap<Clip, ClipFacts>()
  const factsOf = ({ metadata }: Clip): ClipFacts => {
    const panelId = text(metadata['panelId'])
    const panel = panels.get(panelId ?? '')
    return {
      imageUrl: panel?.chosenTake?.thumbnailUrl ?? null,
      colour: colours.get(panel?.characterIds[0] ?? '') ?? null,
      panelId,
      sceneId: text(metadata['sceneId']) ?? panel?.sceneId ?? null,
    }
  }
  return {
    clip(clip) {
      const known = facts.get(clip) ?? factsOf(clip)
      facts.set(clip, known)
      return known
    },
    speakers: new Map(tree.characters.map(({ name, colour }) => [name, colour])),
    headings: new Map(scenes.map(({ id, heading }) => [id, heading])),
  }
}
