import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { after, before } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { openBrowser, visit, type Visit } from './stage/browser.ts'
import { makeOwner, owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'
import { stepsOf } from './stage/steps.ts'

let server: RunningServer
let browser: Browser
let stage: Visit

before(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  await makeOwner(server.origin)
  stage = await visit(browser, { origin: server.origin })
  // Every trusted event of a pointer is counted, on every page that is opened.
  await stage.context.addInitScript(() => {
    const count = (event: Event) => {
      if (event.isTrusted) sessionStorage.setItem('pointers', String(Number(sessionStorage.getItem('pointers')) + 1))
    }
    for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel', 'mousemove']) addEventListener(kind, count, true)
  })
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const step = stepsOf(() => stage)

/** Goes on with Tab until the keyboard is there. */
async function tabTo(page: Page, what: Locator) {
  await what.waitFor()
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await what.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail('Tab does not come there')
}

/** Gives a command by name. */
async function command(page: Page, name: string) {
  await page.keyboard.press('ControlOrMeta+k')
  const search = page.getByRole('dialog').getByRole('textbox', { name: 'Search and commands' })
  await search.waitFor()
  await page.keyboard.type(name)
  await page.getByRole('dialog').getByRole('button', { name }).first().waitFor()
  await page.keyboard.press('Enter')
  await search.waitFor({ state: 'hidden' })
}

step('one logs in and makes a project', async () => {
  const { page } = stage
  await page.goto('/login')
  await tabTo(page, page.getByLabel('E-mail'))
  await page.keyboard.type(owner.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(owner.password)
  await page.keyboard.press('Enter')
  await page.getByText('No projects yet').waitFor()
  await command(page, 'New project')
  const name = page.getByRole('dialog').getByLabel('Name')
  await tabTo(page, name)
  await page.keyboard.type('By hand')
  await page.keyboard.press('Enter')
  await page.getByText('No story yet').waitFor()
})

step('one writes the film and has its panels made', async () => {
  const { page } = stage
  await command(page, 'Write the first scene')
  await page.getByRole('combobox', { name: 'Scene heading' }).waitFor()
  await command(page, 'Write in the scene at hand')
  await page.locator('.cm-content').waitFor()
  await page.keyboard.type('A lamp walks down the road.')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('mara')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Where are you going?')
  await page.getByText(/adds Mara to the cast/).waitFor()
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.getByText('as the text has it').waitFor()
})

step('one draws the board, and looks at the map of keys', async () => {
  const { page } = stage
  await command(page, 'Go to Board')
  await page.getByRole('grid', { name: 'Panels' }).waitFor()
  await command(page, 'Draw all panels')
  await page.getByText(/^(\d+) of \1 drawn$/).waitFor({ timeout: 60_000 })
  await tabTo(page, page.getByRole('grid', { name: 'Panels' }))
  await page.keyboard.press('ArrowRight')
  await page.getByRole('complementary', { name: 'Panel' }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Play the animatic from here').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
})

step('one cuts, renders and takes the film home', async () => {
  const { page } = stage
  await page.keyboard.press('4')
  await page.getByRole('application', { name: 'Timeline' }).waitFor()
  for (let frame = 0; frame < 12; frame++) await page.keyboard.press('ArrowRight')
  await command(page, 'Split at the playhead')
  await page.getByText('Edited by hand').waitFor()
  await command(page, 'Go to Export')
  const render = page.getByRole('button', { name: 'Render', exact: true })
  await tabTo(page, render)
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: 'Render, succeeded' }).waitFor({ timeout: 90_000 })
  const link = page
    .getByRole('article', { name: 'Render, succeeded' })
    .getByRole('link', { name: /Download/ })
    .first()
  await tabTo(page, link)
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  assert.ok((await stat(await download.path())).size > 10_000)
})

step('no pointer was touched, and nothing went wrong', async () => {
  assert.equal(await stage.page.evaluate(() => sessionStorage.getItem('pointers')), null)
  assert.deepEqual(stage.complaints, [])
})
