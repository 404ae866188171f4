import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { openStory, type StoryBench } from '../story/testing.ts'
import { importStory } from '../story/import/import-story.ts'
import { layCut } from '../timeline/cut/lay-cut.ts'
import { currentInputsOf, modelInputs, pictureInputs } from '../story/pictures/current-inputs.ts'
import { inputsHash } from './inputs-hash.ts'

/** Random edits in one history; what the model says of each take is compared after every one, and so often with each reply. */
const edits = Number(process.env['FUZZ_RUNS'] ?? 60)
const repliesEvery = 20
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_121)

type Tree = Awaited<ReturnType<StoryBench['client']['getProjectWithScenes']>>
const ways = ['image', 'video', 'picture'] as const
type Way = (typeof ways)[number]
type Made = { panelId: string; way: Way; inputs: unknown }

const nfc = (value: unknown): unknown => JSON.parse(JSON.stringify(value).normalize('NFC'))

/** What a take of a panel depends on, gathered from what the API shows: nothing of the server's own reckoning is used. */
function dependencies(tree: Tree, directions: Direction[], panelId: string, way: Way): unknown {
  const scene = tree.chapters.flatMap(({ scenes }) => scenes).find(({ panels }) => panels.some(({ id }) => id === panelId))
  const panel = scene?.panels.find(({ id }) => id === panelId)
  if (!scene || !panel) return null
  const location = tree.locations.find(({ id }) => id === scene.locationId)
  const cast = panel.characterIds.flatMap(id => tree.characters.find(one => one.id === id) ?? [])
  const words = (look: string, description: string) => (look.trim() === '' ? description : look)
  const { shotSize, framing, angle, cameraMove, description, dialogue } = panel
  const camera = { shotSize, framing, angle, cameraMove }
  const shared = {
    place: location && [location.name, words(location.look, location.description)],
    aspect: tree.project.aspectRatio,
  }
  if (way === 'picture') {
    const speakers = dialogue.map(({ characterId }) => characterId)
    return nfc({
      ...{ ...shared, camera, description, setting: scene.setting, timeOfDay: scene.timeOfDay, mood: scene.mood },
      dialogue: dialogue.map(({ character, text }) => [character, text]),
      cast: cast.map(one => [one.name, one.colour, words(one.look, one.description), speakers.includes(one.id)]),
    })
  }
  const moving = way === 'video' ? panel.videoPrompt.trim() : ''
  const said = cameraSaid(camera.cameraMove)
  return nfc({
    ...{ ...shared, shotSize, framing, angle, said, lens: panel.lensMm, moving, style: tree.project.style.trim() },
    directions: directions
      .filter(({ scope, enabled }) => enabled && ['image', 'all'].includes(scope))
      .map(({ text }) => text.trim()),
    words: words(panel.imagePrompt, panel.description).trim(),
    cast: cast.map(one => [one.name, words(one.look, one.description).trim()]),
    unwanted: [...new Set([panel.negativePrompt, ...cast.map(one => one.negativePrompt)].map(text => text.trim()))].filter(
      Boolean,
    ),
  })
}

type Direction = { id: string; scope: string; text: string; enabled: boolean }

/** Moves of which a still picture's words say nothing are one and the same. */
const cameraSaid = (move: string) => (['handheld', 'orbit', 'roll'].includes(move) ? move : 'nothing')

