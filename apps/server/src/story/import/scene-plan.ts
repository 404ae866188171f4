import type { ScenePlan } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Reader } from '../../platform/database/database.ts'
import { invalidField, notFound, RequestError } from '../../platform/http/problem.ts'
import { breakDownAside } from '../../writing/aside/break-down-aside.ts'
import type { Panel, Story } from '../../writing/builtin/index.ts'
import { changeStory } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import type { SceneRow } from '../scenes/read.ts'
import { type Alignment, alignPanels } from './align-panels.ts'
import { type ExistingPanel, type ExistingScene, readExistingPanels, readExistingStory } from './existing.ts'
import type { IncomingScene, Meeting } from './meet.ts'
import { oneLine } from './one-line.ts'
import { planImport } from './plan.ts'
import { writePlan } from './write.ts'

/** Longer than any scene; they are compared one by one with those that it has. */
const mostPanels = 2000

/** The panels that a scene would have if it read so, laid over those that it has. */
export async function planScene(database: Reader, sceneId: string, text: string): Promise<ScenePlan> {
  const row = await sceneRow(database, sceneId)
  const story = await storyOf(database, row, text)
  const [first, ...further] = story.chapters.flatMap(({ scenes }) => scenes)
  const panels = await readExistingPanels(database, [row.id])
  const live = panels.get(row.id)?.live ?? []
  const { sequence, dropped } = hasWords(text) ? alignPanels(live, first?.panels ?? []) : asTheyAre(live)
  const lengths = await durationsOf(database, row.id)
  const planned = sequence.map(entry =>
    entry.kind === 'stays'
      ? { panelId: entry.panel.id, ...shown(entry.panel), ...(lengths.get(entry.panel.id) ?? unknownLength) }
      : { panelId: null, ...shown(entry.panel), shotSize: entry.panel.shotSize, durationMs: entry.panel.durationMs },
  )
  return {
    writer: 'built-in writer',
    panels: planned,
    leavingPanelIds: dropped.map(({ id }) => id),
    furtherScenes: further.map(({ heading, panels }) => ({ heading, panelCount: panels.length })),
    newCharacters: await strangersIn(database, row.projectId, story),
    durationMs: planned.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }
}

/** A scene that nobody has written yet keeps the panels that were made by hand. */
const hasWords = (text: string) => /[\p{L}\p{N}]/u.test(text)
const asTheyAre = (live: readonly ExistingPanel[]): Alignment<ExistingPanel, Panel> => ({
  sequence: live.map(panel => ({ kind: 'stays', panel })),
  dropped: [],
})

const unknownLength = { shotSize: 'medium' as const, durationMs: 0 }

const shown = ({ description, dialogue }: { description: string; dialogue: readonly { character: string; text: string }[] }) => ({
  description,
  dialogue: dialogue.map(({ character, text }) => ({ character, text })),
})

async function durationsOf(database: Reader, sceneId: string) {
  const rows = await database
    .selectFrom('panel')
    .select(['id', 'shotSize', 'durationMs'])
    .where('sceneId', '=', sceneId)
    .where('deletedAt', 'is', null)
    .execute()
  return new Map(rows.map(({ id, ...rest }) => [id, rest]))
}

/**
 * Gives a scene the panels of its text. Panels with takes stay, those that say the same stay, the rest goes to the trash;
 * a heading within the text opens a scene of its own behind this one.
 * @throws {RequestError} `conflict` where the stored text is not the one that the caller has seen planned.
 */
export function makePanelsOfScene({ database, boardChanged }: StoryContext, projectId: string, sceneId: string, text: string) {
  return changeStory(database, projectId, async tx => {
    const row = await sceneRow(tx, sceneId)
    if (!hasWords(text)) throw invalidField('text', 'has no words to make panels of')
    if (row.text !== text) throw new RequestError('conflict', 'Somebody has written in this scene meanwhile.')
    const story = await storyOf(tx, row, text)
    const existing = await readExistingStory(tx, projectId)
    const meeting = meetingOf(story, row, text)
    const panels = await readExistingPanels(tx, [row.id])
    const plan = planImport({ projectId, story, existing, meeting, panels, newId: uuid })
    await writePlan(tx, { ...plan, rewrittenScenes: plan.rewrittenScenes.map(scene => keepingMore(scene, row)) })
    await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('project', projectId, projectId))
    const here = plan.panels.filter(panel => panel.sceneId === row.id)
    const stay = (panels.get(row.id)?.live.length ?? 0) - plan.trashedPanelIds.length
    return {
      addedPanelIds: here.map(({ id }) => id),
      trashedPanelIds: plan.trashedPanelIds,
      addedSceneIds: plan.scenes.map(({ id }) => id),
      panelCount: here.length + stay,
    }
  })
}

