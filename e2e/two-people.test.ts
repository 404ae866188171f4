import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Browser, Page, WebSocketRoute } from 'playwright-core'
import { comesToRest, openBrowser, visit, type Visit } from './stage/browser.ts'
import { makeOwner, type Owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'
import { stepsOf } from './stage/steps.ts'

const guest = { name: 'Ben Okri', email: 'ben@example.org', password: 'two lamps that walked home' }

let server: RunningServer
let browser: Browser
let agnes: Visit
let ben: Visit
let owner: Owner
let goOffline: (value: boolean) => Promise<void>

before(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  owner = await makeOwner(server.origin)
  agnes = await visit(browser, { origin: server.origin })
  ben = await visit(browser, { origin: server.origin, scheme: 'light' })
  goOffline = await networkOf(ben)
  await owner.signInto(agnes.context)
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

/** A network that can be taken away: requests fail, what is said on open sockets is lost, and in the end they are cut. */
async function networkOf({ context }: Visit) {
  const sockets = new Set<WebSocketRoute>()
  let isOffline = false
  await context.routeWebSocket(/realtime/, socket => {
    const far = socket.connectToServer()
    socket.onMessage(frame => isOffline || far.send(frame))
    far.onMessage(frame => isOffline || socket.send(frame))
    sockets.add(socket)
  })
  return async (value: boolean) => {
    isOffline = value
    await context.setOffline(value)
    if (value) return
    for (const socket of sockets) await socket.close()
    sockets.clear()
  }
}

const step = stepsOf(() => agnes)
const tab = (page: Page, name: string) => page.getByRole('navigation', { name: 'Project' }).getByRole('link', { name }).click()
const text = (page: Page) => page.getByRole('textbox', { name: 'Scene text' }).first()

const writingOn = (page: Page) => page.locator('.cm-content[aria-label="Scene text"]')
/** What stands in the editor. */
const wordsOn = (page: Page) =>
  writingOn(page).evaluate(content => Array.from(content.querySelectorAll('.cm-line'), line => line.textContent).join('\n'))

/** Opens the text of the scene for writing, with the caret at its end. */
async function beginWriting(page: Page) {
  await text(page).click()
  const field = writingOn(page)
  await field.waitFor()
  await page.keyboard.press('ControlOrMeta+End')
  return field
}

/** Waits until a text field says something. */
const says = (page: Page, ...words: string[]) =>
  page.waitForFunction(wanted => {
    const field = document.querySelector('.cm-content[aria-label="Scene text"]')
    const isSaved = field?.closest('[data-busy]')?.getAttribute('data-busy') === 'false'
    return field && isSaved && wanted.every(word => field.textContent.includes(word))
  }, words)

step('one makes a short film from the template, and invites by link', async () => {
  const { page } = agnes
  await page.goto('/projects')
  await page.getByRole('button', { name: 'New project' }).click()
  const dialog = page.getByRole('dialog', { name: 'New project' })
  await dialog.getByLabel('Name').fill('Two lamps')
  await dialog.getByRole('button', { name: 'Make project' }).click()
  await page.getByRole('button', { name: 'Write the first scene' }).click()
  await page.getByRole('combobox', { name: 'Scene heading' }).waitFor()
  await page.getByRole('button', { name: 'People' }).click()
  const people = page.getByRole('dialog', { name: 'People' })
  await people.getByRole('button', { name: 'Make link' }).click()
  const link = await people.locator('pre').innerText()
  await comesToRest(page)
  await agnes.shot('people-invite')
  await people.getByRole('button', { name: 'Close' }).click()
  const registering = await fetch(`${server.origin}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(guest),
  })
  assert.equal(registering.status, 201)
  await ben.page.goto(link)
  await ben.page.getByLabel('E-mail').fill(guest.email)
  await ben.page.getByLabel(/^Password/).fill(guest.password)
  await ben.page.getByRole('button', { name: 'Log in' }).click()
  await ben.page.getByText('Agnes Holm invites you').waitFor()
  await comesToRest(ben.page)
  await ben.shot('people-join')
  await ben.page.getByRole('button', { name: 'Join the project' }).click()
  await ben.page.getByRole('combobox', { name: 'Scene heading' }).waitFor()
})

step('each sees that the other is here', async () => {
  await agnes.page.getByRole('list', { name: 'Here now' }).getByRole('listitem').waitFor()
  await ben.page.getByRole('list', { name: 'Here now' }).getByRole('listitem').waitFor()
})

step('both type in one scene at once, and each sees the whole', async () => {
  const fields = [await beginWriting(agnes.page), await beginWriting(ben.page)]
  await Promise.all([
    fields[0]?.pressSequentially('The lamp goes out. ', { delay: 10 }),
    fields[1]?.pressSequentially('Somebody knocks. ', { delay: 10 }),
  ])
  for (const { page } of [agnes, ben])
    await page.waitForFunction(
      () => document.querySelector('.cm-content[aria-label="Scene text"] .cm-line')?.textContent.length === 36,
    )
  const values = await Promise.all([agnes, ben].map(({ page }) => wordsOn(page)))
  assert.equal(values[0], values[1])
  assert.deepEqual(Array.from(values[0] ?? '').sort(), Array.from('The lamp goes out. Somebody knocks. ').sort())
  await agnes.shot('two-people-writing')
  await ben.shot('two-people-writing-light')
})

step('one goes offline and writes on; back again, both see everything', async () => {
  await goOffline(true)
  await writingOn(ben.page).pressSequentially('[written offline]')
  await writingOn(agnes.page).pressSequentially('[written meanwhile]')
  await says(agnes.page, '[written meanwhile]')
  const alone = await Promise.all([agnes, ben].map(({ page }) => wordsOn(page)))
  assert.doesNotMatch(alone[0] ?? '', /offline/)
  assert.doesNotMatch(alone[1] ?? '', /meanwhile/)
  await ben.shot('two-people-offline')
  await goOffline(false)
  await says(ben.page, '[written offline]', '[written meanwhile]')
  await says(agnes.page, '[written offline]', '[written meanwhile]')
  const [hers, his] = await Promise.all([agnes, ben].map(({ page }) => wordsOn(page)))
  assert.equal(hers, his)
})

step('both reorder the same panels, and end with the same board', async () => {
  const { client } = owner
  const [project] = (await client.listProjects({ query: {} })).items
  assert.ok(project)
  const params = { id: project.id }
  const scene = (await client.getProjectWithScenes({ params })).chapters[0]?.scenes[0]
  assert.ok(scene)
  assert.match(scene.text, /\[written offline\]/)
  for (const description of ['One', 'Two', 'Three', 'Four'])
    await client.createPanel({ params: { id: scene.id }, body: { description } })
  for (const { page } of [agnes, ben]) {
    await tab(page, 'Board')
    await page.getByRole('gridcell', { name: /Four/ }).waitFor()
  }
  const move = async (page: Page, name: RegExp, key: string) => {
    await page.getByRole('gridcell', { name }).click()
    await page.keyboard.press(key)
  }
  await Promise.all([move(agnes.page, /One/, 'Alt+ArrowRight'), move(ben.page, /Four/, 'Alt+ArrowLeft')])
  const saved = async () =>
    (await client.listPanels({ params: { id: scene.id }, query: {} })).items.map(panel => panel.description)
  while ((await saved()).join() === 'One,Two,Three,Four') await new Promise(resolve => setTimeout(resolve, 50))
  const order = (page: Page) =>
    page
      .getByRole('gridcell')
      .filter({ hasText: /One|Two|Three|Four/ })
      .allInnerTexts()
  const same = async () => {
    const [hers, his] = [await order(agnes.page), await order(ben.page)]
    const words = (cells: string[]) => cells.flatMap(cell => /One|Two|Three|Four/.exec(cell)?.[0] ?? [])
    const stands = await saved()
    return words(hers).join() === stands.join() && words(his).join() === stands.join()
  }
  const deadline = AbortSignal.timeout(15_000)
  for (; !(await same()); deadline.throwIfAborted()) await new Promise(resolve => setTimeout(resolve, 50))
  assert.deepEqual((await saved()).toSorted(), ['Four', 'One', 'Three', 'Two'])
  await comesToRest(agnes.page)
  await agnes.shot('two-people-board')
  await ben.shot('two-people-board-light')
})

step('both write one line of dialogue, and each sees the whole', async () => {
  for (const { page } of [agnes, ben]) {
    await page.getByRole('gridcell', { name: /Two/ }).click()
    await page.getByRole('complementary', { name: 'Panel' }).waitFor()
  }
  await agnes.page.getByRole('button', { name: 'Add line' }).click()
  const lines = [agnes, ben].map(({ page }) => page.getByRole('textbox', { name: 'Line 1', exact: true }))
  for (const line of lines) await line.waitFor()
  await Promise.all([
    lines[0]?.pressSequentially('Who is there? ', { delay: 10 }),
    lines[1]?.pressSequentially('Only me. ', { delay: 10 }),
  ])
  const deadline = AbortSignal.timeout(15_000)
  let said: string[] = []
  do said = await Promise.all(lines.map(line => line.inputValue()))
  while ((said[0] !== said[1] || said[0]?.length !== 23) && !deadline.aborted)
  assert.equal(said[0], said[1])
  assert.deepEqual(Array.from(said[0] ?? '').sort(), Array.from('Who is there? Only me. ').sort())
  await comesToRest(agnes.page)
  await agnes.shot('two-people-dialogue')
})
