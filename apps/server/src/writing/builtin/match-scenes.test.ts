import { deepEqual, equal, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { type MatchableScene, matchScenes, type SceneMatch } from './match-scenes.ts'

const kitchen = { number: '1', heading: 'INT. KITCHEN - DAY', text: 'Anna boils an egg and burns her hand on the pan.' }
const quay = { number: '2', heading: 'EXT. QUAY - NIGHT', text: 'A trawler comes in with nobody at the wheel.' }
const attic = { number: '3', heading: 'INT. ATTIC - NIGHT', text: 'Boris opens the trunk and finds the letters.' }

const names = ({ kept, changed, added, removed }: SceneMatch<MatchableScene, MatchableScene>) => ({
  kept: kept.map(pair => pair.existing.heading),
  changed: changed.map(pair => `${pair.existing.heading} > ${pair.incoming.heading}`),
  added: added.map(scene => scene.heading),
  removed: removed.map(scene => scene.heading),
})

describe('matching the scenes of a re-import', () => {
  it('keeps every scene of an unchanged text', () => {
    deepEqual(names(matchScenes([kitchen, quay], [kitchen, quay])).kept, [kitchen.heading, quay.heading])
  })

  it('finds a rewritten scene by its number', () => {
    const rewritten = {
      ...quay,
      heading: 'EXT. PIER - NIGHT',
      text: 'A trawler drifts in with nobody at the wheel. Its lamp burns.',
    }
    deepEqual(names(matchScenes([kitchen, quay], [kitchen, rewritten])).changed, ['EXT. QUAY - NIGHT > EXT. PIER - NIGHT'])
  })

  it('is not fooled by renumbering after an insertion', () => {
    const inserted = { number: '2', heading: 'INT. CAR - DAY', text: 'Anna drives too fast and sings.' }
    const result = names(
      matchScenes([kitchen, quay, attic], [kitchen, inserted, { ...quay, number: '3' }, { ...attic, number: '4' }]),
    )
    deepEqual(result, {
      kept: [kitchen.heading, quay.heading, attic.heading],
      changed: [],
      added: ['INT. CAR - DAY'],
      removed: [],
    })
  })

  it('finds a renamed scene without a number by its words', () => {
    const renamed = { number: null, heading: 'INT. LOFT - NIGHT', text: `${attic.text} He sits down.` }
    const result = names(
      matchScenes(
        [
          { ...quay, number: null },
          { ...attic, number: null },
        ],
        [renamed],
      ),
    )
    deepEqual(result, { kept: [], changed: ['INT. ATTIC - NIGHT > INT. LOFT - NIGHT'], added: [], removed: [quay.heading] })
  })

  it('keeps a scene whose letters are only composed differently', () => {
    const composed = { ...kitchen, text: 'Zoë waits.' }
    equal(matchScenes([composed], [{ ...composed, text: 'Zoe\u0308  waits.' }]).kept.length, 1)
  })

  it('pairs each scene once, keeps what was only moved, and leaves nobody out', () => {
    const scene = fc.record({
      number: fc.option(fc.constantFrom('1', '2', '3', '4A')),
      heading: fc.constantFrom('INT. A - DAY', 'EXT. B', ''),
      text: fc
        .array(fc.constantFrom('egg', 'pan', 'boat', 'lamp', 'runs', 'sings'), { maxLength: 8 })
        .map(words => words.join(' ')),
    })
    fc.assert(
      fc.property(fc.array(scene, { maxLength: 8 }), fc.array(scene, { maxLength: 8 }), (existing, incoming) => {
        const result = matchScenes(existing, incoming)
        const pairs = [...result.kept, ...result.changed]
        equal(new Set(pairs.map(pair => pair.existing)).size, pairs.length)
        equal(pairs.length + result.removed.length, existing.length)
        equal(pairs.length + result.added.length, incoming.length)
        equal(matchScenes(existing, [...existing].reverse()).kept.length, existing.length)
      }),
    )
  })

  it('keeps 99 % of the links of 100 scenes after twenty edits', () => {
    const scenes = Array.from({ length: 100 }, (_, index) => ({
      number: null,
      heading: `INT. ROOM ${index % 7} - DAY`,
      text: Array.from({ length: 40 }, (_, word) => `w${(index * 37 + word * word) % 251}`).join(' '),
    }))
    const edited = scenes.map((scene, index) =>
      index % 5 === 0 ? { ...scene, text: scene.text.replace(/w\d/, 'changed') } : scene,
    )
    const result = matchScenes(scenes, [...edited.slice(50), ...edited.slice(0, 50)])
    const isRight = (pair: { existing: MatchableScene; incoming: MatchableScene }) =>
      edited[scenes.indexOf(pair.existing as (typeof scenes)[0])] === pair.incoming
    ok([...result.kept, ...result.changed].filter(isRight).length >= 99)
  })
})
