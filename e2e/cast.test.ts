import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import sharp from 'sharp'
import { visit, type Visit } from './stage/browser.ts'
import type { Owner } from './stage/owner.ts'
import { openScenery, type Scenery } from './stage/open.ts'
import { stepsOf } from './stage/steps.ts'

let scenery: Scenery
let owner: Owner
let stage: Visit
let project = ''
let mara = ''

before(async () => {
  scenery = await openScenery()
  ;({ owner, stage } = scenery)
  const { client } = owner
  project = (await client.createProject({ body: { name: 'The last reel' } })).id
  const look = 'Fifty, grey plait, oilskin coat, a projectionist’s burnt thumb'
  mara = (await client.createCharacter({ body: { projectId: project, name: 'MARA', look, colour: '#d9822b' } })).id
  await client.createCharacter({ body: { projectId: project, name: 'TOM' } })
  const booth = await client.createLocation({ body: { projectId: project, name: 'PROJECTION ROOM', setting: 'interior' } })
  const chapter = await client.createChapter({ params: { id: project }, body: { title: 'One' } })
  const scene = await client.createScene({ body: { chapterId: chapter.id, heading: 'INT. PROJECTION ROOM - NIGHT' } })
  await client.updateScene({ params: { id: scene.id }, body: { locationId: booth.id, characterIds: [mara] } })
})
after(() => scenery?.[Symbol.asyncDispose]())

const step = stepsOf(() => stage)

/** A portrait nobody sat for: a head before a ground. */
async function portrait(ground: string, skin: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="300"><rect width="240" height="300" fill="${ground}"/>
    <path d="M30 300c0-80 40-100 90-100s90 20 90 100z" fill="#333"/><ellipse cx="120" cy="120" rx="58" ry="76" fill="${skin}"/></svg>`
  return { name: 'front.png', mimeType: 'image/png', buffer: await sharp(Buffer.from(svg)).png().toBuffer() }
}

const references = async () => (await owner.client.getCharacter({ params: { id: mara } })).references

step('pictures to go by are chosen, opened, taken away and brought back', async () => {
  const { page } = stage
  await page.goto(`/projects/${project}/cast`)
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add pictures of MARA' }).click()
  await (await choosing).setFiles([await portrait('#5b7083', '#c99b7a'), await portrait('#7a5b45', '#b98767')])
  await page.getByRole('button', { name: 'Open picture 2 of MARA' }).waitFor()
  assert.equal((await references()).length, 2)
  await page.getByRole('button', { name: 'Open picture 1 of MARA' }).click()
  await page.getByRole('img', { name: 'MARA: front' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  const [, second] = await references()
  await page.getByRole('button', { name: 'Take away picture 1 of MARA' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Took away a picture of MARA').waitFor()
  assert.deepEqual(
    (await references()).map(({ id }) => id),
    [second?.id],
  )
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Open picture 2 of MARA' }).waitFor()
  assert.equal((await references()).length, 2)
})

step('a LoRA and what must not be seen are kept as they are typed', async () => {
  const { page } = stage
  const card = page.getByRole('listitem').filter({ has: page.getByRole('textbox', { name: 'Name of MARA' }) })
  await card.getByLabel('LoRA').fill('mara_v3.safetensors')
  await card.getByLabel('LoRA').press('Enter')
  await card.getByLabel('Weight').and(card.locator(':enabled')).first().fill('0.8')
  await card.getByLabel('Never').fill('beard, glasses')
  await card.getByLabel('Never').press('Enter')
  const deadline = AbortSignal.timeout(15_000)
  const kept = async () => {
    const { lora, loraWeight, negativePrompt } = await owner.client.getCharacter({ params: { id: mara } })
    return `${lora} ${loraWeight} ${negativePrompt}`
  }
  const wanted = 'mara_v3.safetensors 0.8 beard, glasses'
  while ((await kept()) !== wanted && !deadline.aborted) await page.waitForTimeout(100)
  assert.equal(await kept(), wanted)
  await stage.shot('cast-references')
})

step('a character is drawn before it stands in a panel, and what was drawn is gone by', async () => {
  const { page } = stage
  const before = (await references()).length
  await page.getByRole('button', { name: 'Draw MARA' }).click()
  const form = page.getByRole('dialog', { name: 'Draw MARA' })
  await form.getByText('The built-in artist stands in').waitFor()
  await form.getByText('Fifty, grey plait').waitFor()
  await form.getByRole('textbox', { name: 'How many' }).fill('2')
  await form.getByRole('button', { name: 'Draw 2 pictures of MARA' }).click()
  await form.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Open drawing 2 of MARA' }).waitFor()
  await page.getByRole('button', { name: 'Open drawing 1 of MARA' }).focus()
  await page.keyboard.press('Enter')
  const drawing = page.getByRole('dialog', { name: 'Drawing 1 of MARA' })
  await drawing.getByRole('img', { name: /^MARA, drawn by/ }).waitFor()
  await stage.shot('cast-drawing')
  await drawing.getByRole('button', { name: 'Use as reference' }).click()
  await page.getByText('MARA goes by the drawing now').waitFor()
  assert.equal((await references()).length, before + 1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: `Open picture ${before + 1} of MARA` }).waitFor({ state: 'hidden' })
  assert.equal((await references()).length, before)
  await page.getByRole('button', { name: 'Open drawing 1 of MARA' }).click()
  await drawing.getByRole('button', { name: 'Delete the drawing' }).click()
  await page.getByText('Deleted a drawing of MARA').waitFor()
  assert.equal((await owner.client.listCharacterTakes({ params: { id: mara }, query: {} })).items.length, 1)
  await stage.shot('cast-drawn')
})

step('a place is drawn by the keyboard alone', async () => {
  const { page } = stage
  await page.getByRole('button', { name: 'Draw PROJECTION ROOM' }).focus()
  await page.keyboard.press('Enter')
  const submit = page.getByRole('button', { name: 'Draw 1 picture of PROJECTION ROOM' })
  await submit.and(page.locator(':enabled')).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Open drawing 1 of PROJECTION ROOM' }).waitFor()
  assert.deepEqual(stage.complaints, [])
})

step('on a narrow light screen the cards stand one below the other', async () => {
  const small = await visit(scenery.browser, { origin: scenery.server.origin, scheme: 'light', width: 420, height: 900 })
  await owner.signInto(small.context)
  await small.page.goto(`/projects/${project}/cast`)
  await small.page.getByRole('button', { name: 'Open picture 2 of MARA' }).waitFor()
  const boxes = await Promise.all(
    ['MARA', 'TOM'].map(name => small.page.getByRole('textbox', { name: `Name of ${name}` }).boundingBox()),
  )
  assert.equal(boxes[0]?.x, boxes[1]?.x)
  await small.shot('cast-references-narrow')
  assert.deepEqual(small.complaints, [])
  await small.context.close()
})
