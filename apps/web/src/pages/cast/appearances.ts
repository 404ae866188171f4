import type { Panel, ProjectTree } from '@storycanvas/api'
import { scenesOf, type TreeScene } from '../../api/tree.ts'

/** A scene in which someone or some place appears, and the panel to look at for it. */
export type Appearance = { scene: TreeScene; number: string; panel: Panel | null }

const numbered = (tree: ProjectTree) => scenesOf(tree).map((scene, at) => ({ scene, number: scene.number ?? String(at + 1) }))

export const characterAppearances = (tree: ProjectTree, id: string): Appearance[] =>
  numbered(tree).flatMap(({ scene, number }) => {
    const panel = scene.panels.find(({ characterIds }) => characterIds.includes(id)) ?? null
    return panel || scene.characterIds.includes(id) ? [{ scene, number, panel }] : []
  })

export const locationAppearances = (tree: ProjectTree, id: string): Appearance[] =>
  numbered(tree).flatMap(({ scene, number }) =>
    scene.locationId === id ? [{ scene, number, panel: scene.panels[0] ?? null }] : [],
  )
