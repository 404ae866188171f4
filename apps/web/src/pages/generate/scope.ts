import type { ProjectTree } from '@storycanvas/api'
import type { DrawScope } from '../../api/queries.ts'
import { panelsOf, scenesOf } from '../../api/tree.ts'

/** What one may ask for a picture of, by a name for each choice. */
export function scopesOf(tree: ProjectTree): { value: string; label: string; scope: DrawScope; panels: readonly string[] }[] {
  const panels = panelsOf(tree)
  const missing = panels.filter(({ chosenTake }) => !chosenTake).map(({ id }) => id)
  const stale = panels.filter(({ chosenTake }) => chosenTake?.stale).map(({ id }) => id)
  const scenes = scenesOf(tree).filter(scene => scene.panels.length > 0)
  return [
    { value: 'all', label: `All ${panels.length} panels`, scope: {}, panels: panels.map(({ id }) => id) },
    ...(missing.length > 0
      ? [{ value: 'missing', label: `The ${missing.length} without a picture`, scope: { onlyMissing: true }, panels: missing }]
      : []),
    ...(stale.length > 0
      ? [{ value: 'stale', label: `The ${stale.length} that have changed`, scope: { panelIds: stale }, panels: stale }]
      : []),
    ...scenes.map(({ id, heading, panels: own }, at) => ({
      value: id,
      label: `Scene ${at + 1}: ${heading} (${own.length})`,
      scope: { sceneId: id },
      panels: own.map(panel => panel.id),
    })),
  ]
}
