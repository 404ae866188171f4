import { z } from 'zod'
import { byId, flag, id, line, page, pageQuery, Rate, text, times } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { ProjectRole } from '../roles.ts'
import { Chapter, Scene } from './story.ts'
import { Panel } from './panels.ts'
import { Character, Location } from './cast.ts'
import { Clip } from './clips.ts'

export const ProjectTemplate = z.enum(['blank', 'short-film', 'music-video', 'commercial', 'comic', 'highlights-montage'])
export type ProjectTemplate = z.output<typeof ProjectTemplate>
export const AspectRatio = z.enum(['16:9', '9:16', '1:1', '4:3', '2.39:1'])

export type AspectRatio = z.output<typeof AspectRatio>

export const Project = z.object({
  id,
  name: z.string().meta({ examples: ['The last reel'] }),
  description: z.string(),
  template: ProjectTemplate,
  aspectRatio: AspectRatio,
  width: z.int(),
  height: z.int(),
  rate: Rate,
  dropFrame: z.boolean(),
  style: z.string(),
  status: z.enum(['active', 'archived']),
  /** While true, the cut is laid anew from the board whenever panels change; a first edit of the timeline ends it. */
  cutFollowsBoard: z.boolean(),
  coverUrl: z.string().nullable(),
  panelCount: z.int(),
  drawnPanelCount: z.int(),
  /** The caller's role. */
  role: ProjectRole,
  ...times,
})
export type Project = z.output<typeof Project>

const settings = {
  name: line(200),
  description: text(20_000),
  aspectRatio: AspectRatio,
  rate: Rate,
  dropFrame: z.boolean(),
  style: text(5000),
}

export const ProjectTree = z.object({
  project: Project,
  chapters: z.array(Chapter.extend({ scenes: z.array(Scene.extend({ panels: z.array(Panel) })) })),
  characters: z.array(Character),
  locations: z.array(Location),
})
export type ProjectTree = z.output<typeof ProjectTree>

const view = { kind: 'object', action: 'view', object: 'project', at: 'params.id' } as const

export const projects = routes({
  createProject: {
    method: 'POST',
    path: '/api/v1/projects',
    group: 'projects',
    summary: 'Make a project from a template',
    access: { kind: 'account' },
    status: 201,
    body: z.strictObject({
      name: settings.name,
      description: settings.description.default(''),
      template: ProjectTemplate.default('short-film'),
      aspectRatio: AspectRatio.optional(),
      rate: Rate.optional(),
      dropFrame: z.boolean().default(false),
      style: settings.style.default(''),
    }),
    reply: json(Project),
  },
  listProjects: {
    method: 'GET',
    path: '/api/v1/projects',
    group: 'projects',
    summary: 'Projects I am a member of, newest change first',
    access: { kind: 'account' },
    query: z.object({
      ...pageQuery,
      search: text(200).optional(),
      status: z.enum(['active', 'archived']).optional(),
      deleted: flag,
    }),
    reply: json(page(Project)),
  },
  getProject: {
    method: 'GET',
    path: '/api/v1/projects/:id',
    group: 'projects',
    summary: 'One project',
    access: view,
    params: byId,
    reply: json(Project),
  },
  updateProject: {
    method: 'PATCH',
    path: '/api/v1/projects/:id',
    group: 'projects',
    summary: 'Change settings, archive, bring back from the archive',
    access: { ...view, action: 'edit' },
    params: byId,
    body: z.strictObject({ ...settings, status: z.enum(['active', 'archived']), cutFollowsBoard: z.boolean() }).partial(),
    reply: json(Project),
  },
  deleteProject: {
    method: 'DELETE',
    path: '/api/v1/projects/:id',
    group: 'projects',
    summary: 'Move a project to the trash',
    access: { ...view, action: 'manage' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreProject: {
    method: 'POST',
    path: '/api/v1/projects/:id/restore',
    group: 'projects',
    summary: 'Take a project back from the trash',
    access: { ...view, action: 'manage', includeDeleted: true },
    params: byId,
    reply: json(Project),
  },
  purgeProject: {
    method: 'POST',
    path: '/api/v1/projects/:id/purge',
    group: 'projects',
    summary: 'Delete a project in the trash for good; published films stay',
    access: { ...view, action: 'manage', includeDeleted: true },
    status: 204,
    params: byId,
    reply: empty,
  },
  getProjectWithScenes: {
    method: 'GET',
    path: '/api/v1/projects/:id/with-scenes',
    group: 'projects',
    summary: 'The whole tree: chapters, scenes, panels with chosen takes, cast',
    access: view,
    params: byId,
    reply: json(ProjectTree),
  },
  listProjectClips: {
    method: 'GET',
    path: '/api/v1/projects/:id/clips',
    group: 'projects',
    summary: 'All clips of the cut, in order',
    access: view,
    params: byId,
    reply: json(z.object({ items: z.array(Clip) })),
  },
})
