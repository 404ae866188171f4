import { deepEqual } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import * as fc from 'fast-check'
import { refusedWith } from '../../testing.ts'
import { openStory, type StoryBench } from '../testing.ts'

type Step = { kind: 'add' | 'move' | 'delete' | 'restore'; which: number; where: number }

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind']>('add', 'add', 'move', 'move', 'delete', 'restore'),
    which: fc.nat(1000),
    where: fc.nat(1000),
  }),
  { minLength: 5, maxLength: 25 },
)

describe('the order of siblings', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  /** Where a thing goes among the living: 0 is first. */
  const anchor = (living: string[], where: number) => (where === 0 ? null : (living[where - 1] ?? null))

  it('is what a list would be after any inserts, moves, deletions and restores', async () => {
    const { client, newProject, newChapter, newScene, newPanel } = bench
    const chapter = await newChapter(await newProject('Order'), 'One')
    await fc.assert(
      fc.asyncProperty(steps, async script => {
        const scene = await newScene(chapter.id, 'INT. LIST')
        const all: string[] = []
        const dead = new Set<string>()
        const living = () => all.filter(id => !dead.has(id))
        const insert = (id: string, behind: string | null) => all.splice(behind === null ? 0 : all.indexOf(behind) + 1, 0, id)
        for (const { kind, which, where } of script) {
          const alive = living()
          const picked = alive[which % Math.max(1, alive.length)]
          if (kind === 'add') {
            const behind = anchor(alive, where % (alive.length + 1))
            const { id } = await client.createPanel({ params: { id: scene.id }, body: { after: behind } })
            insert(id, behind)
          } else if (kind === 'move' && picked) {
            const others = alive.filter(id => id !== picked)
            const behind = anchor(others, where % alive.length)
            await client.updatePanel({ params: { id: picked }, body: { after: behind } })
            all.splice(all.indexOf(picked), 1)
            insert(picked, behind)
          } else if (kind === 'delete' && picked) {
            await client.deletePanel({ params: { id: picked } })
            dead.add(picked)
          } else if (kind === 'restore' && dead.size > 0) {
            const back = [...dead][which % dead.size] ?? ''
            await client.restorePanel({ params: { id: back } })
            dead.delete(back)
          }
        }
        const { items } = await client.listPanels({ params: { id: scene.id }, query: {} })
        deepEqual(
          items.map(({ id }) => id),
          living(),
        )
      }),
      { numRuns: 8 },
    )
    await newPanel((await newScene(chapter.id, 'INT. AFTER')).id, 'still works')
  })

  it('gives two inserts at the same time different places', async () => {
    const { client, newProject, newChapter, newScene } = bench
    const scene = await newScene((await newChapter(await newProject('Race'), 'One')).id, 'INT. RACE')
    await Promise.all(Array.from({ length: 12 }, () => client.createPanel({ params: { id: scene.id }, body: { after: null } })))
    const { items } = await client.listPanels({ params: { id: scene.id }, query: {} })
    deepEqual(new Set(items.map(({ position }) => position)).size, 12)
  })

  it('refuses a neighbour that stands elsewhere or lies in the trash', async () => {
    const { client, newProject, newChapter } = bench
    const [here, there] = [await newProject('Here'), await newProject('There')]
    const stranger = await newChapter(there, 'Stranger')
    const place = (id: string) => client.createChapter({ params: { id: here }, body: { title: 'New', after: id } })
    const problem = await refusedWith('invalid-request', place(stranger.id))
    deepEqual(problem.errors, [{ field: 'after', message: 'is not a chapter of the same place' }])
    const gone = await newChapter(here, 'Gone')
    await client.deleteChapter({ params: { id: gone.id } })
    await refusedWith('invalid-request', place(gone.id))
  })
})
