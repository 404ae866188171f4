import type { Panel, ProjectTree, Scene } from '@storycanvas/api'

export type TreeChapter = ProjectTree['chapters'][number]
export type TreeScene = TreeChapter['scenes'][number]

export const scenesOf = (tree: ProjectTree): TreeScene[] => tree.chapters.flatMap(chapter => chapter.scenes)
export const panelsOf = (tree: ProjectTree): Panel[] => scenesOf(tree).flatMap(scene => scene.panels)

const mapScenes = (tree: ProjectTree, change: (scene: TreeScene) => TreeScene): ProjectTree => ({
  ...tree,
  chapters: tree.chapters.map(chapter => {
    const scenes = chapter.scenes.map(change)
    return scenes.every((scene, at) => scene === chapter.scenes[at]) ? chapter : { ...chapter, scenes }
  }),
})

/** The tree with these fields of a scene changed. */
export const withScene = (tree: ProjectTree, id: string, fields: Partial<Scene>): ProjectTree =>
  mapScenes(tree, scene => (scene.id === id ? { ...scene, ...fields } : scene))

/** The tree with these fields of some panels changed, by id. */
export function withPanels(tree: ProjectTree, fields: ReadonlyMap<string, Partial<Panel>>): ProjectTree {
  return mapScenes(tree, scene =>
    scene.panels.some(panel => fields.has(panel.id))
      ? { ...scene, panels: scene.panels.map(panel => ({ ...panel, ...fields.get(panel.id) })) }
      : scene,
  )
}

export const withoutPanels = (tree: ProjectTree, ids: ReadonlySet<string>): ProjectTree =>
  mapScenes(tree, scene =>
    scene.panels.some(panel => ids.has(panel.id))
      ? { ...scene, panels: scene.panels.filter(panel => !ids.has(panel.id)) }
      : scene,
  )

/**
 * The tree with a panel as it is now, where its scene and its position say, or without it where it lies in the trash. The scene has to be
 * in the tree.
 */
export function withPanelPlaced(tree: ProjectTree, panel: Panel): ProjectTree {
  const before = panelsOf(tree).find(({ id }) => id === panel.id)
  const now = panel.deletedAt === null ? [panel] : []
  const placed = mapScenes(tree, scene => {
    const others = scene.panels.filter(({ id }) => id !== panel.id)
    if (scene.id !== panel.sceneId && others.length === scene.panels.length) return scene
    const panels = scene.id === panel.sceneId ? [...others, ...now].sort(byPosition) : others
    const durationMs = panels.reduce((sum, panel) => sum + panel.durationMs, 0)
    return { ...scene, panels, durationMs, panelCount: panels.length }
  })
  const characters = tree.characters.map(character => {
    const more = now.filter(stands(character)).length - [before].filter(panel => panel && stands(character)(panel)).length
    return more === 0 ? character : { ...character, panelCount: character.panelCount + more }
  })
  return { ...placed, characters }
}

/** Positions are compared as the server does, by their code units. */
const byPosition = (a: Panel, b: Panel) => (a.position === b.position ? (a.id < b.id ? -1 : 1) : a.position < b.position ? -1 : 1)
const stands =
  ({ id }: { id: string }) =>
  ({ characterIds }: Panel) =>
    characterIds.includes(id)

export const withoutScene = (tree: ProjectTree, id: string): ProjectTree => ({
  ...tree,
  chapters: tree.chapters.map(chapter => ({ ...chapter, scenes: chapter.scenes.filter(scene => scene.id !== id) })),
})

/** Where something is put: behind a sibling, or first. */
export type Place = { parentId: string; after: string | null }

const insertBehind = <T extends { id: string }>(items: readonly T[], after: string | null, added: readonly T[]): T[] => {
  const at = after === null ? 0 : items.findIndex(item => item.id === after) + 1
  return [...items.slice(0, at), ...added, ...items.slice(at)]
}

/** The tree with panels moved, in the order given, behind `place.after` in the scene `place.parentId`. */
export function withPanelsMoved(tree: ProjectTree, ids: readonly string[], place: Place): ProjectTree {
  const byId = new Map(panelsOf(tree).map(panel => [panel.id, panel]))
  const moved = ids.flatMap(id => byId.get(id) ?? []).map(panel => ({ ...panel, sceneId: place.parentId }))
  return mapScenes(withoutPanels(tree, new Set(ids)), scene =>
    scene.id === place.parentId ? { ...scene, panels: insertBehind(scene.panels, place.after, moved) } : scene,
  )
}

