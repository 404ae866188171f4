import type { ProjectRole, ProjectTree } from '@storycanvas/api'
import type { Context } from '../../context.ts'
import type { Reader } from '../../platform/database/database.ts'
import { getProject } from '../../projects/read.ts'
import { allOf } from '../cast/pages.ts'
import { trashedCast } from '../cast/trashed.ts'
import { listChapters } from '../chapters/read.ts'
import { characterReplies } from '../characters/read.ts'
import { locationReplies } from '../locations/read.ts'
import { panelReplies, type PanelRow } from '../panels/read.ts'
import { type SceneRow, sceneReply } from '../scenes/read.ts'
import { projectFigures } from './figures.ts'

type Parts = Pick<Context, 'database' | 'grants'>
type Panels = Awaited<ReturnType<typeof panelReplies>>

/** The whole story of a project, in a fixed number of queries however long it is. */
export async function getProjectWithScenes(parts: Parts, projectId: string, role: ProjectRole): Promise<ProjectTree> {
  const { database, grants } = parts
  const [project, chapters, scenes, panels, characters, locations, trashed] = await Promise.all([
    getProject(database, projectFigures(parts), projectId, role),
    listChapters(database, projectId, false),
    sceneRows(database, projectId),
    panelRows(database, projectId).then(rows => panelReplies(parts, projectId, rows)),
    allOf(database, 'character', projectId).then(rows => characterReplies(database, grants, projectId, rows)),
    allOf(database, 'location', projectId).then(rows => locationReplies(database, grants, projectId, rows)),
    trashedCast(database, projectId),
  ])
  const panelsOf = Map.groupBy(panels, ({ sceneId }) => sceneId)
  const scenesOf = Map.groupBy(scenes, ({ chapterId }) => chapterId)
  const tree = chapters.map(chapter => ({
    ...chapter,
    scenes: (scenesOf.get(chapter.id) ?? []).map(row => sceneWithPanels(row, panelsOf.get(row.id) ?? [], trashed)),
  }))
  return { project, chapters: tree, characters, locations }
}

/** A scene with its panels, as long as they are together. */
export function sceneWithPanels(row: SceneRow, panels: Panels, trashed: ReadonlySet<string>) {
  const durationMs = panels.reduce((sum, panel) => sum + panel.durationMs, 0)
  return { ...sceneReply(row, { durationMs, panelCount: panels.length }, trashed), panels }
}

function sceneRows(database: Reader, projectId: string): Promise<SceneRow[]> {
  return database
    .selectFrom('scene')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .orderBy('chapterId')
    .orderBy('position')
    .orderBy('id')
    .execute()
}

function panelRows(database: Reader, projectId: string): Promise<PanelRow[]> {
  return database
    .selectFrom('panel')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .orderBy('sceneId')
    .orderBy('position')
    .orderBy('id')
    .execute()
}
