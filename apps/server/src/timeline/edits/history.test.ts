import { deepEqual, equal } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { TimelineEdit } from '@storycanvas/api'
import { EditRefused } from '@storycanvas/timeline'
import * as fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { RequestError } from '../../platform/http/problem.ts'
import type { AccountActor } from '../../platform/policy/actor.ts'
import { casesOr, createTestServer, type TestServer } from '../../testing.ts'
import { applyToCut } from './apply-edit.ts'
import { cutModel } from './cut-model.ts'
import { changedStates } from './cut-states.ts'
import { editTimeline } from './edit-timeline.ts'
import { allClips } from './read-states.ts'
import { type ClipState, plainClip } from './states.ts'
import { takeBack } from './take-back.ts'

const rate = { num: 24, den: 1 }

/** What somebody wants to do, with clips named by their place among those of the cut. */
type Wish = { who: 0 | 1; does: 'undo' | 'redo' } | { who: 0 | 1; does: 'edit'; edits: { edit: object; clip: number }[] }

const wishes = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ who: fc.constantFrom(0, 1), does: fc.constantFrom('undo', 'redo') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        who: fc.constantFrom(0, 1),
        does: fc.constant('edit'),
        edits: fc.array(fc.record({ edit: edits(), clip: fc.nat({ max: 30 }) }), { minLength: 1, maxLength: 3 }),
      }),
    },
  ) as fc.Arbitrary<Wish>,
  { minLength: 4, maxLength: 24 },
)

function edits(): fc.Arbitrary<object> {
  const by = fc.integer({ min: -25, max: 25 })
  const at = fc.nat({ max: 160 })
  const track = fc.constantFrom('V1', 'V2')
  const edge = fc.constantFrom('in', 'out')
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('trim', 'ripple'), edge, by }),
    fc.record({ kind: fc.constant('slide'), by }),
    fc.record({ kind: fc.constant('split'), at }),
    fc.record({ kind: fc.constant('roll'), track, cut: at, by }),
    fc.record({ kind: fc.constantFrom('lift', 'extract'), tracks: fc.constant(['V1', 'V2']), from: at, to: at }),
    fc.record({ kind: fc.constant('move'), track, startFrame: at, onto: fc.constantFrom('refuse', 'overwrite', 'insert') }),
    fc.record({ kind: fc.constant('remove'), ripple: fc.boolean() }),
    fc.record({ kind: fc.constant('set'), gainDb: by, name: fc.constantFrom('One', 'Two') }),
    fc.record({ kind: fc.constant('transition'), track, cut: at, to: fc.constantFrom('cut', 'fade', 'dissolve') }),
  )
}

const named = (edit: object, clipId: string) => ({ ...edit, clipId, clipIds: [clipId] }) as unknown as TimelineEdit

type Rows = ReadonlyMap<string, ClipState>
type ModelStep = { before: Rows; after: Rows }

/** Histories in memory: each step keeps the whole cut before and after it. */
class Model {
  rows: Rows
  readonly done: [ModelStep[], ModelStep[]] = [[], []]
  readonly undone: [ModelStep[], ModelStep[]] = [[], []]
  constructor(rows: Rows) {
    this.rows = rows
  }

  async edit(who: 0 | 1, list: readonly TimelineEdit[]): Promise<'done' | 'refused'> {
    const rows = { clips: this.rows, markers: new Map(), tracks: new Map() }
    const first = cutModel('film', rate, rows)
    const sources = {
      of: async (clips: readonly { id: string }[]) => new Map(clips.map(({ id }) => [id, { kind: 'still' } as const])),
    }
    try {
      let cut = first
      for (const edit of list)
        cut = (await applyToCut(cut, edit, { sources, newClip: () => Promise.reject(new Error('no new clips here')) })).cut
      const changed = changedStates(rows, first, cut).after.clips
      const after = new Map(
        [...new Map([...this.rows, ...changed])].flatMap(([id, state]) => (state === null ? [] : [[id, state] as const])),
      )
      if (!sameRows(after, this.rows)) {
        this.done[who].push({ before: this.rows, after })
        this.undone[who].length = 0
      }
      this.rows = after
      return 'done'
    } catch (error) {
      if (error instanceof EditRefused || error instanceof RequestError) return 'refused'
      throw error
    }
  }

  turn(who: 0 | 1, way: 'undo' | 'redo'): 'done' | 'refused' {
    const [from, to] = way === 'undo' ? [this.done[who], this.undone[who]] : [this.undone[who], this.done[who]]
    const step = from.at(-1)
    if (!step) return 'refused'
    const [wanted, expected] = way === 'undo' ? [step.before, step.after] : [step.after, step.before]
    const rows = turned(this.rows, expected, wanted)
    if (rows === null) return 'refused'
    to.push(step)
    from.pop()
    this.rows = rows
    return 'done'
  }
}

/** The rows with every field put to `wanted` in which `expected` differs from it; null where one is not as expected now. */
function turned(rows: Rows, expected: Rows, wanted: Rows): Rows | null {
  const result = new Map(rows)
  for (const id of new Set([...expected.keys(), ...wanted.keys()])) {
    const [old, aim, now] = [expected.get(id), wanted.get(id), rows.get(id)]
    if (!old || !aim) {
      if (!old === !aim) continue
      if (!sameState(old, now)) return null
      if (aim) result.set(id, aim)
      else result.delete(id)
      continue
    }
    for (const name of Object.keys(aim) as (keyof ClipState)[]) {
      if (old[name] === aim[name]) continue
      if (!now || now[name] !== old[name]) return null
      result.set(id, { ...(result.get(id) as ClipState), [name]: aim[name] })
    }
  }
  return overlapping(result) ? null : result
}

