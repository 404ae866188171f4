import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { modelInputs } from '../pictures/current-inputs.ts'
import { addMember, refusedWith } from '../../testing.ts'
import { openStory, type StoryBench, uploadPicture } from '../testing.ts'

describe('characters and locations', () => {
  let bench: StoryBench
  let projectId: string
  before(async () => {
    bench = await openStory()
    projectId = await bench.newProject('Cast')
  })
  after(() => bench.close())

  it('get a colour of their own when none is named', async () => {
    const { client, newCharacter } = bench
    const colours = [await newCharacter(projectId, 'Anna'), await newCharacter(projectId, 'Boris')].map(({ colour }) => colour)
    for (const colour of colours) match(colour, /^#[0-9a-f]{6}$/)
    notEqual(colours[0], colours[1])
    const chosen = await client.createCharacter({ body: { projectId, name: 'Clara', colour: '#D9822B' } })
    equal(chosen.colour, '#D9822B')
  })

  it('are listed by name page by page, whatever stands in the names', async () => {
    const { client, newProject, newCharacter } = bench
    const project = await newProject('Names')
    const names = ['a', 'b\u0001c', 'c%zz', 'd', 'é', '王', 'long '.repeat(40).trim(), '長'.repeat(200)]
    for (const name of names.toReversed()) {
      await newCharacter(project, name)
      await client.createLocation({ body: { projectId: project, name } })
    }
    for (const list of [client.listCharacters, client.listLocations]) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await list({ query: { projectId: project, limit: 1, ...(cursor === undefined ? {} : { cursor }) } })
        seen.push(...page.items.map(({ name }) => name))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      deepEqual(new Set(seen), new Set(names))
      equal(seen.length, names.length)
      const found = await list({ query: { projectId: project, search: '%Z' } })
      deepEqual(
        found.items.map(({ name }) => name),
        ['c%zz'],
      )
    }
  })

  it('change in what a patch names, and count where they are', async () => {
    const { client, newChapter, newScene } = bench
    const harbour = await client.createLocation({ body: { projectId, name: 'Harbour', look: 'fog' } })
    const changed = await client.updateLocation({ params: { id: harbour.id }, body: { setting: 'exterior' } })
    deepEqual([changed.name, changed.look, changed.setting, changed.sceneCount], ['Harbour', 'fog', 'exterior', 0])
    const scene = await newScene((await newChapter(projectId, 'One')).id, 'EXT. HARBOUR')
    await client.updateScene({ params: { id: scene.id }, body: { locationId: harbour.id } })
    await client.deleteLocation({ params: { id: harbour.id } })
    equal((await client.getScene({ params: { id: scene.id } })).locationId, null)
    await client.restoreLocation({ params: { id: harbour.id } })
    equal((await client.getScene({ params: { id: scene.id } })).locationId, harbour.id)
    equal((await client.getLocation({ params: { id: harbour.id } })).sceneCount, 1)
    const anna = await bench.newCharacter(projectId, 'Annika')
    const taller = await client.updateCharacter({ params: { id: anna.id }, body: { look: 'tall' } })
    deepEqual([taller.name, taller.look, taller.colour], ['Annika', 'tall', anna.colour])
  })

  it('go by pictures of whoever adds them, in their order, and everybody on the project sees them', async () => {
    const { client, server } = bench
    const mara = await bench.newCharacter(projectId, 'Mara')
    const [front, side] = [await uploadPicture(client, '#802020'), await uploadPicture(client, '#208020')]
    const params = { id: mara.id }
    const shown = await client.updateCharacter({ params, body: { referenceIds: [side.id, front.id] } })
    deepEqual(
      shown.references.map(({ id, width, height }) => [id, width, height]),
      [side, front].map(({ id }) => [id, 32, 24]),
    )
    const editor = await server.account('second-editor')
    const outsider = await server.account('cast-outsider')
    await refusedWith('not-found', editor.client.getMedia({ params: { id: side.id } }))
    await addMember(server, projectId, editor, 'editor')
    equal((await editor.client.getMedia({ params: { id: side.id } })).id, side.id)
    await refusedWith('not-found', outsider.client.getMedia({ params: { id: side.id } }))
    const third = await uploadPicture(editor.client, '#202080')
    const grown = await editor.client.updateCharacter({ params, body: { referenceIds: [front.id, third.id] } })
    deepEqual(
      grown.references.map(({ id }) => id),
      [front.id, third.id],
    )
    const strange = await uploadPicture(outsider.client, '#ffffff')
    for (const referenceIds of [[front.id, strange.id], [projectId], [front.id, front.id]])
      await refusedWith('invalid-request', editor.client.updateCharacter({ params, body: { referenceIds } }))
    const harbour = await client.createLocation({ body: { projectId, name: 'Quay', referenceIds: [front.id] } })
    equal(harbour.references.length, 1)
    deepEqual((await client.getProjectWithScenes({ params: { id: projectId } })).locations.at(-1)?.references, harbour.references)
  })

  it('bring their LoRA and what they are not into what models are told', async () => {
    const { client, newChapter, newScene, newPanel, newProject, newCharacter } = bench
    const project = await newProject('Trained')
    const booth = await client.createLocation({
      body: { projectId: project, name: 'Booth', lora: 'booth.safetensors', loraWeight: 0.6, negativePrompt: 'daylight' },
    })
    const mara = await newCharacter(project, 'Mara')
    await client.updateCharacter({ params: { id: mara.id }, body: { lora: 'faces/mara.safetensors', negativePrompt: 'beard' } })
    const scene = await newScene((await newChapter(project, 'One')).id, 'INT. BOOTH')
    await client.updateScene({ params: { id: scene.id }, body: { locationId: booth.id } })
    const [alone, together] = [await newPanel(scene.id, 'An empty booth'), await newPanel(scene.id, 'Mara at the reel')]
    await client.updatePanel({ params: { id: together.id }, body: { characterIds: [mara.id] } })
    const told = await modelInputs(bench.server.context.database, project, [alone.id, together.id])
    deepEqual(told.get(alone.id)?.image.loras, [{ file: 'booth.safetensors', weight: 0.6 }])
    deepEqual(told.get(together.id)?.video.loras, [
      { file: 'faces/mara.safetensors', weight: 1 },
      { file: 'booth.safetensors', weight: 0.6 },
    ])
    equal(told.get(together.id)?.image.negativePrompt, 'beard, daylight')
    await client.updateLocation({ params: { id: booth.id }, body: { lora: '' } })
    const untrained = (await modelInputs(bench.server.context.database, project, [alone.id])).get(alone.id)
    equal(untrained && 'loras' in untrained.image, false, 'whoever has no LoRA is told as before, so that no take grows stale')
  })
})
