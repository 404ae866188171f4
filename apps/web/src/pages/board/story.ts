import type { Character, Panel, ProjectTree } from '@storycanvas/api'
import { scenesOf, type TreeScene } from '../../api/tree.ts'

/** What the board asks of a project again and again, found once for each state of its tree. */
export type BoardStory = {
  scenes: readonly TreeScene[]
  characters: ReadonlyMap<string, Character>
  panels: readonly Panel[]
  /** Ids of the panels, in the order of the story. */
  order: readonly string[]
  /** Where each panel stands in that order. */
  places: ReadonlyMap<string, number>
  missing: number
  stale: readonly string[]
  failed: readonly string[]
}

export function storyOf(tree: ProjectTree): BoardStory {
  const scenes = scenesOf(tree)
  const panels = scenes.flatMap(scene => scene.panels)
  const order = panels.map(panel => panel.id)
  return {
    scenes,
    characters: new Map(tree.characters.map(character => [character.id, character])),
    panels,
    order,
    places: new Map(order.map((id, at) => [id, at])),
    missing: panels.filter(panel => !panel.chosenTake).length,
    stale: panels.filter(panel => panel.chosenTake?.stale).map(panel => panel.id),
    failed: panels.filter(panel => panel.status === 'failed').map(panel => panel.id),
  }
}

/** These panels in the order of the story. */
export const inOrder = ({ places }: BoardStory, ids: ReadonlySet<string>): string[] =>
  [...ids].filter(id => places.has(id)).sort((a, b) => places.get(a)! - places.get(b)!)
