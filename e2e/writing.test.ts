import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { comesToRest, openBrowser, visit, type Visit } from './stage/browser.ts'
import { makeOwner, type Owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'
import { stepsOf } from './stage/steps.ts'

let server: RunningServer
let browser: Browser
let owner: Owner
let stage: Visit
let project = ''

before(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  owner = await makeOwner(server.origin)
  stage = await visit(browser, { origin: server.origin })
  await owner.signInto(stage.context)
  const { client } = owner
  project = (await client.createProject({ body: { name: 'The booth' } })).id
  await client.createCharacter({ body: { projectId: project, name: 'Marta' } })
  const { id: chapterId } = await client.createChapter({ params: { id: project }, body: { title: 'One' } })
  await client.createScene({ body: { chapterId, heading: 'INT. BOOTH - NIGHT' } })
  await client.createScene({ body: { chapterId, heading: 'EXT. STREET - DAWN', text: 'Snow falls.' } })
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const step = stepsOf(() => stage)
const scene = (page: Page, heading: string) => page.getByRole('region', { name: heading })
const tree = () => owner.client.getProjectWithScenes({ params: { id: project } })
const scenes = async () => (await tree()).chapters.flatMap(chapter => chapter.scenes)

async function becomes<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  const deadline = AbortSignal.timeout(20_000)
  let found = await read()
  while (JSON.stringify(found) !== JSON.stringify(wanted) && !deadline.aborted) found = await read()
  assert.deepEqual(found, wanted)
}

step('a scene is written with the keys of a screenplay, and names are completed', async () => {
  const { page } = stage
  await page.goto(`/projects/${project}/story`)
  await scene(page, 'INT. BOOTH - NIGHT').getByRole('textbox', { name: 'Scene text' }).click()
  await page.locator('.cm-content').waitFor()
  await page.keyboard.type('Rain on the *tin* roof. A projector waits.')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('ma')
  await page.getByRole('option', { name: 'MARTA' }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('to the machine')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Once more, old friend.')
  await page.keyboard.press('Enter')
  await page.keyboard.type('The reel turns.')
  const text = 'Rain on the *tin* roof. A projector waits.\n\nMARTA\n(to the machine)\nOnce more, old friend.\n\nThe reel turns.'
  await becomes(async () => (await scenes())[0]?.text, text)
  const kinds = await page
    .locator('.cm-content .cm-line')
    .evaluateAll(lines => lines.map(line => line.className.split('cm-').at(-1)))
  assert.deepEqual(kinds, ['action', 'blank', 'character', 'parenthetical', 'dialogue', 'blank', 'action'])
})

step('the panels that the scene will have are shown as one types, and made with a key', async () => {
  const { page } = stage
  const booth = scene(page, 'INT. BOOTH - NIGHT')
  await booth.getByText(/\d new/).waitFor()
  const planned = await booth.getByRole('listitem').count()
  assert.ok(planned > 1)
  await comesToRest(page)
  await stage.shot('writing-planned')
  await page.keyboard.press('ControlOrMeta+Enter')
  await booth.getByText('as the text has it').waitFor()
  assert.equal((await scenes())[0]?.panels.length, planned)
  assert.equal((await tree()).characters.length, 1, 'Marta is known')
})

step('what would be lost is said first, and can be taken back', async () => {
  const { page } = stage
  const booth = scene(page, 'INT. BOOTH - NIGHT')
  const before = (await scenes())[0]?.panels.map(({ id }) => id)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('A cat sleeps.')
  await booth.getByText(/without takes to the trash/).waitFor()
  assert.deepEqual(
    (await scenes())[0]?.panels.map(({ id }) => id),
    before,
  )
  await booth.getByRole('button', { name: 'Make these panels' }).click()
  await booth.getByText('as the text has it').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await becomes(async () => (await scenes())[0]?.panels.map(({ id }) => id), before)
})

step('the caret goes on from scene to scene, and what was typed can be taken back', async () => {
  const { page } = stage
  const booth = page.locator('.cm-content').first()
  await booth.focus()
  // What was typed with pauses between goes back in as many steps.
  for (let steps = 0; steps < 20 && !(await booth.innerText()).includes('The reel turns.'); steps++)
    await page.keyboard.press('ControlOrMeta+z')
  await becomes(async () => (await scenes())[0]?.text.includes('The reel turns.'), true)
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.press('ArrowDown')
  await scene(page, 'EXT. STREET - DAWN').locator('.cm-content').waitFor()
  await page.keyboard.press('Home')
  await page.keyboard.type('Nobody. ')
  await becomes(async () => (await scenes())[1]?.text, 'Nobody. Snow falls.')
})

step('the whole text is a draft until it is merged; what the merge changes is said before', async () => {
  const { page } = stage
  await page.getByText('Whole text', { exact: true }).click()
  const editor = page.locator('.cm-content[aria-label="Whole text"]')
  await editor.waitFor()
  await editor.focus()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type('\nEXT. ROOF - DAY\n\nA kite.')
  await page.getByText(/1 new, 0 changed, 2 as they were/).waitFor()
  assert.equal((await scenes()).length, 2)
  await comesToRest(page)
  await stage.shot('writing-whole-text')
  await page.reload()
  await page.getByText('Not merged yet').waitFor()
  const [, street] = await scenes()
  await owner.client.updateScene({ params: { id: street?.id ?? '' }, body: { text: 'Fog falls.' } })
  await editor.getByText('Fog falls.').waitFor()
  await page.getByText(/1 new, 0 changed, 2 as they were/).waitFor()
  await page.getByRole('button', { name: 'Merge into the story' }).click()
  await becomes(
    async () => (await scenes()).map(({ heading }) => heading),
    ['INT. BOOTH - NIGHT', 'EXT. STREET - DAWN', 'EXT. ROOF - DAY'],
  )
  assert.match((await scenes())[1]?.text ?? '', /Fog falls\./)
  await page.getByText('Nothing changes for the others until you merge it').waitFor()
})

step('the screenplay goes out as Fountain and Final Draft', async () => {
  const { page } = stage
  for (const [label, has] of [
    ['Fountain', /\nMARTA\n\(to the machine\)\nOnce more/],
    ['Final Draft', /<Paragraph Type="Character"/],
  ] as const) {
    await page.getByRole('button', { name: 'Export the screenplay' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: label }).click()])
    assert.match(await readFile(await download.path(), 'utf8'), has)
  }
})

step('nothing went wrong on the page', async () => {
  // A panel may be gone between the word that it changed and the question what it is now.
  const grave = stage.complaints.filter(complaint => !/status of 404 .*\/api\/v1\/panels\//.test(complaint))
  assert.deepEqual(grave, [])
})