export function withSceneMoved(tree: ProjectTree, id: string, place: Place): ProjectTree {
  const scene = scenesOf(tree).find(scene => scene.id === id)
  if (!scene) return tree
  const rest = withoutScene(tree, id)
  return {
    ...rest,
    chapters: rest.chapters.map(chapter =>
      chapter.id === place.parentId
        ? { ...chapter, scenes: insertBehind(chapter.scenes, place.after, [{ ...scene, chapterId: chapter.id }]) }
        : chapter,
    ),
  }
}

/** Where a scene goes when it is moved one step up or down the outline, over chapter bounds; null at the ends. */
export function sceneStep(tree: ProjectTree, id: string, step: -1 | 1): Place | null {
  const chapterAt = tree.chapters.findIndex(chapter => chapter.scenes.some(scene => scene.id === id))
  const chapter = tree.chapters[chapterAt]
  if (!chapter) return null
  const at = chapter.scenes.findIndex(scene => scene.id === id)
  if (step === 1 && at < chapter.scenes.length - 1) return { parentId: chapter.id, after: chapter.scenes[at + 1]!.id }
  if (step === -1 && at > 0) return { parentId: chapter.id, after: chapter.scenes[at - 2]?.id ?? null }
  const neighbour = tree.chapters[chapterAt + step]
  if (!neighbour) return null
  return { parentId: neighbour.id, after: step === 1 ? null : (neighbour.scenes.at(-1)?.id ?? null) }
}

/**
 * Where panels of one scene go when they are moved one step: past their neighbour, or over the bound into the next scene of
 * `scenes`; null at the ends of the story.
 */
export function panelStep(scenes: readonly TreeScene[], ids: ReadonlySet<string>, step: -1 | 1): Place | null {
  const sceneAt = scenes.findIndex(scene => scene.panels.some(panel => ids.has(panel.id)))
  const scene = scenes[sceneAt]
  if (!scene) return null
  const first = scene.panels.findIndex(panel => ids.has(panel.id))
  const next = scene.panels[scene.panels.findLastIndex(panel => ids.has(panel.id)) + 1]
  if (step === -1 && first > 0) return { parentId: scene.id, after: scene.panels[first - 2]?.id ?? null }
  if (step === 1 && next) return { parentId: scene.id, after: next.id }
  const neighbour = scenes[sceneAt + step]
  if (!neighbour) return null
  return { parentId: neighbour.id, after: step === 1 ? null : (neighbour.panels.at(-1)?.id ?? null) }
}

/** Where a chapter goes when it is moved one step; null at the ends. */
export function chapterStep(tree: ProjectTree, id: string, step: -1 | 1): Place | null {
  const at = tree.chapters.findIndex(chapter => chapter.id === id)
  if (at < 0 || !tree.chapters[at + step]) return null
  return { parentId: tree.project.id, after: tree.chapters[step === 1 ? at + 1 : at - 2]?.id ?? null }
}

export function withChapterMoved(tree: ProjectTree, id: string, after: string | null): ProjectTree {
  const moved = tree.chapters.filter(chapter => chapter.id === id)
  const rest = tree.chapters.filter(chapter => chapter.id !== id)
  return { ...tree, chapters: insertBehind(rest, after, moved) }
}

const placeAmong = (parentId: string, siblings: readonly { id: string }[], id: string): Place => ({
  parentId,
  after: siblings[siblings.findIndex(sibling => sibling.id === id) - 1]?.id ?? null,
})

/** Where a panel, scene or chapter stands now, to be put back there. */
export function placeOf(tree: ProjectTree, id: string): Place | null {
  if (tree.chapters.some(chapter => chapter.id === id)) return placeAmong(tree.project.id, tree.chapters, id)
  const chapter = tree.chapters.find(({ scenes }) => scenes.some(scene => scene.id === id))
  if (chapter) return placeAmong(chapter.id, chapter.scenes, id)
  const scene = scenesOf(tree).find(({ panels }) => panels.some(panel => panel.id === id))
  return scene ? placeAmong(scene.id, scene.panels, id) : null
}