describe('staleness', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  test('marks exactly the takes that depend on an edit, and loses no choice', async () => {
    const { client, server } = bench
    const { database } = server.context
    const projectId = await bench.newProject('Stale')
    await client.updateProject({ params: { id: projectId }, body: { style: 'ink wash' } })
    const bring = (text: string) =>
      importStory({ database, boardChanged: layCut }, projectId, { format: 'fountain', text, preview: false })
    let script = scriptOf(['A lamp burns.', 'Café doors swing.', 'Snow falls.'], 'MARA')
    await bring(script)
    const read = () => client.getProjectWithScenes({ params: { id: projectId } })
    const directionsOf = async (): Promise<Direction[]> =>
      (await client.listInstructions({ params: { id: projectId }, query: {} })).items
    let tree = await read()
    await client.createInstruction({ params: { id: projectId }, body: { text: 'No text.', scope: 'image' } })

    const takes = new Map<string, Made>()
    const chosen = new Map<string, string>()
    /** A take of each way for a panel, as a provider would add it; the last one is chosen. */
    const make = async (panelId: string) => {
      const words = (await modelInputs(database, projectId, [panelId])).get(panelId)
      const picture = (await pictureInputs(database, projectId, [panelId])).get(panelId)
      for (const way of ways) {
        const id = uuid()
        await database
          .insertInto('take')
          .values({
            ...{ id, projectId, panelId, clipId: null, generationId: null, parentId: null, kind: 'image' as const },
            ...{ blobHash: '0'.repeat(64), thumbnailHash: '0'.repeat(64), mediaType: 'image/png', width: 8, height: 8 },
            ...{ durationMs: null, rateNum: null, rateDen: null, provider: 'test', model: 'test', seed: 1, inputs: '{}' },
            inputsHash: inputsHash(way === 'picture' ? picture : words?.[way]),
          })
          .execute()
        takes.set(id, { panelId, way, inputs: dependencies(tree, directions, panelId, way) })
      }
      const id = [...takes.keys()].at(-1 - (takes.size % 3)) as string
      await client.chooseTake({ params: { id } })
      chosen.set(panelId, id)
    }
    const panelsOf = (tree: Tree) => tree.chapters.flatMap(({ scenes }) => scenes).flatMap(({ panels }) => panels)
    let directions = await directionsOf()
    for (const { id } of panelsOf(tree)) await make(id)

    const random = fc.sample(fc.nat(0x7fff_ffff), { numRuns: edits * 4, seed })
    let at = 0
    const pick = <T>(list: readonly T[]): T => list[(random[at++ % random.length] as number) % list.length] as T
    const texts = ['ink', 'Café', 'Cafe\u0301', ' trailing ', '', 'two words', '雪 falls', 'a'.repeat(120)]
    // Of one kind only: what is a direction today and a place tomorrow may well make the same prompt.
    const textFor = (kind: string, text: string) => (text.trim() === '' ? text : `${kind} ${text}`)
    let [expectedStale, seenStale, wrong] = [0, 0, [] as string[]]

    for (let step = 0; step < edits; step += 1) {
      const panel = pick(panelsOf(tree))
      const scene = pick(tree.chapters.flatMap(({ scenes }) => scenes))
      const character = pick(tree.characters)
      const location = pick(tree.locations)
      const direction = pick(directions)
      const change = async (what: string): Promise<void> => {
        const text = pick(texts)
        const name = text.trim() || 'Nobody'
        switch (what) {
          case 'panel words':
            return void Object.assign(
              panel,
              await client.updatePanel({
                params: { id: panel.id },
                body: { [pick(['description', 'imagePrompt', 'videoPrompt', 'negativePrompt'])]: text },
              }),
            )
          case 'panel camera':
            return void Object.assign(
              panel,
              await client.updatePanel({
                params: { id: panel.id },
                body: {
                  cameraMove: pick(['static', 'pan-left', 'roll']),
                  lensMm: pick([null, 35]),
                  shotSize: pick(['wide', 'full']),
                },
              }),
            )
          case 'panel cast':
            return void Object.assign(
              panel,
              await client.updatePanel({
                params: { id: panel.id },
                body: { characterIds: pick([[], [character.id]]), durationMs: pick([2000, 4000]) },
              }),
            )
          case 'panel order': {
            const others = panelsOf(tree).filter(({ sceneId, id }) => sceneId === panel.sceneId && id !== panel.id)
            return void (await client.updatePanel({
              params: { id: panel.id },
              body: { after: pick([null, ...others.map(({ id }) => id)]) },
            }))
          }
          case 'panel to scene':
            return void (await client.updatePanel({ params: { id: panel.id }, body: { sceneId: scene.id } }))
          case 'scene':
            return void Object.assign(
              scene,
              await client.updateScene({
                params: { id: scene.id },
                body: {
                  mood: text.slice(0, 50),
                  timeOfDay: pick(['night', 'day']),
                  synopsis: text,
                  locationId: pick([null, location.id]),
                },
              }),
            )
          case 'character':
            return void Object.assign(
              character,
              await client.updateCharacter({
                params: { id: character.id },
                body: { [pick(['look', 'description', 'negativePrompt', 'voice'])]: textFor('Face', text) },
              }),
            )
          case 'rename':
            await client.updateCharacter({ params: { id: character.id }, body: { name: textFor('Who', name) } }).catch(isTaken)
            return void (await client
              .updateLocation({ params: { id: location.id }, body: { name: textFor('Where', name) } })
              .catch(isTaken))
          case 'location':
            return void Object.assign(
              location,
              await client.updateLocation({ params: { id: location.id }, body: { look: textFor('Place', text) } }),
            )
          case 'direction':
            return void Object.assign(
              direction,
              await client.updateInstruction({
                params: { id: direction.id },
                body: {
                  text: textFor('Mind', name),
                  scope: pick(['image', 'video', 'writing', 'all']),
                  enabled: pick([true, false]),
                },
              }),
            )
          case 'project':
            return void Object.assign(
              tree.project,
              await client.updateProject({
                params: { id: projectId },
                body: { style: textFor('Style', text).slice(0, 200), name, aspectRatio: pick(['16:9', '16:9', '1:1']) },
              }),
            )
          case 're-import':
            script = scriptOf(
              [
                pick(['A lamp burns.', 'A lamp burns bright.']),
                pick(['Café doors swing.', 'Cafe\u0301 doors swing.']),
                'Snow falls.',
              ],
              'MARA',
            )
            return void (await bring(script))
          default:
            return make(panel.id)
        }
      }
      const what = pick([...kinds])
      await change(what)
      const isWhole = step % repliesEvery === 0
      if (isWhole || !toldByReply.has(what)) [tree, directions] = await Promise.all([read(), directionsOf()])
      await compare(`${step}: ${what}`, isWhole)
    }
    assert.deepEqual(wrong, [], `seed ${seed}`)
    assert.ok(expectedStale > edits && seenStale === expectedStale)
    console.log(`# ${edits} edits, ${takes.size} takes, ${expectedStale} times stale as expected, 0 otherwise`)

    type Seen = { chosen: string | null; takes: (readonly [takeId: string, isStale: boolean])[] }

    /** As the room itself judges takes, with one look at the database for all panels. */
    async function seenByRoom(panelIds: string[]): Promise<Map<string, Seen>> {
      const [rows, current] = await Promise.all([
        database
          .selectFrom('take as t')
          .innerJoin('panel as p', 'p.id', 't.panelId')
          .select(['t.id', 'p.id as panelId', 't.inputsHash', 'p.chosenTakeId'])
          .where('p.id', 'in', panelIds)
          .where('t.deletedAt', 'is', null)
          .execute(),
        currentInputsOf(database, projectId, panelIds),
      ])
      const isStale = (row: (typeof rows)[number]) => !current.get(row.panelId)?.has(row.inputsHash)
      return new Map(
        [...Map.groupBy(rows, row => row.panelId)].map(([id, of]) => [
          id,
          { chosen: of[0]?.chosenTakeId ?? null, takes: of.map(row => [row.id, isStale(row)]) },
        ]),
      )
    }

    async function seenByReplies(panelIds: string[]): Promise<Map<string, Seen>> {
      const shown = new Map(panelsOf(tree).map(({ id, chosenTake }) => [id, chosenTake?.id ?? null]))
      const one = async (id: string) => {
        const { items } = await client.listPanelTakes({ params: { id } })
        return [id, { chosen: shown.get(id) ?? null, takes: items.map(take => [take.id, take.stale] as const) }] as const
      }
      return new Map(await Promise.all(panelIds.map(one)))
    }

    async function compare(label: string, withReplies: boolean) {
      const live = panelsOf(tree)
      const judged = [...chosen.keys()]
      const seen = withReplies ? await seenByReplies(judged) : await seenByRoom(judged)
      for (const [panelId, takeId] of chosen)
        if (seen.get(panelId)?.chosen !== takeId)
          wrong.push(`${label}: ${panelId} shows ${seen.get(panelId)?.chosen} and not its choice`)
      for (const panelId of judged) {
        const today = new Map(ways.map(way => [way, dependencies(tree, directions, panelId, way)]))
        for (const [takeId, isSeen] of seen.get(panelId)?.takes ?? []) {
          const made = takes.get(takeId)
          const isStale = !made || !isDeepStrictEqual(made.inputs, today.get(made.way))
          if (isStale) expectedStale += 1
          if (isSeen) seenStale += 1
          if (isSeen !== isStale) wrong.push(`${label}: a ${made?.way} take is ${isSeen ? '' : 'not '}stale and should not`)
        }
      }
      // Old takes add nothing: only the newest few of each panel are followed.
      for (const { id } of live) {
        const old = [...takes].filter(([, made]) => made.panelId === id).slice(0, -6)
        for (const [takeId] of old) {
          takes.delete(takeId)
          await client.deleteTake({ params: { id: takeId } })
        }
      }
    }
  })
})

const kinds = [
  ...['panel words', 'panel camera', 'panel cast', 'panel order', 'panel to scene', 'scene', 'character', 'rename'],
  ...['location', 'direction', 'project', 're-import', 'make', 'make'],
] as const

/** Edits whose reply says all that they changed; after the others the story is read anew. */
const toldByReply: ReadonlySet<string> = new Set([
  ...['panel words', 'panel camera', 'panel cast', 'scene', 'character', 'location', 'direction', 'project'],
])

const isTaken = (error: unknown) => {
  if (!/name/.test(String(error))) throw error
}

const scriptOf = ([one, two, three]: string[], who: string) =>
  [
    'INT. BOOTH - NIGHT\n',
    `${one}\n`,
    `${who}\nWho is there?\n`,
    'EXT. STREET - DAY\n',
    `${two}\n`,
    `${three}\n`,
    'ILYA\nNobody.\n',
  ].join('\n')
