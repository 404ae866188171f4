import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { compilePreset, readBuiltInPresets } from '@storycanvas/comfyui'
import { makePng, startTestComfy, type TestComfyServer } from '@storycanvas/comfyui/testing'
import type { Browser, Locator, Page } from 'playwright-core'
import { openBrowser, visit, type Visit } from './stage/browser.ts'
import { dropBytes } from './stage/drop-bytes.ts'
import { withFootage } from './stage/footage.ts'
import { makeOwner, type Owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'
import { stepsOf } from './stage/steps.ts'

const panelCount = 8
/** Simulated seconds in a real one: a picture takes half a second on the quick card and three on the slow one. */
const timeScale = 25
const slowStep = 3

let quick: TestComfyServer
let slow: TestComfyServer
let server: RunningServer
let browser: Browser
let her: Visit
let page: Page
let owner: Owner
let project = ''
let scene = ''
let panel = ''

before(async () => {
  const film = await withFootage(async footage => new Uint8Array(await footage.arrayBuffer()))
  ;[quick, slow] = await Promise.all([
    startTestComfy({ timeScale, film: () => film }),
    startTestComfy({ timeScale, stepSeconds: () => slowStep }),
  ])
  const allowed = [quick, slow].map(({ url }) => new URL(url).host).join(',')
  ;[server, browser] = await Promise.all([startServer({ OUTGOING_ALLOW: allowed }), openBrowser()])
  her = await visit(browser, { origin: server.origin })
  page = her.page
  owner = await makeOwner(server.origin)
  await owner.signInto(her.context)
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
  await quick?.close()
})

const step = stepsOf(() => her)
const lane = (name: string) => page.getByRole('article', { name: `Server ${name}` })

async function addServer(name: string, { url }: TestComfyServer) {
  await page.getByRole('button', { name: 'Add a server' }).click()
  const form = page.getByRole('form', { name: 'Add a server' })
  await form.getByLabel('Name').fill(name)
  await form.getByLabel('Address').fill(url)
  await form.getByRole('button', { name: 'Look at it and add it' }).click()
  await page.getByText(/ComfyUI [\d.]+.* It can run \d+ of the presets\./).waitFor()
  await lane(name).getByText('up', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Close what was found' }).click()
}

step('there is a scene to draw', async () => {
  const { client } = owner
  project = (await client.createProject({ body: { name: 'Two cards' } })).id
  const chapter = await client.createChapter({ params: { id: project }, body: { title: 'One' } })
  const body = { chapterId: chapter.id, heading: 'EXT. FIELD - DAY', setting: 'exterior', timeOfDay: 'day' } as const
  scene = (await client.createScene({ body })).id
  for (let number = 1; number <= panelCount; number++)
    await client.createPanel({ params: { id: scene }, body: { description: `A fox in the snow, ${number}` } })
})

step('a server is looked at, told of in words, and becomes a lane', async () => {
  await page.goto('/queue')
  await addServer('Quick card', quick)
  await addServer('Slow card', slow)
})

step('every panel of the scene is asked for at once', async () => {
  await page.goto(`/projects/${project}/generate`)
  await page
    .getByRole('list', { name: 'Presets' })
    .getByRole('button', { name: /^Stable Diffusion 1\.5/ })
    .filter({ hasText: 'Runs on Quick card, Slow card' })
    .click()
  await page.getByRole('combobox', { name: 'What' }).click()
  await page.getByRole('option', { name: /^Scene 1: EXT\. FIELD - DAY/ }).click()
  await page.getByRole('button', { name: `Draw ${panelCount} takes` }).click()
  await page.getByText(new RegExp(`\\d of ${panelCount} drawn`)).waitFor()
})

step('the lanes show what runs, with previews of it', async () => {
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Queue' }).click()
  await lane('Slow card').getByRole('progressbar').waitFor()
  await lane('Slow card')
    .getByRole('img', { name: /^Preview of Draw A fox in the snow/ })
    .waitFor()
  await her.shot('22-lanes')
})

step('a server that is killed in the middle rests, and its lane says why', async () => {
  await lane('Slow card').getByRole('progressbar').waitFor()
  await slow.close()
  await lane('Slow card').getByText('resting', { exact: true }).waitFor()
  await her.shot('23-lane-resting')
})

step('every panel ends with a take of the model', async () => {
  await page.goto(`/projects/${project}/generate`)
  await page.getByText(`${panelCount} of ${panelCount} drawn`).waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Each outcome' }).click()
  const outcomes = page.getByRole('list', { name: 'Outcome of each' }).getByRole('listitem').filter({ hasText: 'succeeded' })
  await outcomes.nth(panelCount - 1).waitFor()
  const { items } = await owner.client.listPanels({ params: { id: scene }, query: {} })
  assert.deepEqual(
    items.map(({ status, takeCount, chosenTake }) => [status, takeCount, chosenTake?.provider]),
    Array.from({ length: panelCount }, () => ['drawn', 1, 'ComfyUI']),
  )
  await her.shot('24-generated')
})

/** A picture as ComfyUI writes it, whose page was saved along with it: values of widgets stand there without names. */
function pictureOfPage(checkpoint: unknown): Buffer {
  const from = (type: string, name: string, link: number) => ({ name, type, link })
  const node = (id: number, type: string, inputs: object[], outputs: string[], widgets_values: unknown[] = []) => ({
    ...{ id, type, mode: 0, inputs, widgets_values },
    outputs: outputs.map(one => ({ type: one })),
  })
  const nodes = [
    node(1, 'CheckpointLoaderSimple', [], ['MODEL', 'CLIP', 'VAE'], [checkpoint]),
    node(2, 'CLIPTextEncode', [from('CLIP', 'clip', 1)], ['CONDITIONING'], ['a hen']),
    node(3, 'CLIPTextEncode', [from('CLIP', 'clip', 2)], ['CONDITIONING'], ['blurry']),
    node(4, 'EmptyLatentImage', [], ['LATENT'], [640, 384, 1]),
    node(
      5,
      'KSampler',
      [
        ...[from('MODEL', 'model', 3), from('CONDITIONING', 'positive', 4)],
        ...[from('CONDITIONING', 'negative', 5), from('LATENT', 'latent_image', 6)],
      ],
      ['LATENT'],
      [77, 'randomize', 12, 5.5, 'euler', 'normal', 1],
    ),
    node(6, 'VAEDecode', [from('LATENT', 'samples', 7), from('VAE', 'vae', 8)], ['IMAGE']),
    node(7, 'SaveImage', [from('IMAGE', 'images', 9)], [], ['fox']),
  ]
  const links = [
    ...[
      [1, 1, 1, 2, 0, 'CLIP'],
      [2, 1, 1, 3, 0, 'CLIP'],
      [3, 1, 0, 5, 0, 'MODEL'],
    ],
    ...[
      [4, 2, 0, 5, 1, 'CONDITIONING'],
      [5, 3, 0, 5, 2, 'CONDITIONING'],
      [6, 4, 0, 5, 3, 'LATENT'],
    ],
    ...[
      [7, 5, 0, 6, 0, 'LATENT'],
      [8, 1, 2, 6, 1, 'VAE'],
      [9, 6, 0, 7, 0, 'IMAGE'],
    ],
  ]
  return makePng('fox', { width: 64, height: 64 }, { workflow: JSON.stringify({ nodes, links }) })
}

step('a workflow of one’s own, dropped as a picture that ComfyUI wrote, is mapped, becomes a preset and draws', async () => {
  const sd15 = readBuiltInPresets().find(({ id }) => id === 'sd15')
  assert.ok(sd15)
  const { graph } = compilePreset(sd15, 'text-to-image', { parameters: { prompt: 'a hen', negative: 'blurry' } })
  const { chapterId } = await owner.client.getScene({ params: { id: scene } })
  const den = await owner.client.createScene({
    body: { chapterId, heading: 'INT. DEN - NIGHT', setting: 'interior', timeOfDay: 'night' },
  })
  const { id } = await owner.client.createPanel({ params: { id: den.id }, body: { description: 'The fox sleeps' } })
  await page.goto(`/projects/${project}/generate`)
  const file = { name: 'fox_workflow.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(graph)) }
  await page.getByLabel('Choose a workflow').setInputFiles(file)
  const form = page.getByRole('dialog').getByRole('form', { name: 'Bring a workflow' })
  await form.getByText('Quick card can run it.').waitFor()
  const purpose = (input: string) => form.getByRole('combobox', { name: `What ${input} is for` })
  const purposes = async (...inputs: string[]) => Promise.all(inputs.map(input => purpose(input).inputValue()))
  assert.deepEqual(await purposes('text of Prompt #positive', 'text of Negative prompt #negative'), ['prompt', 'negative'])
  await form.getByRole('button', { name: 'Cancel' }).click()
  const [{ ckpt_name: checkpoint } = {}] = Object.values(graph).flatMap(({ inputs }) => ('ckpt_name' in inputs ? [inputs] : []))
  const picture = { name: 'ComfyUI_00001_.png', bytes: pictureOfPage(checkpoint) }
  await dropBytes(page.getByRole('group', { name: 'Bring a workflow' }), picture, { x: 40, y: 20, type: 'image/png' })
  await form.getByText(/Quick card.* can run it\./).waitFor()
  const texts = ['text of CLIPTextEncode #2', 'text of CLIPTextEncode #3', 'seed of KSampler #5']
  assert.deepEqual(await purposes(...texts), ['prompt', 'negative', 'seed'])
  await form.getByRole('textbox', { name: 'Name' }).fill('Fox in oils')
  await purpose('cfg of KSampler #5').selectOption('Leave as it is')
  await her.shot('workflow')
  await form.getByRole('button', { name: 'Add the preset' }).click()
  const card = page.getByRole('list', { name: 'Presets' }).getByRole('button', { name: /^Fox in oils\s*your own/, pressed: true })
  await card.waitFor()
  await page.getByRole('combobox', { name: 'What' }).click()
  await page.getByRole('option', { name: /^Scene 2: INT\. DEN/ }).click()
  await page.getByRole('button', { name: 'Draw 1 take' }).click()
  await page.getByText('1 of 1 drawn').waitFor()
  const [take] = (await owner.client.listPanelTakes({ params: { id } })).items
  const { provenance } = await owner.client.getTake({ params: { id: take?.id ?? '' } })
  assert.deepEqual([provenance.preset, take?.provider], ['fox-in-oils', 'ComfyUI'])
  await page.getByRole('button', { name: 'Take away Fox in oils' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take it away' }).click()
  await card.waitFor({ state: 'detached' })
})

const takesOf = async () => (await owner.client.listPanelTakes({ params: { id: panel } })).items
const strip = () => page.getByRole('group', { name: 'Takes', exact: true })

step('part of a picture is painted over and made anew, as a take that follows that picture', async () => {
  const [first] = (await owner.client.listPanels({ params: { id: scene }, query: {} })).items
  panel = first?.id ?? ''
  const drawn = await owner.client.generate({ body: { target: { kind: 'panel', id: panel }, seed: 4 } })
  await page.goto(`/projects/${project}/takes/${panel}`)
  await strip().getByRole('button').nth(1).waitFor()
  await page.getByRole('button', { name: 'Make from it' }).click()
  const mask = page.getByRole('application', { name: /^Mask over Take 2/ })
  const form = page.getByRole('region', { name: 'From Take 2' })
  assert.ok(await form.getByRole('button', { name: 'Make it', exact: true }).isDisabled())
  const box = await mask.boundingBox()
  assert.ok(box)
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const
  await page.mouse.move(...at(0.3, 0.4))
  await page.mouse.down()
  await page.mouse.move(...at(0.5, 0.5), { steps: 4 })
  await page.mouse.move(...at(0.4, 0.65), { steps: 4 })
  await page.mouse.up()
  const painted = page.getByRole('toolbar', { name: 'Mask' }).getByText(/^\d+ % painted$/)
  const once = await painted.textContent()
  // The keyboard paints, too, and takes back.
  const share = (text: string) => page.getByRole('toolbar', { name: 'Mask' }).getByText(text, { exact: true })
  await mask.focus()
  await page.keyboard.down('Space')
  for (let strokes = 0; strokes < 6; strokes++) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.up('Space')
  await share(once ?? '').waitFor({ state: 'detached' })
  await mask.press('Control+z')
  await share(once ?? '').waitFor()
  await form.getByRole('combobox', { name: 'With' }).click()
  await page.getByRole('option', { name: 'Stable Diffusion XL', exact: true }).click()
  await form.getByLabel('What is to be there').fill('a red scarf')
  await her.shot('mask')
  await form.getByRole('button', { name: 'Make it', exact: true }).click()
  await strip().getByRole('button').nth(2).waitFor()
  const [made, from] = await takesOf()
  const { provenance } = await owner.client.getTake({ params: { id: made?.id ?? '' } })
  assert.equal(from?.generationId, drawn.id)
  assert.deepEqual(
    [made?.parentId, provenance.kind, provenance.prompt, provenance.references.map(({ what }) => what)],
    [from?.id, 'inpaint', 'a red scarf', ['mask']],
  )
})

step('a film begins with the chosen picture', async () => {
  await strip().getByRole('button').first().click()
  await page.getByRole('button', { name: 'Choose', exact: true }).click()
  await page.getByRole('button', { name: 'Make from it' }).click()
  const form = page.getByRole('region', { name: 'From Take 1' })
  await form.getByRole('combobox', { name: 'Make' }).click()
  await page.getByRole('option', { name: 'A film that begins with it' }).click()
  await form.getByRole('combobox', { name: 'With' }).click()
  await page.getByRole('option', { name: 'Wan 2.2 5B', exact: false }).click()
  await form.getByRole('button', { name: 'Make it', exact: true }).click()
  await strip().getByRole('button').nth(3).waitFor({ timeout: 60_000 })
  const [film, , , first] = await takesOf()
  assert.deepEqual([film?.kind, film?.durationMs, film?.parentId], ['video', 4000, first?.id])
  await page.locator('video').waitFor()
})

step('a film goes from one picture to another, and in one somebody speaks', async () => {
  const make = async (way: string, give: (form: Locator) => Promise<unknown>) => {
    const count = (await takesOf()).length
    await strip().getByRole('button').first().click()
    await page.getByRole('button', { name: 'Make from it' }).click()
    const form = page.getByRole('region', { name: 'From Take 1' })
    await form.getByRole('combobox', { name: 'Make' }).click()
    await page.getByRole('option', { name: way }).click()
    await give(form)
    await form.getByRole('button', { name: 'Make it', exact: true }).click()
    await strip().getByRole('button').nth(count).waitFor({ timeout: 60_000 })
    const [film] = await takesOf()
    const { provenance, kind } = await owner.client.getTake({ params: { id: film?.id ?? '' } })
    return [kind, provenance.kind, ...provenance.references.map(({ what }) => what)]
  }
  const ends = (form: Locator) => form.getByRole('group', { name: 'Ends with' }).getByRole('button', { name: 'Take 2' }).click()
  assert.deepEqual(await make('A film from it to another picture', ends), ['video', 'image-to-video', 'lastImage'])
  const speaks = async (form: Locator) => {
    const sound = await withFootage(footage => footage.arrayBuffer())
    await form.locator('input[type=file]').setInputFiles({ name: 'hello.m4a', mimeType: 'audio/mp4', buffer: Buffer.from(sound) })
    await form.getByText(/^hello, /).waitFor()
    await her.shot('voice')
  }
  assert.deepEqual(await make('A film in which it speaks', speaks), ['video', 'lip-sync', 'audio'])
})

step('the browser had nothing to complain about on the way', async () => {
  assert.deepEqual(her.complaints, [])
})
