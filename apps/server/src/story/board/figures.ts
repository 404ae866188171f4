import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Reader } from '../../platform/database/database.ts'
import type { FiguresOf } from '../../projects/read.ts'
import { chosenTakes } from '../../takes/read.ts'

/** How many panels each project has and how many show a picture, and the first picture: three queries at most for any list. */
export const projectFigures =
  ({ database, grants }: Pick<Context, 'database' | 'grants'>): FiguresOf =>
  async projectIds => {
    if (projectIds.length === 0) return new Map()
    const counts = await panelCounts(database, projectIds)
    const drawn = counts.filter(({ drawnPanelCount }) => drawnPanelCount > 0).map(({ projectId }) => projectId)
    const covers = await firstTakes(database, drawn)
    const takes = await chosenTakes(database, grants, [...covers.values()])
    return new Map(
      counts.map(({ projectId, ...figures }) => {
        const cover = takes.get(covers.get(projectId) ?? '')
        return [projectId, { ...figures, coverUrl: cover?.thumbnailUrl ?? null }]
      }),
    )
  }

type Counts = { projectId: string; panelCount: number; drawnPanelCount: number }

async function panelCounts(database: Reader, projectIds: string[]): Promise<Counts[]> {
  const { rows } = await sql<Counts>`
    select project_id, count(*) as panel_count, count(chosen_take_id) as drawn_panel_count
    from panel where project_id = any(${projectIds}::uuid[]) and deleted_at is null
    group by project_id`.execute(database)
  return rows
}

/** The chosen take of the first panel in story order that has one. */
async function firstTakes(database: Reader, projectIds: string[]): Promise<Map<string, string>> {
  if (projectIds.length === 0) return new Map()
  const { rows } = await sql<{ projectId: string; takeId: string }>`
    select p.id as project_id, first.chosen_take_id as take_id
    from unnest(${projectIds}::uuid[]) as p(id)
    cross join lateral (
      select panel.chosen_take_id
      from chapter
      join scene on scene.chapter_id = chapter.id and scene.deleted_at is null
      join panel on panel.scene_id = scene.id and panel.deleted_at is null and panel.chosen_take_id is not null
      where chapter.project_id = p.id and chapter.deleted_at is null
      order by chapter.position, chapter.id, scene.position, scene.id, panel.position, panel.id
      limit 1
    ) first`.execute(database)
  return new Map(rows.map(({ projectId, takeId }) => [projectId, takeId]))
}
