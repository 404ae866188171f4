import { z } from 'zod'
import { byId, id } from '../fields.ts'
import { bytes, routes } from '../route.ts'

/** Nine pictures a page, six with captions beside them, or one with everything that is known of it. */
export const StoryboardLayout = z.enum(['3x3', '2x3', 'single'])
export type StoryboardLayout = z.output<typeof StoryboardLayout>

const view = { kind: 'object', action: 'view', object: 'project', at: 'params.id' } as const
const limit = { max: 20, seconds: 60 } as const

export const storyboard = routes({
  printStoryboard: {
    method: 'GET',
    path: '/api/v1/projects/:id/storyboard',
    group: 'projects',
    summary: 'The board as pages of a PDF, A4 across: of the whole film, or of one scene',
    access: view,
    limit,
    params: byId,
    query: z.object({ layout: StoryboardLayout.default('3x3'), sceneId: id.optional() }),
    reply: bytes('application/pdf'),
  },
  getContactSheet: {
    method: 'GET',
    path: '/api/v1/projects/:id/contact-sheet',
    group: 'projects',
    summary: 'All pictures of the board, or of one scene, as one small picture each',
    access: view,
    limit,
    params: byId,
    query: z.object({ sceneId: id.optional() }),
    reply: bytes('image/png'),
  },
})
