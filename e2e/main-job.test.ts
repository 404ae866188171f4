import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { promisify } from 'node:util'
import type { Browser, Locator, Page, Response } from 'playwright-core'
import { openBrowser, visit, type Visit } from './stage/browser.ts'
import { dropFile } from './stage/drop.ts'
import { example, opening } from './stage/examples.ts'
import { owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'
import { stepsOf } from './stage/steps.ts'

const run = promisify(execFile)

let server: RunningServer
let browser: Browser
let her: Visit
let page: Page

before(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  her = await visit(browser, { origin: server.origin })
  page = her.page
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const step = stepsOf(() => her)
const tab = (name: string) => page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name }).click()
const room = (name: string) => page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name }).click()

/** Waits until what an element says is no longer what it said before, and answers the new words. */
async function movesOn(element: Locator, was: string): Promise<string> {
  await element.filter({ hasNotText: was }).first().waitFor()
  return element.innerText()
}

async function newProject(name: string) {
  await page.goto('/projects')
  await page.getByRole('button', { name: 'New project' }).click()
  const dialog = page.getByRole('dialog', { name: 'New project' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Make project' }).click()
  await page.getByText('No story yet').waitFor()
}

async function acceptImport(dialog: Locator) {
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

step('the first visitor makes the owner account', async () => {
  await page.goto('/')
  await page.getByRole('heading', { name: 'Welcome to StoryCanvas' }).waitFor()
  await her.shot('01-welcome')
  await page.getByLabel('Name').fill(owner.name)
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel(/^Password/).fill(owner.password)
  await page.getByRole('button', { name: 'Make owner account' }).click()
  await page.getByRole('button', { name: /Start from a story/ }).waitFor()
  await her.shot('02-where-to-begin')
})

step('a story in prose, pasted, becomes scenes', async () => {
  await newProject('The lamp that walked')
  await page.getByRole('button', { name: 'Import story' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import story' })
  await dialog
    .getByLabel('Screenplay (Fountain or Final Draft) or prose')
    .fill(await readFile(example('the-lamp-that-walked.md'), 'utf8'))
  await dialog.getByText('Read as prose by the built-in writer').waitFor()
  await her.shot('03-prose-preview')
  await acceptImport(dialog)
  const outline = page.getByRole('complementary', { name: 'Outline' })
  await outline.getByRole('listitem').first().waitFor()
  assert.ok((await outline.getByRole('listitem').count()) >= 3)
  await page
    .getByRole('list', { name: /^Panels of/ })
    .first()
    .waitFor()
  await her.shot('04-prose-story')
})

step('a screenplay, dropped, becomes chapters, scenes, dialogue, panels and a cast', async () => {
  await newProject('The Last Reel')
  await dropFile(page, example('the-last-reel.fountain'))
  const dialog = page.getByRole('dialog', { name: 'Import the-last-reel.fountain' })
  await dialog.getByText('Read as a Fountain screenplay by the built-in writer').waitFor()
  await her.shot('05-screenplay-preview')
  await acceptImport(dialog)
  const outline = page.getByRole('complementary', { name: 'Outline' })
  await outline
    .getByRole('button', { name: /ORPHEUM CINEMA - PROJECTION BOOTH/ })
    .first()
    .waitFor()
  await outline.getByRole('textbox', { name: 'Chapter title' }).first().waitFor()
  const scene = page.getByRole('region', { name: 'INT. ORPHEUM CINEMA - PROJECTION BOOTH - NIGHT' }).first()
  await scene.getByText('Mrs. Voss? The doors were open.').waitFor()
  await scene.getByRole('listitem').first().waitFor()
  await her.shot('06-screenplay-story')
  await tab('Cast')
  await page.getByRole('textbox', { name: /^Name of (MARTA|Marta)/ }).waitFor()
  await page
    .getByRole('textbox', { name: /^Name of .*(ORPHEUM|Orpheum)/ })
    .first()
    .waitFor()
  await her.shot('07-cast')
})

step('all panels are drawn while one watches', async () => {
  await tab('Board')
  await page.getByRole('button', { name: 'Draw all panels' }).click()
  const progress = page.getByRole('status').filter({ hasText: /Drawing \d+ of \d+/ })
  const first = /Drawing \d+ of/.exec(await progress.innerText())?.[0] ?? ''
  const later = await movesOn(progress, first)
  assert.match(later, /Drawing \d+ of \d+/)
  await her.shot('08-board-drawing')
  await page.getByText(/^(\d+) of \1 drawn$/).waitFor({ timeout: 60_000 })
  await progress.waitFor({ state: 'hidden' })
  await her.shot('09-board-drawn')
})

step('a panel is drawn again, and its older take chosen', async () => {
  await page
    .getByRole('gridcell', { name: /^Panel 1\b/ })
    .first()
    .click()
  const panel = page.getByRole('complementary', { name: 'Panel' })
  await panel.getByRole('button', { name: 'Redraw with a new seed' }).click()
  await panel.getByText('Takes (2)').waitFor()
  await panel.getByRole('button', { name: /^Take 2 by/, pressed: true }).waitFor()
  await panel.getByRole('button', { name: /^Take 1 by/ }).click()
  await panel.getByRole('button', { name: /^Take 1 by/, pressed: true }).waitFor()
  await her.shot('10-panel-takes')
})

step('the animatic plays with its captions', async () => {
  await page.getByRole('button', { name: 'Play animatic' }).click()
  const player = page.getByRole('dialog', { name: /^Animatic of/ })
  const clock = player.getByRole('timer', { name: 'Timecode' })
  await movesOn(clock, await clock.innerText())
  const line = player.getByText('Mrs. Voss? The doors were open.')
  for (let shot = 0; shot < 12 && !(await line.isVisible()); shot++) await player.press('ArrowDown')
  await line.waitFor()
  await her.shot('11-animatic')
  await page.keyboard.press('Escape')
  await player.waitFor({ state: 'hidden' })
})

step('the timeline shows the cut; it plays, and a clip is moved and put back', async () => {
  await tab('Timeline')
  const room = page.getByRole('application', { name: 'Timeline' })
  await room.getByRole('img', { name: /^\d+ clips,/ }).waitFor()
  await room.getByText('Follows the board').waitFor()
  const clock = room.getByRole('timer', { name: 'Timecode' })
  const start = await clock.innerText()
  await room.press('Space')
  await movesOn(clock, start)
  await room.press('k')
  const line = room.getByText('Mrs. Voss? The doors were open.')
  for (let shot = 0; shot < 12 && !(await line.isVisible()); shot++) await room.press('ArrowDown')
  await line.waitFor()
  await her.shot('12-timeline')
  await room.press('End')
  await room.press('ArrowLeft')
  await room.getByRole('button', { name: 'Select the next clip' }).click()
  const position = room.getByLabel('Start of the clip, as timecode')
  const before = await position.inputValue()
  await room.press('Alt+Shift+ArrowRight')
  await room.getByText('Edited by hand').waitFor()
  const moved = await position.inputValue()
  assert.notEqual(moved, before)
  await her.shot('13-clip-moved')
  await room.press('Control+z')
  await page.waitForFunction(
    ([label, value]) => document.querySelector<HTMLInputElement>(`[aria-label="${label}"]`)?.value === value,
    ['Start of the clip, as timecode', before],
  )
})

step('the cut goes to an editor, with what the format loses said beforehand', async () => {
  await tab('Export')
  const edl = page.getByRole('article', { name: /EDL/ }).first()
  await edl.getByRole('listitem').first().waitFor()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download Final Cut Pro XML', exact: true }).first().click()
  const download = await saving
  assert.match(download.suggestedFilename(), /\.fcpxml$/)
  const path = await download.path()
  const text = await readFile(path, 'utf8')
  const version = /<fcpxml version="([\d.]+)"/.exec(text)?.[1]
  assert.ok(version, 'the document names its version')
  const { DTD_DIR } = process.env
  if (DTD_DIR) {
    const dtd = join(DTD_DIR, `FCPXMLv${version.replace('.', '_')}.dtd`)
    await run('xmllint', ['--noout', '--nonet', '--dtdvalid', dtd, path])
  }
  await rm(path)
  await her.shot('14-export')
})

step('a film is rendered while one watches, and published', async () => {
  await newProject('The opening')
  await page.getByRole('button', { name: 'Import story' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import story' })
  await dialog.getByLabel('Screenplay (Fountain or Final Draft) or prose').fill(await opening('the-last-reel.fountain', 9))
  await dialog.getByText('Read as a Fountain screenplay by the built-in writer').waitFor()
  await acceptImport(dialog)
  await tab('Board')
  await page.getByRole('button', { name: 'Draw all panels' }).click()
  await page.getByText(/^(\d+) of \1 drawn$/).waitFor({ timeout: 30_000 })
  await tab('Export')
  await page.getByText('Beside it').click()
  await page.getByRole('combobox', { name: 'Height' }).click()
  await page.getByRole('option', { name: '480 p' }).click()
  await page.getByRole('button', { name: 'Render', exact: true }).click()
  await page.waitForFunction(
    () => Number(document.querySelector('[role="progressbar"][aria-label="Render"]')?.getAttribute('aria-valuenow')) > 0,
  )
  await her.shot('15-rendering')
  await page.getByRole('article', { name: 'Render, succeeded' }).waitFor({ timeout: 60_000 })
  await her.shot('16-rendered')
  await page.getByRole('button', { name: 'Publish' }).click()
  const publishing = page.getByRole('dialog', { name: 'Publish the film' })
  await publishing.getByRole('radio', { name: 'Unlisted' }).check()
  await her.shot('17-publish')
  await publishing.getByRole('button', { name: 'Publish' }).click()
  await page.waitForURL('**/watch/*')
})

step('the published film plays, in more than one quality and with captions', async () => {
  await page.getByRole('button', { name: 'Play', exact: true }).click({ timeout: 60_000 })
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1)
  await page.getByRole('button', { name: 'Captions on' }).click()
  await page.waitForFunction(() => (document.querySelector('video')?.textTracks[0]?.cues?.length ?? 0) > 0)
  await her.shot('18-watch')
  assert.equal((await pictureOnHover()).status(), 200)
  await her.shot('18-watch-hover')
  await page.getByRole('button', { name: 'Quality and speed' }).click()
  await page.getByRole('menuitemradio', { name: '480 p', exact: true }).waitFor()
  await page.getByRole('menuitemradio', { name: '360 p', exact: true }).waitFor()
  await her.shot('18-watch-qualities')
  await page.keyboard.press('Escape')
})

/** All qualities, and after them the pictures over the seek bar, are made while one watches; a page loaded then has them. */
async function pictureOnHover(): Promise<Response> {
  for (const deadline = AbortSignal.timeout(90_000); ; deadline.throwIfAborted()) {
    await page.reload()
    const picture = page.waitForResponse(answer => answer.url().endsWith('/storyboard-0.jpg'), { timeout: 3000 })
    await page.getByRole('slider', { name: 'Position' }).hover()
    const came = await picture.catch(() => null)
    if (came) return came
  }
}

step('library, queue and administration tell what was done', async () => {
  await room('Library')
  await page.getByRole('list', { name: 'Videos' }).getByRole('link', { name: 'The opening' }).waitFor()
  await her.shot('19-library')
  await room('Queue')
  await page
    .getByRole('row', { name: /succeeded/ })
    .first()
    .waitFor()
  await her.shot('20-queue')
  await room('Admin')
  const fact = page.getByText('Jobs failed').locator('..')
  assert.match(await fact.innerText(), /\b0$/)
  await page.getByRole('rowheader', { name: 'database', exact: false }).first().waitFor()
  await her.shot('21-admin')
})

step('the browser had nothing to complain about on the way', async () => {
  assert.deepEqual(her.complaints, [])
})
