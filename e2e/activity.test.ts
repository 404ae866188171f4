import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { contract, createClient } from '@storycanvas/api'
import type { Browser, Page } from 'playwright-core'
import { comesToRest, openBrowser, visit, type Visit } from './stage/browser.ts'
import { makeOwner, type Owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'
import { stepsOf } from './stage/steps.ts'

const guest = { name: 'Ben Okri', email: 'ben@example.org', password: 'two lamps that walked home' }

let server: RunningServer
let browser: Browser
let owner: Owner
let ben: Owner['client']
let agnes: Visit
let hisVisit: Visit
let project = ''
let door = ''
let hand = ''

before(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  owner = await makeOwner(server.origin)
  agnes = await visit(browser, { origin: server.origin })
  hisVisit = await visit(browser, { origin: server.origin, scheme: 'light' })
  await owner.signInto(agnes.context)
  const { client } = owner
  project = (await client.createProject({ body: { name: 'Who did that' } })).id
  const params = { id: project }
  const chapter = await client.createChapter({ params, body: { title: 'One' } })
  const scene = await client.createScene({ body: { chapterId: chapter.id, heading: 'INT. HALL - NIGHT' } })
  const panel = async (description: string) => (await client.createPanel({ params: { id: scene.id }, body: { description } })).id
  door = await panel('A door')
  hand = await panel('A hand')
  const tokens = await createClient(contract, { baseUrl: server.origin, accessToken: () => null }).register({ body: guest })
  ben = createClient(contract, { baseUrl: server.origin, accessToken: () => tokens.accessToken })
  const { token } = await client.createInvitation({ params, body: { role: 'editor' } })
  await ben.acceptInvitation({ body: { token } })
  const { page } = hisVisit
  await page.goto('/login')
  await page.getByLabel('E-mail').fill(guest.email)
  await page.getByLabel(/^Password/).fill(guest.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL('**/projects')
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const step = stepsOf(() => agnes)
const panelOf = (id: string) => owner.client.getPanel({ params: { id } })

async function until(isSo: () => Promise<boolean>, what: string) {
  const deadline = AbortSignal.timeout(20_000)
  while (!(await isSo())) if (deadline.aborted) assert.fail(what)
}
const row = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words })

step('what somebody else does shows at once, and is taken back and made again', async () => {
  const { page } = agnes
  await page.goto(`/projects/${project}/activity`)
  await row(page, 'created panel “A hand”').waitFor()
  await ben.updatePanel({ params: { id: door }, body: { imagePrompt: 'an oak door', lensMm: 35 } })
  const made = row(page, 'Ben Okri changed the image prompt and lens of panel “A door”')
  await made.getByRole('button', { name: 'Undo' }).click()
  await made.getByText('taken back', { exact: true }).waitFor()
  assert.equal((await panelOf(door)).imagePrompt, '')
  await row(page, 'took back: changed the image prompt').waitFor()
  await comesToRest(page)
  await agnes.shot('activity')
  await made.getByRole('button', { name: 'Redo' }).click()
  await made.getByRole('button', { name: 'Undo' }).waitFor()
  assert.equal((await panelOf(door)).imagePrompt, 'an oak door')
})

step('filters show one person and one kind, and the arrows go from change to change', async () => {
  const { page } = agnes
  await page.getByLabel('Of whom').first().click()
  await page.getByRole('option', { name: 'Ben Okri' }).click()
  await row(page, 'created panel “A hand”').waitFor({ state: 'detached' })
  await page.reload()
  await row(page, 'created panel “A hand”').waitFor()
  const buttons = page.getByRole('button', { name: /^(Undo|Redo): / })
  await buttons.first().focus()
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Undo')
  assert.ok(await buttons.nth(1).evaluate(button => button === document.activeElement))
})

step('what stands in the way is named', async () => {
  const { page } = agnes
  await ben.updatePanel({ params: { id: door }, body: { shotSize: 'wide' } })
  await row(page, 'created panel “A door”').getByRole('button', { name: 'Undo' }).click()
  await page
    .getByText(/“A door” has been changed since by Ben Okri/)
    .first()
    .waitFor()
  await agnes.shot('activity-conflict')
  assert.equal((await panelOf(door)).deletedAt, null)
})

step('the keyboard takes back one’s own last change and nobody else’s', async () => {
  const { page } = agnes
  await owner.client.updatePanel({ params: { id: hand }, body: { description: 'A fist' } })
  await ben.updatePanel({ params: { id: hand }, body: { lensMm: 85 } })
  await page.goto(`/projects/${project}/board`)
  await page.getByRole('gridcell').filter({ hasText: 'A fist' }).click()
  await page.getByRole('grid', { name: 'Panels' }).press('Control+z')
  await until(async () => (await panelOf(hand)).description === 'A hand', 'the words did not come back')
  assert.equal((await panelOf(hand)).lensMm, 85)
  await page.getByText(/^Took back: changed the description/).waitFor()
  await page.getByRole('grid', { name: 'Panels' }).press('Control+Shift+z')
  await until(async () => (await panelOf(hand)).description === 'A fist', 'the words were not put back')
})

step('a comment names somebody with @, who finds it counted and settles it', async () => {
  const { page } = agnes
  await page.getByRole('button', { name: /^Comments on INT\. HALL/ }).click()
  const field = page
    .getByRole('dialog', { name: /^Comments on INT\. HALL/ })
    .getByRole('textbox', { name: 'Comment', exact: true })
  await field.pressSequentially('Too dark? @be')
  await page.getByRole('option', { name: 'Ben Okri' }).waitFor()
  await comesToRest(page)
  await agnes.shot('comment-mention')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.equal(await field.inputValue(), 'Too dark? @Ben Okri ')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Comments on INT. HALL - NIGHT, 1 open' }).waitFor()
  const his = hisVisit.page
  await his.goto(`/projects/${project}/board`)
  await his.getByRole('link', { name: 'Activity, 1 open comment speaks to you' }).click()
  const mention = his.getByRole('list', { name: 'Mentions of me' }).getByRole('listitem')
  await mention.getByRole('link', { name: 'INT. HALL - NIGHT' }).waitFor()
  await comesToRest(his)
  await hisVisit.shot('activity-mentions-light')
  await mention.getByRole('button', { name: 'Settle the comment of Agnes Holm' }).click()
  await his.getByText('Nobody is waiting for you').waitFor()
})

step('a stretch of the cut is spoken about where it lies', async () => {
  const { page } = agnes
  await page.goto(`/projects/${project}/timeline`)
  const room = page.getByRole('application', { name: 'Timeline' })
  await room.press('i')
  for (let frames = 0; frames < 2; frames++) await room.press('Shift+ArrowRight')
  await room.press('o')
  await room.getByRole('button', { name: 'Comments' }).click()
  await page.getByRole('textbox', { name: /^Comment on / }).fill('Slower here')
  await page.keyboard.press('Control+Enter')
  await room.getByRole('button', { name: 'Comments (1)' }).waitFor()
  await comesToRest(page)
  await agnes.shot('timeline-comments')
  const { items } = await owner.client.listComments({ params: { id: project }, query: { kind: 'cut' } })
  assert.equal(items[0]?.text, 'Slower here')
  assert.ok(items[0].target.kind === 'cut' && items[0].target.to > items[0].target.from)
})

step('what is kept among the assets is put to use in a panel', async () => {
  const { page } = agnes
  const name = 'Window light'
  await owner.client.createAsset({ body: { kind: 'prompt', name, text: 'soft window light', tags: ['light'] } })
  await owner.client.createAsset({ body: { kind: 'lora', name: 'Woodcut', text: 'woodcut.safetensors woodcut print' } })
  await page.goto('/assets')
  await page.getByRole('button', { name: `Use ${name}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Project').first().click()
  await page.getByRole('option', { name: 'Who did that' }).click()
  await dialog.getByLabel('Put it into').first().click()
  await page.getByRole('option', { name: 'Panel' }).click()
  await dialog.getByLabel('Panel', { exact: true }).first().click()
  await page.getByRole('option', { name: '1. A door' }).click()
  await comesToRest(page)
  await agnes.shot('assets-use')
  await dialog.getByRole('button', { name: 'Put to use' }).click()
  await page.getByText('Used once').waitFor()
  assert.equal((await panelOf(door)).imagePrompt, 'an oak door, soft window light')
  await comesToRest(page)
  await agnes.shot('assets')
  await page.getByText('Prompts', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Name of Woodcut' }).waitFor({ state: 'detached' })
})

step('no page logged an error', async () => {
  // The refusal of the undo that somebody stood in the way of is one that the browser writes down.
  const grave = [...agnes.complaints, ...hisVisit.complaints].filter(line => !/409/.test(line))
  assert.deepEqual(grave, [])
})
