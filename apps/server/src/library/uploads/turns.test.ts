import assert from 'node:assert/strict'
import { test } from 'node:test'
import { takingTurns } from './turns.ts'

const never = new AbortController().signal

test('no more than so many run together, in the order in which they came', async () => {
  const inTurn = takingTurns(2)
  const ends: (() => void)[] = []
  const started: number[] = []
  const works = [0, 1, 2, 3].map(number =>
    inTurn(() => {
      started.push(number)
      return new Promise<number>(resolve => ends.push(() => resolve(number)))
    }, never),
  )
  await new Promise(setImmediate)
  assert.deepEqual(started, [0, 1])
  ends[1]?.()
  await works[1]
  await new Promise(setImmediate)
  assert.deepEqual(started, [0, 1, 2])
  ends[0]?.()
  ends[2]?.()
  await works[2]
  await new Promise(setImmediate)
  ends[3]?.()
  assert.deepEqual(await Promise.all(works), [0, 1, 2, 3])
})

test('who fails or goes away gives the turn on', async () => {
  const inTurn = takingTurns(1)
  const leaving = new AbortController()
  let end = () => {}
  const first = inTurn(() => new Promise<void>((_, reject) => (end = () => reject(new Error('broken')))), never)
  const second = inTurn(() => Promise.resolve('second'), leaving.signal)
  const third = inTurn(() => Promise.resolve('third'), never)
  await new Promise(setImmediate)
  leaving.abort(new Error('gone'))
  await assert.rejects(second, /gone/)
  end()
  await assert.rejects(first, /broken/)
  assert.equal(await third, 'third')
})
