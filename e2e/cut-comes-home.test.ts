import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { applyEdit, type Clip, formats, type Timeline } from '@storycanvas/timeline'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, visit, type Visit } from './stage/browser.ts'
import { dropFile } from './stage/drop.ts'
import { opening } from './stage/examples.ts'
import { makeOwner, type Owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'
import { stepsOf } from './stage/steps.ts'

let server: RunningServer
let browser: Browser
let owner: Owner
let her: Visit
let page: Page
let folder: string
let project: string
let document: string

before(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  owner = await makeOwner(server.origin)
  const { client } = owner
  project = (await client.createProject({ body: { name: 'The opening' } })).id
  await client.importIntoProject({ params: { id: project }, body: { text: await opening('the-last-reel.fountain', 9) } })
  await client.generateBatch({ body: { projectId: project } })
  folder = await mkdtemp(join(tmpdir(), 'storycanvas-e2e-'))
  her = await visit(browser, { origin: server.origin })
  page = her.page
  await owner.signInto(her.context)
  await page.goto(`/projects/${project}/board`)
  await page.getByText(/^(\d+) of \1 drawn$/).waitFor({ timeout: 60_000 })
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const step = stepsOf(() => her)
const tab = (name: string) => page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name }).click()
const clips = async (): Promise<readonly Clip[]> => {
  const timeline = (await owner.client.getTimeline({ params: { id: project } })) as unknown as Timeline
  return timeline.tracks[0]?.clips ?? []
}
const lengths = async () => (await clips()).map(({ duration }) => duration)

/** Waits until the cut has these lengths: the page says what it does before the server has done it. */
async function lengthsBecome(wanted: readonly number[]) {
  for (let look = 0; look < 50 && String(await lengths()) !== String(wanted); look++) await page.waitForTimeout(100)
  assert.deepEqual(await lengths(), wanted)
}

step('the cut goes out as FCPXML, with its media beside it', async () => {
  await tab('Export')
  const card = page.getByRole('article', { name: 'Final Cut Pro XML', exact: true })
  const saved = async (button: string) => {
    const saving = page.waitForEvent('download')
    await card.getByRole('button', { name: button, exact: true }).click()
    return saving
  }
  const archive = await saved('Download Final Cut Pro XML with media')
  assert.match(archive.suggestedFilename(), /\.zip$/)
  const bytes = await readFile(await archive.path())
  const [first] = await clips()
  assert.ok(bytes.includes(`media/${first?.name}`), 'the archive holds the first picture')
  document = await readFile(await (await saved('Download Final Cut Pro XML')).path(), 'utf8')
})

step('two clips are trimmed elsewhere; the page says so, and one of the two is taken over', async () => {
  const before = await clips()
  const edited = [
    { kind: 'trim', clipId: before[1]?.id ?? '', edge: 'out', by: -10 } as const,
    { kind: 'trim', clipId: before[2]?.id ?? '', edge: 'out', by: -6 } as const,
  ].reduce(
    (timeline, edit) => applyEdit(timeline, edit, () => crypto.randomUUID()).timeline,
    formats.fcpxml.read(document).timeline,
  )
  const [file] = formats.fcpxml.write(edited).files
  assert.ok(file && 'text' in file)
  const path = join(folder, 'recut.fcpxml')
  await writeFile(path, file.text)
  await dropFile(page, path)
  const changes = page.getByRole('article', { name: 'Changes in recut.fcpxml' })
  const [first, second] = [/is 10 frames shorter at its end/, /is 6 frames shorter at its end/]
  await changes.getByRole('checkbox', { name: first }).waitFor()
  assert.equal(await changes.getByRole('listitem').count(), 2)
  await changes.getByRole('checkbox', { name: second }).uncheck()
  await her.shot('cut-comes-home')
  await changes.getByRole('button', { name: 'Take 1 of 2' }).click()
  await page.getByRole('application', { name: 'Timeline' }).getByText('Edited by hand').waitFor()
  await lengthsBecome(before.map(({ duration }, at) => (at === 1 ? duration - 10 : duration)))
})

step('what was taken over is taken back', async () => {
  const now = await lengths()
  await page.getByText('1 change taken over from recut.fcpxml.').waitFor()
  await her.shot('cut-came-home')
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await lengthsBecome(now.map((length, at) => (at === 1 ? length + 10 : length)))
  assert.deepEqual(her.complaints, [])
})
