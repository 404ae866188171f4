import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { comesToRest, openBrowser, type Scheme, visit, type Visit } from './stage/browser.ts'
import { opening } from './stage/examples.ts'
import { withFootage } from './stage/footage.ts'
import { makeOwner, type Owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Both themes have the same elements: the light one is looked at for everything, the dark one for its contrasts. */
const options: Record<Scheme, object> = {
  dark: { resultTypes: ['violations'], runOnly: ['color-contrast'] },
  // The size of targets belongs to WCAG 2.2 AA and is off by default.
  light: { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } },
}

let server: RunningServer
let browser: Browser
let owner: Owner
let stage: Visit

before(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  stage = await visit(browser, { origin: server.origin, scheme: 'light' })
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

/** Opens a page, takes its picture in both themes, and has axe find nothing grave in either. */
const look = (name: string, go: (page: Page) => Promise<unknown>) =>
  test(`nothing grave is found on: ${name}`, async () => {
    await go(stage.page)
    const light = await findings('light', name)
    await wear('dark')
    const dark = await findings('dark', name)
    await wear('light')
    assert.deepEqual([...light, ...dark], [])
  })

/** As the page does it when another tab has chosen this theme. */
async function wear(scheme: Scheme) {
  await stage.page.evaluate(newValue => {
    const { localStorage: storageArea } = window
    window.dispatchEvent(new StorageEvent('storage', { key: 'mantine-color-scheme-value', newValue, storageArea }))
  }, scheme)
  await stage.page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor({ state: 'attached' })
}

async function findings(scheme: Scheme, name: string): Promise<string[]> {
  const { page } = stage
  await comesToRest(page)
  let grave = await graveOn(page, scheme)
  // What still fades in has other contrasts for a moment; what is wrong stays.
  for (let looks = 1; grave.length > 0 && looks < mostLooks; looks++) {
    await page.waitForTimeout(500)
    grave = await graveOn(page, scheme)
  }
  await stage.shot(`${name}-${scheme}`)
  return grave.map(finding => `${name}, ${scheme}: ${finding}`)
}

const mostLooks = 4

async function graveOn(page: Page, scheme: Scheme): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options[scheme])})`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`))
}

const shows = (path: string, what: string | RegExp) => async (page: Page) => {
  await page.goto(path)
  await page.getByText(what).first().waitFor()
}

look('welcome', shows('/', 'Make owner account'))

test('there is an owner', async () => {
  owner = await makeOwner(server.origin)
})
look('login', shows('/login', 'Log in to StoryCanvas'))
look('register', shows('/register', 'Make an account'))

test('the owner logs in', () => owner.signInto(stage.context))
look('projects-empty', shows('/projects', 'No projects yet'))
look('library-empty', shows('/library', 'No videos yet'))
look('queue-empty', shows('/queue', 'Nothing here'))
look('new-project', async page => {
  await page.goto('/projects')
  await page.getByRole('button', { name: 'New project' }).click()
  await page.getByRole('dialog').getByLabel('Template').first().waitFor()
})

let project = ''
const at = (room: string) => `/projects/${project}/${room}`
const inProject = (room: string, what: string | RegExp) => (page: Page) => shows(at(room), what)(page)

test('there is a project without a story', async () => {
  project = (await owner.client.createProject({ body: { name: 'Nothing yet' } })).id
})
look('story-empty', inProject('story', 'No story yet'))
look('board-empty', inProject('board', 'Nothing to draw yet'))
look('cast-empty', inProject('cast', 'No characters yet'))
look('timeline-empty', inProject('timeline', 'Nothing is cut yet'))
look('generate-empty', inProject('generate', 'Nothing has been drawn yet'))
look('export-empty', inProject('export', 'For an editor'))
look('activity-empty', inProject('activity', 'Nothing has been changed yet'))
look('assets-empty', shows('/assets', 'Nothing is kept yet'))
look('import', async page => {
  await page.goto(at('story'))
  await page.getByRole('button', { name: 'Import story' }).click()
  await page
    .getByRole('dialog')
    .getByLabel('Screenplay (Fountain or Final Draft) or prose')
    .fill('INT. LIFT - NIGHT\n\nIt stops.')
  await page.getByText('Read as a Fountain screenplay').waitFor()
})

