import { deepEqual, equal, match } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { ProblemError, type ProjectTree } from '@storycanvas/api'
import fc from 'fast-check'
import { openStory, type StoryBench } from '../story/testing.ts'
import { addMember, casesOr, type TestAccount } from '../testing.ts'

/** One change by one of two people, in words; `at` and `to` are counted among what there is then. */
const change = fc.record({
  by: fc.constantFrom(0, 1),
  at: fc.nat(30),
  to: fc.nat(30),
  what: fc.constantFrom(
    ...(['panel', 'scene', 'chapter', 'describe', 'lens', 'heading', 'move panel', 'move scene', 'move chapter'] as const),
    ...([
      'delete panel',
      'delete scene',
      'delete chapter',
      'restore panel',
      'many',
      'move many',
      'delete many',
      'character',
      'look',
      'import',
      'style',
    ] as const),
  ),
})
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

const shortStory = 'INT. BARN - NIGHT\n\nA lamp swings.\n\nEXT. FIELD - DAY\n\nCorn in the wind.\n'

describe('changes of two people', () => {
  let bench: StoryBench
  let people: StoryBench['client'][]
  let ben: TestAccount
  before(async () => {
    bench = await openStory()
    ben = await bench.server.account('ben')
    people = [bench.client, ben.client]
  })
  after(() => bench.close())

  async function newStory() {
    const projectId = await bench.newProject('Law')
    await addMember(bench.server, projectId, ben, 'editor')
    for (const title of ['One', 'Two']) {
      const chapter = await bench.newChapter(projectId, title)
      for (const heading of ['HALL', 'ROOF']) {
        const scene = await bench.newScene(chapter.id, heading)
        for (const words of ['a door', 'a hand']) await bench.newPanel(scene.id, words)
      }
    }
    return projectId
  }

  const treeOf = (id: string) => bench.client.getProjectWithScenes({ params: { id } })
  const entriesOf = async (id: string) =>
    (await bench.client.listActivity({ params: { id }, query: { limit: 200 } })).items.filter(({ way }) => way === 'change')

  async function make(id: string, { by, at, to, what }: Change) {
    const client = people[by] ?? bench.client
    const tree = await treeOf(id)
    const scenes = tree.chapters.flatMap(chapter => chapter.scenes)
    const panels = scenes.flatMap(scene => scene.panels)
    const pick = <T>(items: readonly T[], n: number) => items[n % items.length]
    const [chapter, scene, panel, character] = [
      pick(tree.chapters, at),
      pick(scenes, at),
      pick(panels, at),
      pick(tree.characters, at),
    ]
    const [intoChapter, intoScene] = [pick(tree.chapters, to), pick(scenes, to)]
    const behind = (items: readonly { id: string }[], self: string) =>
      pick([null, ...items.filter(one => one.id !== self).map(one => one.id)], at + to) ?? null
    if (what === 'chapter')
      return client.createChapter({ params: { id }, body: { title: `Chapter ${at}`, after: behind(tree.chapters, '') } })
    if (what === 'character') return client.createCharacter({ body: { projectId: id, name: `Person ${at}` } })
    if (what === 'style') return client.updateProject({ params: { id }, body: { style: `style ${at}` } })
    if (what === 'import') return client.importIntoProject({ params: { id }, body: { text: shortStory, format: 'fountain' } })
    if (what === 'look' && character)
      return client.updateCharacter({ params: { id: character.id }, body: { look: `look ${to}` } })
    if (what === 'restore panel' && scene) {
      const { items } = await client.listPanels({ params: { id: scene.id }, query: { deleted: 'true' } })
      const gone = pick(items, to)
      return gone ? client.restorePanel({ params: { id: gone.id } }) : undefined
    }
    if (chapter && what === 'scene')
      return client.createScene({ body: { chapterId: chapter.id, heading: `SCENE ${to}`, after: behind(chapter.scenes, '') } })
    if (chapter && what === 'move chapter')
      return client.updateChapter({ params: { id: chapter.id }, body: { after: behind(tree.chapters, chapter.id) } })
    if (chapter && what === 'delete chapter') return client.deleteChapter({ params: { id: chapter.id } })
    if (scene && what === 'panel')
      return client.createPanel({
        params: { id: scene.id },
        body: { description: `panel ${to}`, after: behind(scene.panels, '') },
      })
    if (scene && what === 'heading') return client.updateScene({ params: { id: scene.id }, body: { heading: `HEADING ${to}` } })
    if (scene && intoChapter && what === 'move scene')
      return client.updateScene({
        params: { id: scene.id },
        body: { chapterId: intoChapter.id, after: behind(intoChapter.scenes, scene.id) },
      })
    if (scene && what === 'delete scene') return client.deleteScene({ params: { id: scene.id } })
    if (!panel) return undefined
    const named = { params: { id: panel.id } }
    if (what === 'describe')
      return client.updatePanel({ ...named, body: { description: `words ${to}`, imagePrompt: `prompt ${to}` } })
    if (what === 'lens') return client.updatePanel({ ...named, body: { lensMm: 20 + to } })
    if (what === 'many')
      return client.updatePanels({
        params: { id },
        body: { panelIds: panels.slice(at % panels.length).map(one => one.id), durationMs: 1000 + to },
      })
    const some = panels.filter((_, n) => (n + at) % 3 === 0).map(one => one.id)
    if (what === 'delete many' && some.length > 0) return client.deletePanels({ params: { id }, body: { panelIds: some } })
    if (what === 'move many' && some.length > 0 && intoScene)
      return client.updatePanels({ params: { id }, body: { panelIds: some, sceneId: intoScene.id, after: null } })
    if (what === 'delete panel') return client.deletePanel(named)
    if (what === 'move panel' && intoScene)
      return client.updatePanel({ ...named, body: { sceneId: intoScene.id, after: behind(intoScene.panels, panel.id) } })
    return undefined
  }

  const undo = (by: number, id: string, entryId: string) => (people[by] ?? bench.client).undoActivity({ params: { id, entryId } })
  const redo = (by: number, id: string, entryId: string) => (people[by] ?? bench.client).redoActivity({ params: { id, entryId } })
  const sequence = fc.array(change, { minLength: 1, maxLength: 12 })

  it('taken back from the last to the first end where they began, and made again end where they ended', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async changes => {
        const id = await newStory()
        const known = new Set((await entriesOf(id)).map(entry => entry.id))
        const first = shown(await treeOf(id))
        for (const one of changes) await make(id, one)
        const last = shown(await treeOf(id))
        const made = (await entriesOf(id)).filter(entry => !known.has(entry.id))
        for (const [n, entry] of made.entries()) await undo(n % 2, id, entry.id)
        deepEqual(shown(await treeOf(id)), first)
        for (const [n, entry] of made.toReversed().entries()) await redo(n % 2, id, entry.id)
        deepEqual(shown(await treeOf(id)), last)
      }),
      casesOr(6),
    )
  })

  it('taken back in any order either end where they began, or name who stands in the way and change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, fc.infiniteStream(fc.nat(1000)), async (changes, chance) => {
        const id = await newStory()
        const known = new Set((await entriesOf(id)).map(entry => entry.id))
        const first = shown(await treeOf(id))
        for (const one of changes) await make(id, one)
        let open = (await entriesOf(id)).filter(entry => !known.has(entry.id)).map(entry => entry.id)
        for (let refusedInARow = 0; open.length > 0 && refusedInARow < 40; ) {
          const entryId = open[(chance.next().value ?? 0) % open.length] ?? ''
          const before = shown(await treeOf(id))
          const refusal = await undo(refusedInARow % 2, id, entryId).then(() => null, refusalOf)
          if (refusal === null) {
            open = open.filter(other => other !== entryId)
            refusedInARow = 0
            continue
          }
          equal(refusal.code, 'conflict')
          match(refusal.detail, /(changed since|put into the trash|put there since) by (owner|ben)/)
          deepEqual(shown(await treeOf(id)), before)
          refusedInARow += 1
        }
        if (open.length === 0) deepEqual(shown(await treeOf(id)), first)
      }),
      casesOr(6),
    )
  })
})

function refusalOf(error: unknown) {
  if (error instanceof ProblemError) return error.problem
  throw error
}

/** A story without what counts and dates its changes. */
function shown({ project, chapters, characters }: ProjectTree) {
  return JSON.parse(
    JSON.stringify({ style: project.style, chapters, characters }, (key, value: unknown) =>
      ['updatedAt', 'position', 'version', 'deletedAt'].includes(key) ? undefined : value,
    ),
  ) as unknown
}
