import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type ProjectFile, type ProjectTree, ProblemError } from '@storycanvas/api'
import { unzipSync, zipSync } from 'fflate'
import { sql } from 'kysely'
import { writeStored } from '../generation/guides/stored.ts'
import { openStory, type StoryBench, uploadPicture } from '../story/testing.ts'
import { addMember, createTestServer, refusedWith, type TestAccount, type TestServer } from '../testing.ts'
import { withNewIds } from './new-ids.ts'

const text = (value: unknown) => Buffer.from(JSON.stringify(value))
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a project as one file', () => {
  let bench: StoryBench
  let elsewhere: TestServer
  let projectId: string
  let archive: Buffer<ArrayBuffer>
  before(async () => {
    ;[bench, elsewhere] = await Promise.all([openStory(), createTestServer()])
    projectId = await makeFilm(bench)
    archive = await download(bench.server, bench.server.owner, projectId)
  })
  after(async () => {
    await bench.close()
    await elsewhere[Symbol.asyncDispose]()
  })

  const send = async (server: TestServer, account: TestAccount, bytes: Buffer<ArrayBuffer>) => {
    const form = new FormData()
    form.set('file', new Blob([bytes]), 'film.zip')
    const headers = { authorization: `Bearer ${account.tokens.accessToken}` }
    const response = await fetch(`${server.address}/api/projects/import`, { method: 'POST', body: form, headers })
    return { status: response.status, body: (await response.json()) as { id: string; code?: string; detail?: string } }
  }

  test('comes back in an empty install as the same project, with the same bytes and takes that work', async () => {
    const { status, body } = await send(elsewhere, elsewhere.owner, archive)
    assert.equal(status, 201, body.detail)
    assert.equal(body.id, projectId)
    const params = { id: projectId }
    const there = await elsewhere.owner.client.getProjectWithScenes({ params })
    assert.deepEqual(comparable(there), comparable(await bench.client.getProjectWithScenes({ params })))
    const again = await download(elsewhere, elsewhere.owner, projectId)
    assert.equal(sha256(again), sha256(archive), 'exported again, the archive is the same to the byte')
    const take = there.chapters[0]?.scenes[0]?.panels[0]?.chosenTake
    assert.ok(take && !take.stale)
    const picture = Buffer.from(await (await fetch(elsewhere.address + take.url)).arrayBuffer())
    assert.ok(Object.hasOwn(unzipSync(archive), `media/${sha256(picture)}`), 'the picture is one of the archive')
    const masked = there.chapters[0]?.scenes[0]?.panels[1]?.chosenTake?.id ?? ''
    const [mask] = (await elsewhere.owner.client.getTake({ params: { id: masked } })).provenance.references
    assert.ok(mask?.what === 'mask' && Object.hasOwn(unzipSync(archive), `media/${mask.hash}`), 'the mask went along')
    const [mara = { id: '' }] = there.characters
    const [portrait] = (await elsewhere.owner.client.listCharacterTakes({ params: { id: mara.id }, query: {} })).items
    assert.deepEqual([portrait?.characterId, portrait?.stale], [mara.id, false])
    const [booth = { id: '' }] = there.locations
    assert.equal((await elsewhere.owner.client.listLocationTakes({ params: { id: booth.id }, query: {} })).items.length, 1)
    const asked = await elsewhere.owner.client.makeTakeAgain({ params: { id: take.id }, body: { fresh: true } })
    await elsewhere.jobEnded(elsewhere.owner, asked.jobId as string)
  })

  test('stands beside its original under ids of its own, nothing stale', async () => {
    const { status, body } = await send(bench.server, bench.server.owner, archive)
    assert.equal(status, 201, body.detail)
    assert.notEqual(body.id, projectId)
    const copy = await bench.client.getProjectWithScenes({ params: { id: body.id } })
    const original = await bench.client.getProjectWithScenes({ params: { id: projectId } })
    const outline = ({ chapters, characters }: ProjectTree) => ({
      panels: chapters.flatMap(({ scenes }) =>
        scenes.map(({ heading, panels }) => [heading, ...panels.map(panel => [panel.description, panel.chosenTake?.stale])]),
      ),
      cast: characters.map(({ name, panelCount }) => [name, panelCount]),
    })
    assert.deepEqual(outline(copy), outline(original))
    const twin = await bench.client.duplicateProject({ params: { id: projectId }, body: {} })
    assert.equal(twin.name, `${original.project.name} (copy)`)
    assert.equal(twin.drawnPanelCount, original.project.drawnPanelCount)
    const second = (await bench.client.getProjectWithScenes({ params: { id: twin.id } })).chapters[0]?.scenes[0]?.panels[0]
    await bench.client.deletePanel({ params: { id: second?.id ?? '' } })
    assert.equal((await bench.client.getProject({ params: { id: projectId } })).panelCount, original.project.panelCount)
  })

  test('sent twice at once it is taken in twice', async () => {
    const file = JSON.parse(Buffer.from(unzipSync(archive)['project.json'] as Uint8Array).toString()) as ProjectFile
    const bare = { ...file, takes: [], media: [], generations: [], branches: [], choices: [], clips: [] }
    const panels = file.panels.map(panel => ({ ...panel, chosenTakeId: null }))
    const characters = file.characters.map(one => ({ ...one, referenceIds: [] }))
    const zip = Buffer.from(zipSync({ 'project.json': text(withNewIds({ ...bare, panels, characters })) }))
    const [one, other] = await Promise.all([0, 1].map(() => send(bench.server, bench.server.owner, zip)))
    assert.deepEqual([one?.status, other?.status], [201, 201], JSON.stringify([one?.body, other?.body]))
    assert.notEqual(one?.body.id, other?.body.id)
  })

  test('viewers may take it along, outsiders learn nothing of it', async () => {
    const viewer = await bench.server.account('viewer')
    await addMember(bench.server, projectId, viewer, 'viewer')
    assert.equal(sha256(await download(bench.server, viewer, projectId)), sha256(archive))
    await refusedWith('forbidden', viewer.client.duplicateProject({ params: { id: projectId }, body: {} }))
    const outsider = await bench.server.account('outsider')
    await refusedWith('not-found', download(bench.server, outsider, projectId))
  })

  test('hostile archives are refused with the reason, and nothing of them is written', async t => {
    const entries = unzipSync(archive)
    const document = JSON.parse(Buffer.from(entries['project.json'] as Uint8Array).toString()) as ProjectFile
    const [mediaName = ''] = Object.keys(entries).filter(name => name.startsWith('media/'))
    const changed = (change: (file: ProjectFile) => unknown) => {
      const file = structuredClone(document)
      change(file)
      return { ...entries, 'project.json': text(file) }
    }
    const without = (name: string) => Object.fromEntries(Object.entries(entries).filter(([key]) => key !== name))
    const link = { ...entries, [mediaName]: [Buffer.from('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] as const }
    const bomb = { ...entries, 'project.json': Buffer.alloc(40 * 1024 ** 2, ' ') }
    const deep = Buffer.from(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)
    const many = Buffer.from(`{"format":[${Array.from({ length: 76_000 }, (_, at) => '{},'.repeat(100) + at).join()}]}`)
    const hollow = changed(file => Object.assign(file.takes[0] ?? {}, { inputs: { a: 'HOLE' } }))['project.json'].toString()
    const filled = { ...entries, 'project.json': Buffer.from(hollow.replace('"HOLE"', deep.toString())) }
    const shouted = changed(file =>
      file.instructions.push(...file.instructions.map(one => ({ ...one, id: one.id.toUpperCase() }))),
    )
    const lie = Buffer.from('<svg onload="alert(1)"/>')
    const other = sha256(lie)
    const pictures = new Set(document.takes.map(({ blobHash }) => `media/${blobHash}`))
    const cases: [string, RegExp, Parameters<typeof zipSync>[0] | Buffer][] = [
      ['no archive', /cannot be read/, Buffer.from('PK not at all')],
      ['cut off', /cannot be read/, archive.subarray(0, archive.length - 30)],
      ['escape', /cannot be read: .*relative path|is no name/, { ...entries, '../evil': text(1) }],
      ['absolute', /cannot be read: .*absolute path|is no name/, { ...entries, '/etc/cron.d/evil': text(1) }],
      ['other names', /is no name that a project has/, { ...entries, 'media/readme.txt': text(1) }],
      ['link', /is a link/, link as unknown as Parameters<typeof zipSync>[0]],
      ['bomb', /would grow \d+ times/, bomb],
      ['no document', /has no project.json/, without('project.json')],
      ['no JSON', /no JSON in UTF-8/, { ...entries, 'project.json': Buffer.from([0xff, 0xfe]) }],
      ['nested', /project.json/, { ...entries, 'project.json': deep }],
      ['deep inputs', /nested deeper/, filled],
      ['more values than memory', /more values than any project has/, { ...entries, 'project.json': many }],
      ['wrong hash', /has other bytes than its name says/, { ...entries, [mediaName]: Buffer.from('other') }],
      ['missing media', /is not in the archive/, without(mediaName)],
      ['media nobody names', /does not name/, { ...entries, [`media/${other}`]: lie }],
      [
        'a lie about content',
        /is not what project.json says/,
        Object.fromEntries(
          Object.entries({
            ...changed(file => {
              for (const take of file.takes) take.blobHash = other
            }),
            [`media/${other}`]: lie,
          }).filter(([name]) => !pictures.has(name)),
        ),
      ],
      [
        'a take of two things',
        /is of two things at once/,
        changed(file => Object.assign(file.takes.find(({ characterId }) => characterId) ?? {}, { panelId: file.panels[0]?.id })),
      ],
      ['newer version', /version/, changed(file => Object.assign(file, { version: 2 }))],
      ['loose reference', /names a chapter that is not in the file/, changed(file => void file.chapters.pop())],
      ['one id twice', /same id/, changed(file => void file.chapters.push(...file.chapters))],
      ['one id twice in other letters', /same id/, shouted],
      ['no order', /no place in an order/, changed(file => Object.assign(file.panels[0] ?? {}, { position: 'a00' }))],
      ['zero byte', /U\+0000/, changed(file => Object.assign(file.panels[0] ?? {}, { description: 'a\u0000b' }))],
      ['odd colour', /colour/, changed(file => Object.assign(file.characters[0] ?? {}, { colour: 'url(//evil)' }))],
    ]
    const before = (await bench.client.listProjects({ query: { limit: 200 } })).items.length
    for (const [name, reason, content] of cases)
      await t.test(name, async () => {
        const bytes = Buffer.isBuffer(content) ? content : Buffer.from(zipSync(content))
        const { status, body } = await send(bench.server, bench.server.owner, Buffer.from(bytes))
        assert.deepEqual([status, body.code], [422, 'unreadable-project'], body.detail)
        assert.match(body.detail ?? '', reason)
      })
    assert.equal((await bench.client.listProjects({ query: { limit: 200 } })).items.length, before)
  })
})

/** A film with a drawn panel, a second branch, a cut by hand, a cast and something in the trash. */
/** As if a model had painted within a mask. */
async function wasMasked({ client, server }: StoryBench, takeId: string): Promise<void> {
  const { database } = server.context
  const { id } = await uploadPicture(client, '#ffffff')
  const { blobHash: hash } = await database
    .selectFrom('mediaFile')
    .select('blobHash')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const parameters = JSON.stringify({ mask: writeStored({ mediaType: 'image/png', hash }) })
  await sql`update generation g set parameters = ${parameters}::jsonb from take t
    where t.id = ${takeId} and g.id = t.generation_id`.execute(database)
}

async function makeFilm(bench: StoryBench): Promise<string> {
  const { client, newProject, newChapter, newScene, newPanel, newCharacter, draw } = bench
  const projectId = await newProject('The last reel: “tide”')
  const chapter = await newChapter(projectId, 'One')
  const mara = await newCharacter(projectId, 'MARA')
  const face = await uploadPicture(client, '#c04080')
  await client.updateCharacter({ params: { id: mara.id }, body: { referenceIds: [face.id], lora: 'mara.safetensors' } })
  const { id: locationId } = await client.createLocation({ body: { projectId, name: 'BOOTH' } })
  const scene = await newScene(chapter.id, 'INT. BOOTH - NIGHT')
  for (const target of [
    { kind: 'character', id: mara.id },
    { kind: 'location', id: locationId },
  ] as const)
    await bench.server.jobEnded(bench.server.owner, (await client.generate({ body: { target } })).jobId as string)
  await client.updateScene({
    params: { id: scene.id },
    body: { locationId, characterIds: [mara.id], text: 'Rain.\n\nMARA\nIt is late.' },
  })
  const [first, second, gone] = [
    await newPanel(scene.id, 'A reel'),
    await newPanel(scene.id, 'Rain'),
    await newPanel(scene.id, 'Gone'),
  ]
  const dialogue = [{ characterId: mara.id, character: 'MARA', parenthetical: '', text: 'It is late.' }]
  await client.updatePanel({ params: { id: first.id }, body: { characterIds: [mara.id], dialogue } })
  await client.createInstruction({ params: { id: projectId }, body: { text: 'Keep it dark.' } })
  await draw(first.id)
  await client.createTakeBranch({ params: { id: first.id }, body: { name: 'Darker' } })
  await draw(first.id)
  await wasMasked(bench, await draw(second.id))
  await client.createClip({
    body: { projectId, name: 'by hand', position: { track: 'V2', startFrame: 10, durationFrames: 24 } },
  })
  await client.deletePanel({ params: { id: gone.id } })
  return projectId
}

async function download(server: TestServer, { tokens }: TestAccount, id: string): Promise<Buffer<ArrayBuffer>> {
  const response = await fetch(`${server.address}/api/v1/projects/${id}/file`, {
    headers: { authorization: `Bearer ${tokens.accessToken}` },
  })
  if (response.status !== 200) throw new ProblemError((await response.json()) as never)
  return Buffer.from(await response.arrayBuffer())
}

/** A tree without signed addresses and times of change. */
const comparable = (tree: ProjectTree): unknown =>
  JSON.parse(
    JSON.stringify(tree, (key, value: unknown) =>
      /(Url|^url|^updatedAt|^version)$/.test(key) || key === 'createdAt' ? undefined : value,
    ),
  )
