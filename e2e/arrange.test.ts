import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Locator } from 'playwright-core'
import type { Visit } from './stage/browser.ts'
import type { Owner } from './stage/owner.ts'
import { openScenery, type Scenery } from './stage/open.ts'
import { stepsOf } from './stage/steps.ts'

let scenery: Scenery
let owner: Owner
let stage: Visit
let project = ''

before(async () => {
  scenery = await openScenery()
  ;({ owner, stage } = scenery)
  const { client } = owner
  project = (await client.createProject({ body: { name: 'In order' } })).id
  const chapters: [string, Record<string, string[]>][] = [
    ['One', { 'INT. LIFT - DAY': ['a', 'b', 'c'], 'EXT. ROOF - DAY': ['d'] }],
    ['Two', { 'INT. CELLAR - NIGHT': [] }],
  ]
  for (const [title, scenes] of chapters) {
    const chapter = await client.createChapter({ params: { id: project }, body: { title } })
    for (const [heading, panels] of Object.entries(scenes)) {
      const scene = await client.createScene({ body: { chapterId: chapter.id, heading } })
      for (const description of panels) await client.createPanel({ params: { id: scene.id }, body: { description } })
    }
  }
})
after(() => scenery?.[Symbol.asyncDispose]())

const step = stepsOf(() => stage)

/** The story as the server has it: `One(LIFT abc, ROOF d) Two(CELLAR)`. */
async function story(): Promise<string> {
  const { chapters } = await owner.client.getProjectWithScenes({ params: { id: project } })
  const scene = ({ heading, panels }: (typeof chapters)[number]['scenes'][number]) =>
    `${heading.split(' ')[1]} ${panels.map(({ description }) => description).join('')}`.trim()
  return chapters.map(({ title, scenes }) => `${title}(${scenes.map(scene).join(', ')})`).join(' ')
}

async function becomes(wanted: string): Promise<void> {
  const deadline = AbortSignal.timeout(15_000)
  let found = await story()
  while (found !== wanted && !deadline.aborted) found = await story()
  assert.equal(found, wanted)
}

/** A card that is drawn anew has no box for a moment. */
async function boxOf(what: Locator) {
  for (const deadline = AbortSignal.timeout(15_000); ; deadline.throwIfAborted()) {
    const box = await what.boundingBox()
    if (box) return box
  }
}

/** Lets one thing go on the lower right or the upper left part of another one; the way back of the change before leaves, and its own comes. */
async function drag(what: Locator, onto: Locator, side: 'before' | 'after'): Promise<void> {
  const former = await stage.page.getByRole('button', { name: 'Undo' }).elementHandles()
  const box = await boxOf(onto)
  const share = side === 'after' ? 0.8 : 0.2
  await what.dragTo(onto, { targetPosition: { x: box.width * share, y: box.height * share } })
  for (const button of former) await button.waitForElementState('hidden')
  await stage.page.getByRole('button', { name: 'Undo' }).waitFor()
}

const atFirst = 'One(LIFT abc, ROOF d) Two(CELLAR)'
const card = (words: string) =>
  stage.page.getByRole('gridcell').filter({ has: stage.page.getByRole('paragraph').getByText(words, { exact: true }) })
const undo = () => stage.page.getByRole('button', { name: 'Undo' }).click()

step('panels are dragged to another place and into another scene, and taken back', async () => {
  await stage.page.goto(`/projects/${project}/board`)
  await card('d').waitFor()
  await drag(card('a'), card('c'), 'after')
  await becomes('One(LIFT bca, ROOF d) Two(CELLAR)')
  await drag(card('b'), card('d'), 'before')
  await becomes('One(LIFT ca, ROOF bd) Two(CELLAR)')
  await undo()
  await becomes('One(LIFT bca, ROOF d) Two(CELLAR)')
  await stage.page.getByRole('grid', { name: 'Panels' }).press('Control+z')
  await becomes(atFirst)
})

step('the keyboard moves panels over the bounds of their scene', async () => {
  const grid = stage.page.getByRole('grid', { name: 'Panels' })
  await card('b').click()
  await card('c').click({ modifiers: ['Shift'] })
  await grid.press('Alt+ArrowRight')
  await becomes('One(LIFT a, ROOF bcd) Two(CELLAR)')
  await grid.press('Alt+ArrowRight')
  await grid.press('Alt+ArrowRight')
  await becomes('One(LIFT a, ROOF d) Two(CELLAR bc)')
  for (let move = 0; move < 3; move++) await grid.press('Control+z')
  await becomes(atFirst)
})

step('scenes and chapters are dragged in the outline, and taken back', async () => {
  const { page } = stage
  await page.goto(`/projects/${project}/story`)
  const outline = page.getByRole('complementary', { name: 'Outline' })
  const scene = (name: string) => outline.getByRole('button', { name })
  await drag(scene('LIFT'), scene('CELLAR'), 'after')
  await becomes('One(ROOF d) Two(CELLAR, LIFT abc)')
  await undo()
  await becomes(atFirst)
  await drag(outline.getByRole('button', { name: 'Move Two' }), scene('LIFT'), 'before')
  await becomes('Two(CELLAR) One(LIFT abc, ROOF d)')
  await undo()
  await becomes(atFirst)
})

step('the keyboard moves scenes and chapters and stays on them', async () => {
  const { page } = stage
  const outline = page.getByRole('complementary', { name: 'Outline' })
  await outline.getByRole('button', { name: 'ROOF' }).press('Alt+ArrowDown')
  await becomes('One(LIFT abc) Two(ROOF d, CELLAR)')
  assert.match((await page.locator(':focus').textContent()) ?? '', /ROOF/)
  await page.keyboard.press('Alt+ArrowUp')
  await becomes(atFirst)
  await outline.getByRole('button', { name: 'Move One' }).press('Alt+ArrowDown')
  await becomes('Two(CELLAR) One(LIFT abc, ROOF d)')
  await page.keyboard.press('Control+z')
  await becomes(atFirst)
  assert.deepEqual(stage.complaints, [])
})
