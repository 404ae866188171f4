import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import { GrowingReply, type Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { textOfTree } from './board/tree-text.ts'
import { chapterRoutes } from './chapters/routes.ts'
import { characterRoutes } from './characters/routes.ts'
import type { StoryHooks } from './context.ts'
import { importStory } from './import/import-story.ts'
import { instructionRoutes } from './instructions/routes.ts'
import { locationRoutes } from './locations/routes.ts'
import { panelRoutes } from './panels/routes.ts'
import { sceneRoutes } from './scenes/routes.ts'

type Operations = 'importIntoProject' | 'getProjectWithScenes'

/** The room of the story: directions, chapters, scenes, panels, cast, and stories that come in as text. */
export function storyRoutes({ database, grants }: Pick<Context, 'database' | 'grants'>, hooks: StoryHooks) {
  const context = { database, grants, ...hooks }
  return {
    ...instructionRoutes(context),
    ...chapterRoutes(context),
    ...sceneRoutes(context),
    ...panelRoutes(context),
    ...characterRoutes(context),
    ...locationRoutes(context),
    getProjectWithScenes: async ({ project }) => {
      if (!project) throw notFound()
      return new GrowingReply(textOfTree(context, project.id, project.role))
    },
    importIntoProject: ({ params, body }) => importStory(context, params.id, body),
  } satisfies Handlers<Pick<typeof contract, Operations>>
}
