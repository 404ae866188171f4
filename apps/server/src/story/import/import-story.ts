import { v7 as uuid } from 'uuid'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Reader } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'
import { breakDownAside } from '../../writing/aside/break-down-aside.ts'
import type { BreakDownInput, Story } from '../../writing/builtin/index.ts'
import { changeStory } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { readExistingPanels, readExistingStory } from './existing.ts'
import { meet } from './meet.ts'
import { planImport } from './plan.ts'
import { reportOf } from './report.ts'
import { writePlan } from './write.ts'

/** Ten feature films. */
const mostPanels = 20_000

type Request = { format: BreakDownInput['format']; title?: string | undefined; text: string; preview: boolean }

/**
 * Breaks a text down and merges it into the project: scenes are found again, nothing that has takes is touched, nothing
 * that the text no longer has is deleted. One transaction; a preview only counts what would be made.
 * @throws {RequestError} `unreadable-story` or `too-large` where the text gives no scenes.
 */
export async function importStory(
  { database, boardChanged }: Pick<StoryContext, 'database' | 'boardChanged'>,
  projectId: string,
  { preview, ...text }: Request,
) {
  const story = await readStory(text)
  if (preview) return (await prepare(database, projectId, story)).report
  return changeStory(database, projectId, async tx => {
    const { plan, report } = await prepare(tx, projectId, story)
    await writePlan(tx, plan)
    await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('project', projectId, projectId))
    return report
  })
}

async function readStory({ format, title, text }: Omit<Request, 'preview'>): Promise<Story> {
  const input = { format, text, ...(title === undefined ? {} : { title }) }
  const story = await breakDownAside({ kind: 'story', input })
  requireFilmable(story)
  return story
}

function requireFilmable({ chapters }: Story): void {
  const scenes = chapters.flatMap(chapter => chapter.scenes)
  if (scenes.length === 0) throw new RequestError('unreadable-story', 'There is no scene in this text.')
  const panels = scenes.reduce((sum, scene) => sum + scene.panels.length, 0)
  if (panels > mostPanels)
    throw new RequestError(
      'too-large',
      `This text makes ${panels} panels; a project holds ${mostPanels}. Import it in parts, into several projects.`,
    )
}

async function prepare(database: Reader, projectId: string, story: Story) {
  const existing = await readExistingStory(database, projectId)
  const meeting = meet(story, existing, uuid)
  const rewritten = meeting.changed.map(({ existing: { id } }) => id)
  const panels = await readExistingPanels(database, rewritten)
  const plan = planImport({ projectId, story, existing, meeting, panels, newId: uuid })
  return { plan, report: reportOf(story, existing, meeting, plan) }
}
