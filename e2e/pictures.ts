// Makes the pictures of the documentation: node e2e/pictures.ts. It takes some minutes, so it is no test.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { openBrowser, visit } from './stage/browser.ts'
import { example } from './stage/examples.ts'
import { owner } from './stage/owner.ts'
import { startServer } from './stage/server.ts'
import { dropFile } from './stage/drop.ts'

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
const minutes = 60_000

await mkdir(folder, { recursive: true })
await using server = await startServer()
const browser = await openBrowser()
const { page } = await visit(browser, { origin: server.origin, width: 1280, height: 800 })

/** A picture with a palette of its own: a third of the bytes, and no difference to see. */
async function picture(name: string) {
  await sharp(await page.screenshot())
    .png({ palette: true, effort: 10 })
    .toFile(`${folder}${name}.png`)
}
const tab = (name: string) => page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name }).click()

await page.goto('/')
await page.getByLabel('Name').fill(owner.name)
await page.getByLabel('E-mail').fill(owner.email)
await page.getByLabel(/^Password/).fill(owner.password)
await picture('first-start')
await page.getByRole('button', { name: 'Make owner account' }).click()
await page.getByRole('button', { name: /Start from a story/ }).waitFor()
await page.goto('/projects')
await page.getByRole('button', { name: 'New project' }).click()
await page.getByRole('dialog').getByLabel('Name').fill('Salt Line')
await page.getByRole('dialog').getByRole('button', { name: 'Make project' }).click()
await page.getByText('No story yet').waitFor()
await dropFile(page, example('salt-line.fountain'))
await page.getByText('Read as a Fountain screenplay by the built-in writer').waitFor()
await picture('import')
await page.getByRole('button', { name: 'Import', exact: true }).click()
await page
  .getByRole('list', { name: /^Panels of/ })
  .first()
  .waitFor()
await tab('Board')
await page.getByRole('button', { name: 'Draw all panels' }).click()
await page.getByText(/^(\d+) of \1 drawn$/).waitFor({ timeout: 10 * minutes })
await page.getByRole('status').filter({ hasText: 'Drawing' }).waitFor({ state: 'hidden' })
await page.waitForLoadState('networkidle')
await picture('board')
await page
  .getByRole('gridcell', { name: /^Panel 3\b/ })
  .first()
  .click()
await page.getByText('Takes (1)').waitFor()
await page.waitForLoadState('networkidle')
await picture('panel')
await tab('Story')
await page
  .getByRole('list', { name: /^Panels of/ })
  .first()
  .waitFor()
await page.waitForLoadState('networkidle')
await picture('story')
await tab('Timeline')
const room = page.getByRole('application', { name: 'Timeline' })
await room.getByRole('img', { name: /^\d+ clips/ }).waitFor()
for (let shot = 0; shot < 8; shot++) await room.press('ArrowDown')
for (let step = 0; step < 6; step++) await room.getByRole('button', { name: 'Zoom in' }).click()
await room.getByRole('button', { name: 'Select the next clip' }).click()
await page.waitForLoadState('networkidle')
await picture('timeline')
await tab('Export')
await page.getByText('Beside it').click()
await page.getByRole('button', { name: 'Render', exact: true }).click()
await page.waitForFunction(
  () => Number(document.querySelector('[role="progressbar"][aria-label="Render"]')?.getAttribute('aria-valuenow')) > 20,
  undefined,
  { timeout: 10 * minutes },
)
await picture('export')
await page.getByRole('article', { name: 'Render, succeeded' }).waitFor({ timeout: 20 * minutes })
await page.getByRole('button', { name: 'Publish' }).click()
await page.getByRole('dialog').getByRole('radio', { name: 'Unlisted' }).check()
await picture('publish')
await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
await page.getByRole('button', { name: 'Play', exact: true }).click({ timeout: 20 * minutes })
await page.getByRole('button', { name: 'Captions on' }).click()
await page.evaluate(() => {
  const video = document.querySelector('video')
  if (video) video.currentTime = 37.6
})
await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 38)
await page.getByRole('button', { name: 'Pause', exact: true }).click()
await picture('watch')
await page.goto('/account')
await page.getByLabel('Name').fill('command line')
await picture('api-keys')
await browser.close()
