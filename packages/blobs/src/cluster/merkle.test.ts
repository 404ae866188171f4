import assert from 'node:assert/strict'
import { test } from 'node:test'
import { array, assert as assertProperty, asyncProperty, integer, uniqueArray } from 'fast-check'
import { differingPartitions, digestOf, treeOf } from './merkle.ts'
import { partitionCount } from './placement/partition.ts'

const partition = integer({ min: 0, max: partitionCount - 1 })
const leaves = (partitions: readonly number[], text: string) => new Map(partitions.map(at => [at, digestOf([text, String(at)])]))

test('two trees differ exactly where their leaves do, and equal branches are not asked for', async () => {
  await assertProperty(
    asyncProperty(array(partition), uniqueArray(partition), uniqueArray(partition), async (same, changed, gone) => {
      const common = leaves(same, 'same')
      const own = new Map([...common, ...leaves(gone, 'gone'), ...leaves(changed, 'mine')])
      const theirs = new Map([...common, ...leaves(changed, 'theirs')])
      for (const at of gone) if (!changed.includes(at) && !same.includes(at)) theirs.delete(at)
      const expected = [...new Set([...own.keys(), ...theirs.keys()])].filter(
        at => !own.get(at)?.equals(theirs.get(at) ?? Buffer.alloc(0)),
      )
      let asked = 0
      const tree = treeOf(theirs)
      const found = await differingPartitions(treeOf(own), async (level, indexes) => {
        asked += indexes.length
        return indexes.map(index => tree[level]?.[index] as Buffer)
      })
      assert.deepEqual(
        found,
        expected.sort((a, b) => a - b),
      )
      assert.ok(asked <= 1 + 48 * expected.length)
    }),
  )
})