test('there is a project with a story, drawn', async () => {
  const { client } = owner
  project = (await client.createProject({ body: { name: 'The opening' } })).id
  await client.importIntoProject({ params: { id: project }, body: { text: await opening('the-last-reel.fountain', 9) } })
  await client.generateBatch({ body: { projectId: project } })
  const { page } = stage
  await page.goto(at('board'))
  await page.getByText(/^(\d+) of \1 drawn$/).waitFor({ timeout: 60_000 })
})
look('board', inProject('board', /^(\d+) of \1 drawn$/))
look('panel', async page => {
  await page.getByRole('gridcell', { name: /^Panel 2\b/ }).click()
  await page.getByText('Takes (1)').waitFor()
})
look('animatic', async page => {
  await page.getByRole('button', { name: 'Play animatic' }).click()
  await page.getByRole('dialog', { name: /^Animatic/ }).press('k')
})
look('takes', async page => {
  await page.goto(at('board'))
  await page.getByRole('gridcell', { name: /^Panel 2\b/ }).click()
  await page.getByRole('link', { name: 'Compare, branches, how each was made' }).click()
  await page.getByRole('button', { name: 'Make it again' }).waitFor()
})
look('edit-selected', async page => {
  await page.goto(at('board'))
  await page.getByRole('gridcell', { name: /^Panel 1\b/ }).click()
  await page.getByRole('gridcell', { name: /^Panel 2\b/ }).click({ modifiers: ['Shift'] })
  await page.getByRole('button', { name: 'Edit selected (2)' }).click()
  await page.getByRole('button', { name: 'Apply to 2' }).waitFor()
})
look('print-board', async page => {
  await page.goto(at('board'))
  await page.getByRole('button', { name: 'Print the board' }).click()
  await page.getByRole('menuitem', { name: 'Contact sheet (PNG)' }).waitFor()
})
look('story', inProject('story', 'Mrs. Voss? The doors were open.'))
look('writing', async page => {
  await page.goto(at('story'))
  await page.getByRole('textbox', { name: 'Scene text' }).first().click()
  await page.locator('.cm-content').waitFor()
  await page
    .getByText(/as the text has it|new/)
    .first()
    .waitFor()
})
look('whole-text', async page => {
  await page.goto(`${at('story')}?whole=true`)
  await page.getByText('Nothing changes for the others until you merge it').waitFor()
})
look('cast', inProject('cast', 'Locations'))
look('cast-draw', async page => {
  await page.goto(at('cast'))
  await page
    .getByRole('button', { name: /^Draw / })
    .first()
    .click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Draw 1 picture/ })
    .waitFor()
})
look('cast-drawn', async page => {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Draw 1 picture/ })
    .click()
  await page.getByRole('button', { name: /^Open drawing 1 / }).click()
  await page
    .getByRole('dialog')
    .getByRole('img', { name: /, drawn by / })
    .waitFor()
})
look('timeline', async page => {
  await page.goto(at('timeline'))
  await page.getByRole('img', { name: /^\d+ clips/ }).waitFor()
  await page.getByRole('button', { name: 'Select the next clip' }).click()
})
look('generate', inProject('generate', /of \d+ drawn/))
look('export', inProject('export', 'Screenplay and captions'))
test('there are comments and assets', async () => {
  const { client } = owner
  const { chapters } = await client.getProjectWithScenes({ params: { id: project } })
  const id = chapters[0]?.scenes[0]?.id ?? assert.fail('no scene')
  await client.createComment({ params: { id: project }, body: { target: { kind: 'scene', id }, text: 'Too dark?' } })
  await client.createComment({ params: { id: project }, body: { target: { kind: 'cut', from: 0, to: 24 }, text: 'Slower' } })
  await client.createAsset({ body: { kind: 'prompt', name: 'Window light', text: 'soft window light', tags: ['light'] } })
})
look('activity', inProject('activity', 'imported a story'))
look('activity-comments', inProject('activity?show=open', 'Too dark?'))
look('scene-comments', async page => {
  await page.goto(at('board'))
  await page.getByRole('button', { name: /^Comments on .*, 1 open$/ }).click()
  await page.getByText('Too dark?').waitFor()
})
look('cut-comments', async page => {
  await page.goto(at('timeline'))
  await page.getByRole('button', { name: 'Comments (1)' }).click()
  await page.getByText('Slower').waitFor()
})
look('assets', shows('/assets', 'Not used yet'))
look('assets-use', async page => {
  await page.goto('/assets')
  await page.getByRole('button', { name: 'Use Window light' }).click()
  await page.getByRole('dialog').getByLabel('Project').first().waitFor()
})
look('projects', shows('/projects', 'The opening'))
look('project-menu', async page => {
  await page.goto('/projects')
  await page.getByRole('button', { name: 'More for The opening' }).click()
  await page.getByRole('menuitem', { name: 'Save as template' }).waitFor()
})
test('there are a template and a project in the trash', async () => {
  const { client } = owner
  await client.createProjectTemplate({ body: { projectId: project, name: 'The kit' } })
  await client.deleteProject({ params: { id: (await client.createProject({ body: { name: 'A mistake' } })).id } })
})
look('new-from-template', async page => {
  await page.goto('/projects')
  await page.getByRole('button', { name: 'New project' }).click()
  await page.getByRole('dialog').getByLabel('Template').first().click()
  await page.getByRole('option', { name: 'The kit' }).click()
  await page.getByText(/^Brings /).waitFor()
})
look('new-short-film', async page => {
  await page.goto('/projects')
  await page.getByRole('button', { name: 'New project' }).click()
  await page.getByRole('dialog').getByLabel('Template').first().click()
  await page.getByRole('option', { name: 'Short film' }).click()
  await page.getByText('Act one: the wish').waitFor()
})
test('there are a direction and a draft', async () => {
  const { client } = owner
  await client.createInstruction({ params: { id: project }, body: { text: 'Keep it dark.', scope: 'image' } })
  const scene = (await client.getProjectWithScenes({ params: { id: project } })).chapters[0]?.scenes[0]
  const candidates = ['She waits for him.', 'He comes too late.'].map(text => ({ text, note: 'proposal' }))
  await client.createDraft({
    body: {
      projectId: project,
      title: 'Two synopses',
      target: { kind: 'scene', id: scene?.id ?? '', field: 'synopsis' },
      candidates,
    },
  })
})
look('directions', async page => {
  await page.goto(at('story'))
  await page.getByRole('button', { name: 'Directions' }).click()
  await page.getByRole('textbox', { name: 'Text of direction 1' }).waitFor()
})
look('drafts', async page => {
  await page.goto(at('story'))
  await page.getByRole('button', { name: 'Drafts' }).click()
  await page.getByText('He comes too late.').waitFor()
})
look('delete-for-good', async page => {
  await page.goto('/projects?shelf=trash')
  await page.getByRole('button', { name: 'More for A mistake' }).click()
  await page.getByRole('menuitem', { name: 'Delete for good…' }).click()
  await page.getByRole('button', { name: 'Delete for good', exact: true }).waitFor()
})
look('queue', async page => {
  await page.goto('/queue')
  await page.getByRole('grid', { name: 'Ended' }).press('ArrowDown')
  await page.getByRole('toolbar', { name: 'Selected jobs' }).waitFor()
})
look('add-server', async page => {
  await page.goto('/queue')
  await page.getByRole('button', { name: 'Add a server' }).click()
  await page.getByRole('form', { name: 'Add a server' }).waitFor()
})

