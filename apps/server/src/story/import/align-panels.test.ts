import { deepEqual, equal, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { alignPanels } from './align-panels.ts'

const panel = (description: string, hasTakes = false) => ({ description, dialogue: [], hasTakes })
const fresh = (description: string) => ({ description, dialogue: [] })

const shown = ({ sequence, dropped }: ReturnType<typeof alignPanels<ReturnType<typeof panel>, ReturnType<typeof fresh>>>) => ({
  sequence: sequence.map(({ kind, panel: { description } }) => `${kind === 'stays' ? '' : '+'}${description}`),
  dropped: dropped.map(({ description }) => description),
})

describe('laying a rewritten scene over its panels', () => {
  it('keeps what says the same, makes what is new and drops what is gone', () => {
    const old = [panel('She opens the door.'), panel('He waits.'), panel('A kettle.')]
    const now = [fresh('She opens the  DOOR.'), fresh('Rain.'), fresh('A kettle.')]
    deepEqual(shown(alignPanels(old, now)), {
      sequence: ['She opens the door.', '+Rain.', 'A kettle.'],
      dropped: ['He waits.'],
    })
  })

  it('lets a drawn panel stand in for the new one that is most like it', () => {
    const old = [panel('Mara opens the heavy iron door of the booth.', true), panel('He waits.')]
    const now = [fresh('Rain on the roof.'), fresh('Mara opens the heavy iron door of the cinema.'), fresh('He waits.')]
    deepEqual(shown(alignPanels(old, now)).sequence, [
      '+Rain on the roof.',
      'Mara opens the heavy iron door of the booth.',
      'He waits.',
    ])
  })

  it('keeps a drawn panel even when nothing is like it', () => {
    deepEqual(shown(alignPanels([panel('A horse.', true)], [fresh('The sea at night.')])), {
      sequence: ['A horse.', '+The sea at night.'],
      dropped: [],
    })
  })

  it('loses no drawn panel, keeps both orders, and accounts for every panel', () => {
    const words = fc
      .array(fc.constantFrom('door', 'rain', 'kettle', 'horse', 'sea'), { minLength: 1, maxLength: 3 })
      .map(list => list.join(' '))
    fc.assert(
      fc.property(
        fc.array(fc.record({ description: words, hasTakes: fc.boolean() }), { maxLength: 12 }),
        fc.array(words, { maxLength: 12 }),
        (existing, texts) => {
          const old = existing.map(({ description, hasTakes }) => panel(description, hasTakes))
          const now = texts.map(fresh)
          const { sequence, dropped } = alignPanels(old, now)
          const stayed = sequence.flatMap(entry => (entry.kind === 'stays' ? [entry.panel] : []))
          const made = sequence.flatMap(entry => (entry.kind === 'fresh' ? [entry.panel] : []))
          ok(dropped.every(({ hasTakes }) => !hasTakes))
          equal(stayed.length + dropped.length, old.length)
          deepEqual(
            stayed,
            old.filter(each => stayed.includes(each)),
          )
          deepEqual(
            made,
            now.filter(each => made.includes(each)),
          )
          ok(made.length + stayed.length >= now.length, 'every new panel is there or stood in for')
        },
      ),
    )
  })

  it('changes nothing about an unchanged scene', () => {
    const old = ['a', 'b', 'a', 'c'].map(text => panel(text))
    deepEqual(alignPanels(old, ['a', 'b', 'a', 'c'].map(fresh)), {
      sequence: old.map(each => ({ kind: 'stays', panel: each })),
      dropped: [],
    })
  })
})
