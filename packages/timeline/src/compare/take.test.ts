import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { validate } from '../check/validate.ts'
import { applyEdit } from '../edit/apply.ts'
import { type Edit, EditRefused } from '../edit/edit.ts'
import { readEdlLists } from '../formats/edl/read/read.ts'
import { type FormatId, formats, writeAs } from '../formats/registry.ts'
import type { Timeline } from '../model.ts'
import { picture } from '../properties/picture.ts'
import { runs, type Shape, timelines } from '../properties/timelines.ts'
import { withIdsOf } from './alike.ts'
import { changes } from './changes.ts'
import { type Skipped, takeChanges } from './take.ts'

const counter = (prefix = 'new'): (() => string) => {
  let count = 0
  return () => `${prefix}-${++count}`
}

const edits = (timeline: Timeline): fc.Arbitrary<Edit> => {
  const clips = timeline.tracks.flatMap(track => track.clips)
  const clipId = fc.constantFrom(...clips.map(one => one.id))
  const trackId = fc.constantFrom(...timeline.tracks.map(track => track.id))
  const by = fc.integer({ min: -40, max: 40 })
  const at = fc.nat({ max: 400 })
  const edge = fc.constantFrom('in' as const, 'out' as const)
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('lift' as const, 'extract' as const), trackId, from: at, to: at }),
    fc.record({ kind: fc.constantFrom('trim' as const, 'ripple' as const), clipId, edge, by }),
    fc.record({ kind: fc.constant('roll' as const), trackId, cut: at, by }),
    fc.record({ kind: fc.constantFrom('slip' as const, 'slide' as const), clipId, by }),
    fc.record({ kind: fc.constant('split' as const), clipId, at }),
    fc.record({ kind: fc.constant('move' as const), clipId, trackId, start: at }),
  )
}

const made = (timeline: Timeline, list: readonly Edit[]): Timeline => {
  const newId = counter('cut')
  return list.reduce((film, edit) => {
    try {
      return applyEdit(film, edit, newId).timeline
    } catch (error) {
      assert.ok(error instanceof EditRefused, String(error))
      return film
    }
  }, timeline)
}

const errors = (timeline: Timeline): string[] =>
  validate(timeline)
    .filter(problem => problem.severity === 'error')
    .map(problem => problem.sentence)

type Case = { film: Timeline; edited: Timeline; odds: boolean[] }

/** Frames of a list are no whole number of samples at 44.1 kHz: what a sample goes missing of has no handle any more. */
const withoutOddSound = (film: Timeline): Timeline => ({
  ...film,
  tracks: film.tracks.filter(track => !track.clips.some(clip => clip.mediaId === 'a5')),
})

const cases = (id: FormatId, shape: Partial<Shape>): fc.Arbitrary<Case> =>
  timelines({ maxClips: 10, ...shape })
    .map(film => (id === 'edl' ? withoutOddSound(film) : film))
    .chain(film =>
      fc.tuple(fc.constant(film), fc.array(edits(film), { maxLength: 8 }), fc.array(fc.boolean(), { minLength: 64 })),
    )
    .map(([film, list, odds]) => ({ film, edited: made(film, list), odds }))

const textsOf = (timeline: Timeline, id: FormatId): string[] =>
  writeAs(timeline, id).files.map(file => ('text' in file ? file.text : ''))

// Where a format rounds sources or speeds, its own read of the edited cut is what has to come home.
const formatsThatRead: [id: 'json' | 'otio' | 'fcpxml' | 'xmeml' | 'edl' | 'mlt', shape: Partial<Shape>][] = [
  ['json', {}],
  ['otio', {}],
  ['fcpxml', {}],
  ['xmeml', { mixedRates: false, speeds: false }],
  ['mlt', { mixedRates: false, speeds: false, disabled: false }],
  ['edl', { mixedRates: false, speeds: false, disabled: false }],
]

/** What came home from an editor, and what the format had left of the film when it went out. */
const home = ({ film, edited }: Pick<Case, 'film' | 'edited'>, id: (typeof formatsThatRead)[number][0]) => {
  const read = ([text = '', ...others]: string[]): Timeline =>
    (id === 'edl' ? readEdlLists([text, ...others], { rate: film.rate }) : formats[id].read(text)).timeline
  return { present: film, before: withIdsOf(film, read(textsOf(film, id))), after: read(textsOf(edited, id)) }
}

/** Tracks that are empty come home from no format. */
const shown = (timeline: Timeline): string[] =>
  picture({ ...timeline, tracks: timeline.tracks.filter(track => track.clips.length > 0) }, id => {
    const media = timeline.media[id]
    return media?.url ?? media?.name ?? id
  })

/** A list makes markers of clips into markers of the timeline, which the film has not. */
const isOwn = ({ change }: Skipped): boolean => change.kind !== 'marker'

/** A list without events does not say where it begins. */
const isTold = ({ edited }: Case, id: FormatId): boolean => id !== 'edl' || (edited.tracks[0]?.clips.length ?? 0) > 0

/** Lists count sound in frames: what begins between two of them goes to the earlier one, which their losses name. */
const samplesOfFrame = 2100
const sameFilm = (actual: Timeline, expected: Timeline, id: FormatId): void => {
  const sources = /(-?\d+)–(-?\d+)/g
  // Lists number their channels from the first that sounds.
  const film = (timeline: Timeline): string[] =>
    id === 'edl'
      ? shown(timeline)
          .map(line => line.replace(/ \d+:/, ':'))
          .sort((a, b) => (a < b ? -1 : 1))
      : shown(timeline)
  const [ours, theirs] = [film(actual), film(expected)]
  const numbers = (line: string): number[] => [...line.matchAll(sources)].flatMap(([, from, to]) => [Number(from), Number(to)])
  const isNear = theirs.every((line, index) => {
    const own = numbers(ours[index] ?? '')
    return id === 'edl' &&
      line.startsWith('audio') &&
      numbers(line).every((value, at) => Math.abs(value - (own[at] ?? 0)) <= samplesOfFrame)
      ? true
      : line === ours[index]
  })
  if (!isNear || ours.length !== theirs.length) assert.deepEqual(ours, theirs)
}

for (const [id, shape] of formatsThatRead) {
  test(`${id}: all changes of an editor give the editor's cut`, () => {
    fc.assert(
      fc.property(cases(id, shape), one => {
        fc.pre(isTold(one, id))
        const versions = home(one, id)
        const { timeline, skipped } = takeChanges(versions, () => true, counter())
        assert.deepEqual(skipped.filter(isOwn), [])
        assert.deepEqual(errors(timeline), [])
        sameFilm(timeline, one.edited, id)
      }),
      runs(15),
    )
  })

  test(`${id}: any of the changes give a film, and the others are offered again`, () => {
    fc.assert(
      fc.property(cases(id, shape), one => {
        fc.pre(isTold(one, id))
        const versions = home(one, id)
        const list = changes(versions.before, versions.after, 'exactly')
        const chosen = new Set(list.filter((_, index) => one.odds[index % one.odds.length]).map(change => change.id))
        const { timeline, taken, skipped } = takeChanges(versions, change => chosen.has(change.id), counter())
        assert.deepEqual(errors(timeline), [])
        assert.equal(taken.length + skipped.length, chosen.size)
        const rest = home({ film: timeline, edited: one.edited }, id)
        const finished = takeChanges({ ...rest, after: versions.after }, () => true, counter('rest'))
        assert.deepEqual(finished.skipped.filter(isOwn), [])
        sameFilm(finished.timeline, one.edited, id)
      }),
      runs(15),
    )
  })
}