let video = ''
test('there is a video', async () => {
  const body = { title: 'Colour bars', visibility: 'public' } as const
  video = (await withFootage(file => owner.client.uploadVideo({ file, fileName: 'footage.mp4', body }))).id
  const { page } = stage
  await page.goto(`/watch/${video}`)
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor({ timeout: 60_000 })
})
look('watch', async page => {
  await page.goto(`/watch/${video}`)
  await page.getByRole('button', { name: 'Quality and speed' }).click()
  await page.getByRole('menuitemradio', { name: 'Normal' }).waitFor()
})
look('library', shows('/library', 'Colour bars'))
look('admin', shows('/admin', 'Checks'))
look('account', async page => {
  await page.goto('/account')
  await page.getByLabel('Name').fill('The night shift')
  await page.getByRole('button', { name: 'Make key' }).click()
  await page.getByText('Copy the key now').waitFor()
})
look('account-menu', async page => {
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('menu').waitFor()
})
look('palette', async page => {
  await page.goto('/projects')
  await page.getByRole('button', { name: 'Search and commands' }).click()
  await page.getByRole('dialog').waitFor()
})
look('keyboard-map', async page => {
  await page.goto('/projects')
  await page.getByRole('button', { name: 'New project' }).waitFor()
  await page.keyboard.press('?')
  await page.getByText('Play the animatic from here').waitFor()
})
look('not-found', shows('/nowhere', 'There is no such page'))

test('no page logged an error', () => {
  assert.deepEqual(stage.complaints, [])
})
