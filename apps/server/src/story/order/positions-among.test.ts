import { deepEqual, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { generateNKeysBetween } from 'fractional-indexing'
import { positionsAmong } from './positions-among.ts'

describe('positions of newcomers', () => {
  it('puts a first sequence in ascending order', () => {
    const positions = positionsAmong([null, null, null], [])
    deepEqual(positions, positions.toSorted())
  })

  it('leaves those alone that have a place, and meets no occupied one', () => {
    const wanted = fc.array(fc.constantFrom('own', 'trash', 'new'), { maxLength: 60 })
    fc.assert(
      fc.property(wanted, kinds => {
        const keys = generateNKeysBetween(null, null, kinds.filter(kind => kind !== 'new').length)
        const rest = [...keys]
        const things = kinds.map(kind => ({ kind, position: kind === 'new' ? null : (rest.shift() ?? null) }))
        const sequence = things.filter(({ kind }) => kind !== 'trash').map(({ position }) => position)
        const positions = positionsAmong(sequence, keys)
        deepEqual(positions, positions.toSorted())
        sequence.forEach((own, index) => ok(own === null ? !keys.includes(positions[index] ?? '') : own === positions[index]))
        ok(new Set(positions).size === positions.length)
      }),
    )
  })
})
