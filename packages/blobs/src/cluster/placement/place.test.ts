import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { array, assert as assertProperty, integer, property, uuid } from 'fast-check'
import { partitionCount } from './partition.ts'
import { placePartitions, type Placement } from './place.ts'
import type { Member } from './rendezvous.ts'

const replicas = 3
const node = (id: string, weight = 1, zone = id): Member => ({ id, weight, zone })
const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID())

function loads(placement: Placement) {
  const counts = new Map<string, number>()
  for (const holders of placement) for (const id of holders) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

/** How many replicas lie where none was before. */
const moved = (before: Placement, after: Placement) =>
  after.reduce((sum, holders, partition) => sum + holders.filter(id => !before[partition]?.includes(id)).length, 0)

test('every partition has as many different holders as there can be', () => {
  assertProperty(
    property(array(uuid(), { minLength: 1, maxLength: 9 }), integer({ min: 1, max: 4 }), (names, count) => {
      const members = [...new Set(names)].map(name => node(name))
      for (const holders of placePartitions(members, count)) {
        assert.equal(holders.length, Math.min(count, members.length))
        assert.equal(new Set(holders).size, holders.length)
      }
    }),
    { numRuns: 10 },
  )
})

test('the order in which the members are named changes nothing', () => {
  const members = ids(7).map(id => node(id))
  assert.deepEqual(placePartitions(members.toReversed(), replicas), placePartitions(members, replicas))
})

for (const count of [4, 5, 6, 12, 30])
  test(`${count} equal nodes: the largest holds at most 1.02 times the mean`, () => {
    for (let round = 0; round < 3; round++) {
      const counts = loads(
        placePartitions(
          ids(count).map(id => node(id)),
          replicas,
        ),
      )
      assert.equal(counts.size, count)
      assert.ok(Math.max(...counts.values()) <= ((partitionCount * replicas) / count) * 1.02)
    }
  })

test('whatever nodes come and go, at most 1.05 times of what has to moves, and the largest stays within 1.02 times the mean', () => {
  assertProperty(
    property(array(integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 12 }), steps => {
      const names = ids(12)
      const present = new Set(names.slice(0, 5))
      let placement = placePartitions(
        [...present].map(id => node(id)),
        replicas,
      )
      for (const step of steps) {
        const id = names[step] as string
        const before = placement
        const isLeaving = present.has(id)
        if (isLeaving && present.size === 4) continue
        if (isLeaving) present.delete(id)
        else present.add(id)
        placement = placePartitions(
          [...present].map(name => node(name)),
          replicas,
          before,
        )
        const needed = isLeaving ? (loads(before).get(id) as number) : (partitionCount * replicas) / present.size
        assert.ok(moved(before, placement) <= needed * 1.05, `${moved(before, placement)} moved, ${needed} had to`)
        assert.ok(Math.max(...loads(placement).values()) <= ((partitionCount * replicas) / present.size) * 1.02)
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 4) },
  )
})

test('a node of twice the weight holds twice as much; one that outweighs all others holds each partition once', () => {
  const [a, b, c, d, e] = ids(5) as [string, string, string, string, string]
  const weighted = [node(a, 2), node(b), node(c), node(d), node(e)]
  const share = (partitionCount * replicas * 2) / 6
  for (const placement of [
    placePartitions(weighted, replicas),
    placePartitions(weighted, replicas, placePartitions([node(b), node(c), node(d)], replicas)),
  ])
    assert.ok(Math.abs((loads(placement).get(a) ?? 0) / share - 1) < 0.02, String((loads(placement).get(a) ?? 0) / share))
  assert.equal(loads(placePartitions([node(a, 1000), node(b), node(c), node(d)], replicas)).get(a), partitionCount)
})

test('copies lie in different zones while there are enough', () => {
  const members = ids(6).map((id, index) => node(id, 1, `room ${index % 3}`))
  const zoneOf = new Map(members.map(({ id, zone }) => [id, zone]))
  const crowded = placePartitions(members, replicas).filter(holders => new Set(holders.map(id => zoneOf.get(id))).size < 3)
  assert.ok(crowded.length <= partitionCount * 0.02, `${crowded.length} partitions have two copies in one zone`)
  for (const holders of placePartitions(members.slice(0, 2), 2)) assert.equal(new Set(holders).size, 2)
})
