import type { Panel, ProjectTree, Scene } from '@storycanvas/api'
import { complain, refresh } from './actions.tsx'
import { keys } from './queries.ts'
import { queryClient, server } from './server.ts'
import { type Place, withoutPanels, withoutScene, withPanels, withPanelsMoved, withScene, withSceneMoved } from './tree.ts'
import { offerUndo } from './undo.tsx'

type SceneFields = Partial<
  Pick<Scene, 'heading' | 'text' | 'synopsis' | 'mood' | 'setting' | 'timeOfDay' | 'locationId' | 'transition'>
>
export type PanelFields = Partial<
  Omit<
    Panel,
    'id' | 'projectId' | 'sceneId' | 'position' | 'status' | 'chosenTake' | 'takeCount' | 'createdAt' | 'updatedAt' | 'deletedAt'
  >
>

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
  const restoring = (send: () => Promise<unknown>) => async () => {
    await send()
    await refresh(key)
  }

  return {
    /** Rejects when refused, so that the field can show it. */
    async saveScene(id: string, fields: SceneFields) {
      const scene = await server.updateScene({ params: { id }, body: fields })
      show(tree => withScene(tree, id, scene))
    },
    /** Rejects when refused, so that the field can show it. */
    async savePanel(id: string, fields: PanelFields) {
      const panel = await server.updatePanel({ params: { id }, body: fields })
      show(tree => withPanels(tree, new Map([[id, panel]])))
      await refresh(keys.panelPrompt(id), keys.timeline(projectId))
    },
    moveScene: (id: string, place: Place) =>
      attempt(
        tree => withSceneMoved(tree, id, place),
        () => server.updateScene({ params: { id }, body: { chapterId: place.parentId, after: place.after } }),
      ),
    movePanels: (ids: readonly string[], place: Place) =>
      attempt(
        tree => withPanelsMoved(tree, ids, place),
        async () => {
          let after = place.after
          for (const id of ids) {
            await server.updatePanel({ params: { id }, body: { sceneId: place.parentId, after } })
            after = id
          }
        },
      ),
    async deleteScene(scene: Scene) {
      const { id } = scene
      await attempt(
        tree => withoutScene(tree, id),
        () => server.deleteScene({ params: { id } }),
      )
      offerUndo(
        `Deleted “${scene.heading}”`,
        restoring(() => server.restoreScene({ params: { id } })),
      )
    },
    async deleteChapter(id: string, title: string) {
      await attempt(
        tree => ({ ...tree, chapters: tree.chapters.filter(chapter => chapter.id !== id) }),
        () => server.deleteChapter({ params: { id } }),
      )
      offerUndo(
        `Deleted “${title}” with its scenes`,
        restoring(() => server.restoreChapter({ params: { id } })),
      )
    },
    async deletePanels(ids: readonly string[]) {
      await attempt(
        tree => withoutPanels(tree, new Set(ids)),
        () => Promise.all(ids.map(id => server.deletePanel({ params: { id } }))),
      )
      const said = ids.length === 1 ? 'Deleted the panel; its takes stay' : `Deleted ${ids.length} panels; their takes stay`
      offerUndo(
        said,
        restoring(() => Promise.all(ids.map(id => server.restorePanel({ params: { id } })))),
      )
    },
    async addPanel(sceneId: string, after: string | null | undefined) {
      return attempt(
        tree => tree,
        async () => {
          const panel = await server.createPanel({ params: { id: sceneId }, body: { ...(after === undefined ? {} : { after }) } })
          await refresh(key)
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