/** A scene of which nothing is left but its heading is still itself. */
function meetingOf(story: Story, row: SceneRow, text: string): Meeting {
  const chapters = story.chapters.map(chapter => ({
    chapter,
    scenes: chapter.scenes.map(
      (scene): IncomingScene => ({
        id: uuid(),
        number: scene.number === null ? null : oneLine(scene.number, 20),
        heading: oneLine(scene.heading, 300) || 'Untitled scene',
        text: scene.text,
        scene,
      }),
    ),
  }))
  const [own, ...added] = chapters.flatMap(({ scenes }) => scenes)
  if (!own) throw notFound()
  const incoming = { ...own, number: row.number, heading: row.heading, ...(added.length === 0 ? { text } : {}) }
  // A chapter of the text that only holds scenes of its own is a new one; the first stands for the one that the scene is in.
  return { chapters, kept: [], changed: [{ existing: row, incoming }], added, missing: [] }
}

/** Writing on in a scene takes nothing away that was said of it by hand. */
function keepingMore(scene: ExistingScene, row: SceneRow): ExistingScene {
  return {
    ...scene,
    setting: scene.setting === 'unspecified' ? row.setting : scene.setting,
    timeOfDay: scene.timeOfDay === 'unspecified' ? row.timeOfDay : scene.timeOfDay,
    transition: scene.transition === 'cut' ? row.transition : scene.transition,
    characterIds: [...new Set([...row.characterIds, ...scene.characterIds])],
  }
}

const sceneRow = (database: Reader, id: string): Promise<SceneRow> =>
  database.selectFrom('scene').selectAll().where('id', '=', id).where('deletedAt', 'is', null).executeTakeFirstOrThrow(notFound)

async function storyOf(database: Reader, row: SceneRow, text: string): Promise<Story> {
  const cast = await castOf(database, row.projectId)
  const { heading, number } = row
  const around = { cast, ...(await placeInStory(database, row)) }
  const story = await breakDownAside({ kind: 'scene', scene: { heading, number, text }, around })
  const panels = story.chapters.flatMap(({ scenes }) => scenes).reduce((sum, scene) => sum + scene.panels.length, 0)
  if (panels > mostPanels)
    throw new RequestError('too-large', `This text makes ${panels} panels; at once a scene gives at most ${mostPanels}.`)
  return story
}

const castOf = (database: Reader, projectId: string) =>
  database
    .selectFrom('character')
    .select(['name', 'description'])
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()

/** What the scenes around it say: the places seen before, and whether it is the first or the last. */
async function placeInStory(database: Reader, { id, projectId }: SceneRow) {
  const { rows } = await sql<{ places: string[]; begins: boolean; ends: boolean }>`
    with here as (select c.position as chapter, s.position, s.id from scene s join chapter c on c.id = s.chapter_id where s.id = ${id}),
    others as (
      select l.name, (c.position, s.position, s.id) < (here.chapter, here.position, here.id) as is_before
      from here, scene s join chapter c on c.id = s.chapter_id left join location l on l.id = s.location_id
      where s.project_id = ${projectId} and s.deleted_at is null and s.id <> ${id})
    select coalesce(array_agg(distinct name) filter (where is_before and name is not null), '{}') as places,
      not coalesce(bool_or(is_before), false) as begins, not coalesce(bool_or(not is_before), false) as ends
    from others`.execute(database)
  return rows[0] ?? { places: [], begins: true, ends: true }
}

async function strangersIn(database: Reader, projectId: string, story: Story): Promise<string[]> {
  const known = new Set((await castOf(database, projectId)).map(({ name }) => name.normalize('NFC').toLowerCase()))
  return story.characters.map(({ name }) => oneLine(name, 200)).filter(name => !known.has(name.normalize('NFC').toLowerCase()))
}
