import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { v7 as uuid } from 'uuid'
import sharp from 'sharp'
import { refusedWith } from '../../testing.ts'
import { openStory, type StoryBench } from '../testing.ts'

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0

describe('the board on paper', () => {
  let bench: StoryBench
  let projectId: string
  let sceneId: string
  before(async () => {
    bench = await openStory()
    projectId = await bench.newProject('Последняя катушка')
    const chapter = await bench.newChapter(projectId, 'One')
    sceneId = (await bench.newScene(chapter.id, 'INT. BOOTH - NIGHT')).id
    const second = await bench.newScene(chapter.id, 'EXT. 海辺 - 夜')
    for (let index = 0; index < 8; index += 1) await bench.newPanel(sceneId, `Panel ${index}`.repeat(40))
    for (const words of ['Дождь <b>&amp;', 'Rain']) await bench.newPanel(second.id, words)
    const { items } = await bench.client.listPanels({ params: { id: sceneId }, query: {} })
    await bench.draw(items[0]?.id ?? '')
  })
  after(() => bench.close())

  for (const [layout, pages] of [
    ['3x3', 2],
    ['2x3', 2],
    ['single', 10],
  ] as const)
    test(`${layout}: ${pages} pages for ten panels in any script`, async () => {
      const response = await bench.client.printStoryboard({ params: { id: projectId }, query: { layout } })
      const pdf = await bytesOf(response)
      if (process.env['KEEP_STORYBOARD']) await writeFile(`${process.env['KEEP_STORYBOARD']}/${layout}.pdf`, pdf)
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
      assert.equal(pagesOf(pdf), pages)
      assert.match(pdf.toString('latin1'), /\/Filter \/DCTDecode/, 'the drawn panel is in it')
    })

  test('one scene alone, and a contact sheet of four columns', async () => {
    const scene = await bytesOf(await bench.client.printStoryboard({ params: { id: projectId }, query: { sceneId } }))
    assert.equal(pagesOf(scene), 1)
    const sheet = await bytesOf(await bench.client.getContactSheet({ params: { id: projectId }, query: {} }))
    if (process.env['KEEP_STORYBOARD']) await writeFile(`${process.env['KEEP_STORYBOARD']}/sheet.png`, sheet)
    const { width, height } = await sharp(sheet).metadata()
    assert.deepEqual([width, height], [4 * 246 + 6, 3 * 141 + 6])
    const brightest = async (left: number, top: number, width: number, height: number) =>
      Math.max(...(await sharp(sheet).removeAlpha().extract({ left, top, width, height }).raw().toBuffer()))
    assert.ok((await brightest(6, 6, 24, 16)) > 200, 'the first number stands white in its corner')
    assert.ok((await brightest(6, 6, 4, 2)) < 60, 'on a dark plate')
    const wrong = await refusedWith(
      'invalid-request',
      bench.client.getContactSheet({ params: { id: projectId }, query: { sceneId: uuid() } }),
    )
    assert.equal(wrong.errors[0]?.field, 'sceneId')
  })

  test('an empty board is one empty page', async () => {
    const empty = await bench.newProject('Empty')
    assert.equal(pagesOf(await bytesOf(await bench.client.printStoryboard({ params: { id: empty }, query: {} }))), 1)
    await bytesOf(await bench.client.getContactSheet({ params: { id: empty }, query: {} }))
  })
})
