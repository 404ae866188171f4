import type { Panel, ProjectTree, Scene } from '@storycanvas/api'
import { complain, refresh } from './actions.tsx'
import { inTurn, withWayBack } from './ownChanges.ts'
import { keys } from './queries.ts'
import { queryClient, server } from './server.ts'
import {
  type Place,
  placeOf,
  withChapterMoved,
  withoutPanels,
  withoutScene,
  withPanelPlaced,
  withPanels,
  withPanelsMoved,
  withScene,
  withSceneMoved,
} from './tree.ts'

type SceneFields = Partial<
  Pick<Scene, 'heading' | 'text' | 'synopsis' | 'mood' | 'setting' | 'timeOfDay' | 'locationId' | 'transition'>
>
type Kept = 'id' | 'projectId' | 'sceneId' | 'position' | 'version' | 'createdAt' | 'updatedAt' | 'deletedAt'
export type PanelFields = Partial<Omit<Panel, Kept | 'status' | 'chosenTake' | 'takeCount'>>

type PlaceIn = Place | ((tree: ProjectTree) => Place | null)

/**
 * Changes to a project's story. Each shows at once in the cached tree and is then sent; when the server refuses, the tree
 * is loaded anew and the reason said.
 */
export function editProject(projectId: string) {
  const key = keys.tree(projectId)
  const show = (change: (tree: ProjectTree) => ProjectTree) =>
    queryClient.setQueryData<ProjectTree>(key, tree => tree && change(tree))

  async function attempt<T>(change: (tree: ProjectTree) => ProjectTree, send: () => Promise<T>): Promise<T | undefined> {
    await queryClient.cancelQueries({ queryKey: key })
    show(change)
    try {
      return await send()
    } catch (error) {
      complain(error)
      await refresh(key)
      return undefined
    }
  }
  const stands = (tree: ProjectTree, ids: readonly string[], place: Place) => {
    const [id = ''] = ids
    if (place.parentId === projectId) return withChapterMoved(tree, id, place.after)
    if (tree.chapters.some(chapter => chapter.id === place.parentId)) return withSceneMoved(tree, id, place)
    return withPanelsMoved(tree, ids, place)
  }
  const sendMove = (ids: readonly string[], { parentId, after }: Place): Promise<unknown> => {
    const [id = ''] = ids
    if (ids.length > 1)
      return server.updatePanels({ params: { id: projectId }, body: { panelIds: [...ids], sceneId: parentId, after } })
    const tree = queryClient.getQueryData<ProjectTree>(key)
    const params = { id }
    if (parentId === projectId) return server.updateChapter({ params, body: { after } })
    if (tree?.chapters.some(chapter => chapter.id === parentId))
      return server.updateScene({ params, body: { chapterId: parentId, after } })
    return server.updatePanel({ params, body: { sceneId: parentId, after } })
  }
  async function put(ids: readonly string[], place: Place) {
    const change = (tree: ProjectTree) => stands(tree, ids, place)
    return attempt(change, async () => {
      await sendMove(ids, place)
      // A tree that was asked for before the server had moved everything may have come in meanwhile.
      await queryClient.cancelQueries({ queryKey: key })
      show(change)
      void refresh(key)
      return true
    })
  }
  /** Siblings go one behind the other to a place, which is looked for when it is their turn; each can go back to its own. */
  const move = (said: string, ids: readonly string[], placeIn: PlaceIn) =>
    inTurn(projectId, async () => {
      const tree = queryClient.getQueryData<ProjectTree>(key)
      const place = tree && (typeof placeIn === 'function' ? placeIn(tree) : placeIn)
      if (!place) return
      const before = ids.flatMap(id => {
        const was = placeOf(tree, id)
        return was ? [{ id, was }] : []
      })
      if (before.every(({ was }, at) => was.parentId === place.parentId && was.after === (ids[at - 1] ?? place.after))) return
      await withWayBack(projectId, `Moved ${said}`, () => put(ids, place))
    })
  const remove = (said: string, change: (tree: ProjectTree) => ProjectTree, send: () => Promise<unknown>) =>
    inTurn(projectId, () => withWayBack(projectId, said, () => attempt(change, () => send().then(() => true))))

  return {
    /** Rejects when refused, so that the field can show it; `version` is the one that the change was made on. */
    async saveScene(id: string, fields: SceneFields, version?: number) {
      const scene = await server.updateScene({ params: { id }, body: { ...fields, ...(version ? { version } : {}) } })
      show(tree => withScene(tree, id, scene))
    },
    /** Rejects when refused, so that the field can show it. */
    async savePanel(id: string, fields: PanelFields, version?: number) {
      const panel = await server.updatePanel({ params: { id }, body: { ...fields, ...(version ? { version } : {}) } })
      show(tree => withPanels(tree, new Map([[id, panel]])))
      await refresh(keys.panelPrompt(id), keys.timeline(projectId))
    },
    moveChapter: (id: string, place: PlaceIn) => move('the chapter', [id], place),
    moveScene: (id: string, place: PlaceIn) => move('the scene', [id], place),
    movePanels: (ids: readonly string[], place: PlaceIn) =>
      move(ids.length === 1 ? 'the panel' : `${ids.length} panels`, ids, place),
    async deleteScene(scene: Scene) {
      const { id } = scene
      await remove(
        `Deleted “${scene.heading}”`,
        tree => withoutScene(tree, id),
        () => server.deleteScene({ params: { id } }),
      )
    },
    async deleteChapter(id: string, title: string) {
      await remove(
        `Deleted “${title}” with its scenes`,
        tree => ({ ...tree, chapters: tree.chapters.filter(chapter => chapter.id !== id) }),
        () => server.deleteChapter({ params: { id } }),
      )
    },
    async deletePanels(ids: readonly string[]) {
      await remove(
        ids.length === 1 ? 'Deleted the panel; its takes stay' : `Deleted ${ids.length} panels; their takes stay`,
        tree => withoutPanels(tree, new Set(ids)),
        () => server.deletePanels({ params: { id: projectId }, body: { panelIds: [...ids] } }),
      )
    },
    async addPanel(sceneId: string, after: string | null | undefined) {
      return attempt(
        tree => tree,
        async () => {
          const panel = await server.createPanel({ params: { id: sceneId }, body: { ...(after === undefined ? {} : { after }) } })
          show(tree => withPanelPlaced(tree, panel))
          return panel
        },
      )
    },
    async addScene(chapterId: string, heading: string, after?: string) {
      return attempt(
        tree => tree,
        async () => {
          const scene = await server.createScene({ body: { chapterId, heading, ...(after ? { after } : {}) } })
          await refresh(key)
          return scene
        },
      )
    },
    async addChapter(title: string) {
      return attempt(
        tree => tree,
        async () => {
          const chapter = await server.createChapter({ params: { id: projectId }, body: { title } })
          await refresh(key)
          return chapter
        },
      )
    },
  }
}
export type ProjectEditor = ReturnType<typeof editProject>
