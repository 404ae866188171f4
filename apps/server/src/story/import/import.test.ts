import { deepEqual, equal, notEqual, ok, rejects } from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { refusedWith } from '../../testing.ts'
import { openStory, type StoryBench } from '../testing.ts'
import { importStory } from './import-story.ts'

const opening = `INT. BOOTH - NIGHT

MARTA, 64, in a man's cardigan, threads a reel into the projector.

ILYA
Mrs. Voss? The doors were open.

MARTA
It's a cinema.

EXT. STREET - DAWN

Snow. The marquee goes dark.
`

describe('importing a story', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  const bring = (id: string, text: string, more: object = {}) =>
    bench.client.importIntoProject({ params: { id }, body: { text, ...more } })
  const tree = (id: string) => bench.client.getProjectWithScenes({ params: { id } })
  const scenes = async (id: string) => (await tree(id)).chapters.flatMap(chapter => chapter.scenes)

  it('makes chapters, scenes, panels, characters and locations that refer to each other', async () => {
    const id = await bench.newProject('First')
    const report = await bring(id, opening, { title: 'The Last Reel' })
    const { chapters, characters, locations } = await tree(id)
    const [booth, street] = chapters[0]?.scenes ?? []
    deepEqual(
      [chapters[0]?.title, booth?.heading, street?.heading],
      ['The Last Reel', 'INT. BOOTH - NIGHT', 'EXT. STREET - DAWN'],
    )
    deepEqual([booth?.setting, booth?.timeOfDay, street?.timeOfDay], ['interior', 'night', 'dawn'])
    const marta = characters.find(({ name }) => name === 'Marta' || name === 'MARTA')
    ok(marta && marta.look.includes('cardigan') && booth?.characterIds.includes(marta.id))
    equal(locations.find(({ id }) => id === booth?.locationId)?.name.toLowerCase(), 'booth')
    const panels = chapters.flatMap(chapter => chapter.scenes.flatMap(scene => scene.panels))
    const lines = panels.flatMap(({ dialogue }) => dialogue)
    ok(lines.some(({ characterId, text }) => characterId === marta.id && text === "It's a cinema."))
    deepEqual(report.made, {
      chapters: 1,
      scenes: 2,
      panels: panels.length,
      characters: characters.length,
      locations: locations.length,
      dialogueLines: lines.length,
      durationMs: panels.reduce((sum, { durationMs }) => sum + durationMs, 0),
    })
    deepEqual(
      [report.format, report.writer, report.merged],
      ['fountain', 'built-in writer', { added: 2, changed: 0, kept: 0, missing: 0 }],
    )
  })

  it('counts the same in a preview, and makes nothing', async () => {
    const id = await bench.newProject('Preview')
    const preview = await bring(id, opening, { preview: true })
    deepEqual((await tree(id)).chapters, [])
    deepEqual(await bring(id, opening), preview)
    const again = await bring(id, opening, { preview: true })
    deepEqual([again.made.scenes, again.made.panels, again.merged.kept], [0, 0, 2])
  })

  it('knows a scene again that was written without repeating its heading', async () => {
    const id = await bench.newProject('Bare')
    const chapter = await bench.newChapter(id, 'One')
    const scene = await bench.newScene(chapter.id, 'INT. LIFT - NIGHT')
    await bench.client.updateScene({ params: { id: scene.id }, body: { text: 'It stops.' } })
    const report = await bring(id, 'INT. LIFT - NIGHT\n\nIt stops.')
    deepEqual(report.merged, { added: 0, changed: 0, kept: 1, missing: 0 })
    equal((await scenes(id))[0]?.text, 'It stops.')
    await bring(id, 'INT. LIFT - NIGHT\n\nIt stops. A voice.')
    equal((await scenes(id))[0]?.text, 'It stops. A voice.')
  })

  it('changes nothing when the same text comes again', async () => {
    const id = await bench.newProject('Twice')
    await bring(id, opening)
    const { project: _, ...before } = await tree(id)
    const report = await bring(id, opening)
    const { project: __, ...now } = await tree(id)
    deepEqual(now, before)
    deepEqual(report.merged, { added: 0, changed: 0, kept: 2, missing: 0 })
    deepEqual(report.notes, [])
  })

  it('puts new scenes in their place, rewrites changed ones and leaves missing ones alone', async () => {
    const id = await bench.newProject('Merge')
    await bring(id, opening)
    const [booth, street] = await scenes(id)
    const second = opening
      .replace('EXT. STREET - DAWN', 'INT. STAIRS - NIGHT\n\nFootsteps.\n\nEXT. STREET - DAWN')
      .replace('threads a reel', 'slowly threads the very last reel')
    const report = await bring(id, second)
    const now = await scenes(id)
    deepEqual(
      now.map(({ heading }) => heading),
      ['INT. BOOTH - NIGHT', 'INT. STAIRS - NIGHT', 'EXT. STREET - DAWN'],
    )
    deepEqual([now[0]?.id, now[2]?.id], [booth?.id, street?.id])
    ok(now[0]?.text.includes('very last reel'))
    ok(now[0]?.panels.some(({ description }) => description.includes('very last reel')))
    ok(!now[0]?.panels.some(({ description }) => description.includes('threads a reel')))
    deepEqual(now[2]?.panels, street?.panels)
    deepEqual(report.merged, { added: 1, changed: 1, kept: 1, missing: 0 })

    const third = await bring(id, second.slice(0, second.indexOf('EXT. STREET')))
    equal(third.merged.missing, 1)
    ok(third.notes.some(note => note.includes('EXT. STREET - DAWN')))
    equal((await scenes(id)).length, 3)
  })

  it('never loses a take: drawn panels of a rewritten scene stay as they are', async () => {
    const id = await bench.newProject('Takes')
    await bring(id, opening)
    const [booth] = await scenes(id)
    const drawn = booth?.panels.find(({ dialogue }) => dialogue.length > 0)
    ok(booth && drawn)
    const take = await bench.draw(drawn.id)
    const report = await bring(
      id,
      opening.replaceAll(/Mrs. Voss\?.*|It's a cinema\.|MARTA, 64.*/g, 'Nothing is as it was before, not even the rain.'),
    )
    const [now] = await scenes(id)
    const kept = now?.panels.find(panel => panel.id === drawn.id)
    equal(kept?.chosenTake?.id, take)
    deepEqual(kept?.dialogue, drawn.dialogue)
    equal(kept?.deletedAt, null)
    ok(report.notes.some(note => note.includes('takes')))
    const gone = await bench.client.listPanels({ params: { id: booth.id }, query: { deleted: 'true' } })
    ok(gone.items.length > 0 && gone.items.every(({ takeCount }) => takeCount === 0))
    const [one] = gone.items
    await bench.client.restorePanel({ params: { id: one?.id ?? '' } })
    equal(
      (await bench.client.listPanels({ params: { id: booth.id }, query: { deleted: 'true' } })).items.length,
      gone.items.length - 1,
    )
  })

  it('knows the cast that is there already, whatever the case, and leaves what people wrote', async () => {
    const id = await bench.newProject('Cast')
    const { client } = bench
    const marta = await client.createCharacter({
      body: { projectId: id, name: 'marta', look: 'my own words', colour: '#123456' },
    })
    const booth = await client.createLocation({ body: { projectId: id, name: 'BOOTH' } })
    await bring(id, opening)
    const { characters, locations, chapters } = await tree(id)
    equal(characters.filter(({ name }) => name.toLowerCase() === 'marta').length, 1)
    equal(characters.find(each => each.id === marta.id)?.look, 'my own words')
    equal(locations.filter(({ name }) => name.toLowerCase() === 'booth').length, 1)
    equal(chapters[0]?.scenes[0]?.locationId, booth.id)
    const first = chapters[0]?.scenes[0]
    await client.updateScene({ params: { id: first?.id ?? '' }, body: { synopsis: 'Mine', mood: 'my mood' } })
    await bring(id, opening.replace('threads a reel', 'drops a reel'))
    const [now] = await scenes(id)
    deepEqual([now?.synopsis, now?.mood], ['Mine', 'my mood'])
  })

  it('leaves scenes where someone put them', async () => {
    const id = await bench.newProject('Arranged')
    await bring(id, opening)
    const [booth, street] = await scenes(id)
    const act = await bench.newChapter(id, 'Act Two')
    await bench.client.updateScene({ params: { id: booth?.id ?? '' }, body: { chapterId: act.id } })
    const report = await bring(id, opening.replace('EXT. STREET', 'INT. HALL - DAY\n\nDust.\n\nEXT. STREET'))
    deepEqual(
      (await tree(id)).chapters.map(chapter => chapter.scenes.map(({ heading }) => heading)),
      [['EXT. STREET - DAWN'], ['INT. BOOTH - NIGHT', 'INT. HALL - DAY']],
    )
    notEqual(street, undefined)
    ok(report.notes.some(note => note.includes('another order')))
  })

  it('lets two imports into one project follow each other: nothing is made twice', async () => {
    const id = await bench.newProject('At once')
    const reports = await Promise.all([1, 2, 3, 4].map(() => bring(id, opening)))
    equal((await scenes(id)).length, 2)
    equal((await tree(id)).characters.filter(({ name }) => name.toLowerCase() === 'marta').length, 1)
    deepEqual(
      reports.map(({ merged }) => merged.added).toSorted((a, b) => a - b),
      [0, 0, 0, 2],
    )
  })

  it('lays the cut once and sends one event', async () => {
    const { server } = bench
    const id = await bench.newProject('Events')
    const laid: string[] = []
    const parts = { ...server.context, boardChanged: async (_: unknown, project: string) => void laid.push(project) }
    await importStory(parts, id, { format: 'auto', text: opening, preview: false })
    deepEqual(laid, [id])
    const events = await server.context.database
      .selectFrom('event')
      .select('payload')
      .where('topic', '=', `project:${id}`)
      .execute()
    deepEqual(
      events.map(({ payload }) => payload),
      [{ kind: 'changed', what: 'project', id, projectId: id }],
    )
  })

  it('makes nothing at all when something goes wrong on the way', async () => {
    const { server } = bench
    const id = await bench.newProject('Half way')
    const boardChanged = () => Promise.reject(new Error('no cut'))
    const parts = { ...server.context, boardChanged }
    await rejects(importStory(parts, id, { format: 'auto', text: opening, preview: false }), /no cut/)
    const { chapters, characters } = await tree(id)
    deepEqual([chapters, characters], [[], []])
  })

  it('says what is wrong with a text it cannot read', async () => {
    const id = await bench.newProject('Bad')
    await refusedWith('unreadable-story', bring(id, '  \n\n '))
    const endless = await refusedWith('too-large', bring(id, '#EXTINF:1,\na.ts\n'.repeat(25_000)))
    ok(endless.detail.includes('20000'), endless.detail)
    await refusedWith('invalid-request', bring(id, 'a\u0000b'))
    await refusedWith('unreadable-story', bring(id, `some words ${'\u0001'.repeat(500)}`))
    await refusedWith('invalid-request', bring(id, opening, { format: 'docx' }))
  })

  it('reads the bundled screenplay and prose', async () => {
    for (const [file, least] of [
      ['the-last-reel.fountain', 1],
      ['the-lamp-that-walked.md', 2],
    ] as const) {
      const text = await readFile(new URL(`../../../../../examples/${file}`, import.meta.url), 'utf8')
      const id = await bench.newProject(file)
      const { made } = await bring(id, text)
      ok(made.scenes >= least && made.panels > made.scenes, `${file}: ${JSON.stringify(made)}`)
      equal((await bring(id, text)).merged.kept, made.scenes)
    }
  })
})
