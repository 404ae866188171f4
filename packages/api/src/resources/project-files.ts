import { z } from 'zod'
import { byId, line } from '../fields.ts'
import { bytes, json, routes } from '../route.ts'
import { Project } from './projects.ts'

export const projectFiles = routes({
  exportProjectFile: {
    method: 'GET',
    path: '/api/v1/projects/:id/file',
    group: 'projects',
    summary: 'The whole project as one archive: its data as project.json, its media by their sha256',
    access: { kind: 'object', object: 'project', at: 'params.id', action: 'view' },
    params: byId,
    reply: bytes('application/zip'),
  },
  importProjectFile: {
    method: 'POST',
    path: '/api/v1/projects/import',
    group: 'projects',
    summary: 'Make a project of an archive that this or another install wrote',
    access: { kind: 'account' },
    status: 201,
    limit: { max: 30, seconds: 60 },
    upload: { maxBytes: 20 * 1024 ** 3, what: 'project' },
    body: z.strictObject({}),
    reply: json(Project),
  },
  duplicateProject: {
    method: 'POST',
    path: '/api/v1/projects/:id/duplicate',
    group: 'projects',
    summary: 'Make a copy of a project, mine alone; the media are shared, not copied',
    // Changing nothing of the original, this still makes something: an edit of what the caller owns.
    access: { kind: 'object', object: 'project', at: 'params.id', action: 'edit' },
    status: 201,
    params: byId,
    body: z.strictObject({ name: line(200).optional() }),
    reply: json(Project),
  },
})