const sameState = (a: ClipState | undefined, b: ClipState | undefined) =>
  a === undefined || b === undefined ? a === b : JSON.stringify(ordered(a)) === JSON.stringify(ordered(b))

const ordered = (state: ClipState) => Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1))

const sameRows = (a: Rows, b: Rows) => a.size === b.size && [...a].every(([id, state]) => sameState(state, b.get(id)))

const overlapping = (rows: Rows): boolean =>
  [...rows].some(([id, a]) =>
    [...rows].some(
      ([other, b]) =>
        other < id &&
        a.track === b.track &&
        a.startFrame < b.startFrame + b.durationFrames &&
        b.startFrame < a.startFrame + a.durationFrames,
    ),
  )

/** Ids of new clips are random: what counts is the place. */
const byPlace = (rows: Rows) =>
  [...rows].sort(([, a], [, b]) => (a.track < b.track ? -1 : a.track > b.track ? 1 : a.startFrame - b.startFrame))

describe('histories of two people', () => {
  let server: TestServer
  let people: [AccountActor, AccountActor]
  before(async () => {
    server = await createTestServer()
    const actor = (id: string): AccountActor => ({ kind: 'account', id, role: 'member', via: { kind: 'session', id: 's' } })
    people = [actor(server.owner.id), actor((await server.account('other')).id)]
  })
  after(() => server[Symbol.asyncDispose]())

  async function newCut(): Promise<{ projectId: string; rows: Rows }> {
    const { database } = server.context
    const { id: projectId } = await server.owner.client.createProject({ body: { name: 'The last reel' } })
    const clips = [0, 20, 45, 70, 90, 10, 40].map((startFrame, index) => ({
      ...plainClip,
      ...{ id: uuid(), projectId, name: `Clip ${index}`, track: index < 5 ? 'V1' : 'V2', startFrame, durationFrames: 20 },
      ...{ transition: index % 2 === 0 ? ('dissolve' as const) : ('fade' as const) },
      ...{ imagePrompt: `prompt ${index}`, videoPrompt: '', negativePrompt: '', characterIds: [] },
    }))
    await database.insertInto('clip').values(clips).execute()
    return { projectId, rows: await allClips(database, projectId) }
  }

  const outcome = async (work: Promise<unknown>): Promise<'done' | 'refused'> => {
    try {
      await work
      return 'done'
    } catch (error) {
      if (error instanceof RequestError) return 'refused'
      throw error
    }
  }

  it('in any order leave the cut that the same steps leave in memory', async () => {
    const { database } = server.context
    await fc.assert(
      fc.asyncProperty(wishes, async list => {
        const { projectId, rows } = await newCut()
        const model = new Model(rows)
        for (const wish of list) {
          const actor = people[wish.who]
          const editor = { projectId, accountId: actor.id }
          const present = byPlace(await allClips(database, projectId))
          if (wish.does === 'edit') {
            if (present.length === 0) continue
            const on = (rows: [string, ClipState][]) =>
              wish.edits.map(({ edit, clip }) => named(edit, rows[clip % rows.length]?.[0] ?? ''))
            const [here, there] = [
              await outcome(editTimeline(database, projectId, actor, { edits: on(present) })),
              await model.edit(wish.who, on(byPlace(model.rows))),
            ]
            equal(here, there)
          } else equal(await outcome(takeBack(database, editor, wish.does)), model.turn(wish.who, wish.does))
          const [now, wanted] = [byPlace(await allClips(database, projectId)), byPlace(model.rows)]
          deepEqual(
            now.map(([, state]) => state),
            wanted.map(([, state]) => state),
          )
        }
      }),
      casesOr(8),
    )
  })

  it('of one person go back to the very rows, and forward again', async () => {
    const { database } = server.context
    await fc.assert(
      fc.asyncProperty(wishes, async list => {
        const { projectId } = await newCut()
        const [actor] = people
        const editor = { projectId, accountId: actor.id }
        const liveRows = () =>
          database
            .selectFrom('clip')
            .selectAll()
            .where('projectId', '=', projectId)
            .where('deletedAt', 'is', null)
            .orderBy('id')
            .execute()
            .then(rows => rows.map(row => ({ ...row, updatedAt: null })))
        const first = await liveRows()
        for (const wish of list) {
          if (wish.does !== 'edit') continue
          const present = byPlace(await allClips(database, projectId))
          const edits = wish.edits.map(({ edit, clip }) => named(edit, present[clip % present.length]?.[0] ?? uuid()))
          await outcome(editTimeline(database, projectId, actor, { edits }))
        }
        const last = await liveRows()
        let steps = 0
        while ((await outcome(takeBack(database, editor, 'undo'))) === 'done') steps += 1
        deepEqual(await liveRows(), first)
        for (; steps > 0; steps -= 1) await takeBack(database, editor, 'redo')
        deepEqual(await liveRows(), last)
      }),
      casesOr(4),
    )
  })
})
