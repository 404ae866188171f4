import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { afterWaking, startWakingTime, type WakingTime } from './waking-time.ts'

let waking: WakingTime
beforeEach(() => {
  mock.timers.enable({ apis: ['Date', 'setTimeout', 'setInterval'] })
  waking = startWakingTime(Date.now)
})
afterEach(() => {
  waking.stop()
  mock.timers.reset()
})

const goOn = (milliseconds: number) => {
  for (let at = 0; at < milliseconds; at += 10) mock.timers.tick(10)
}
/** The clock on the wall goes on; no timer of the process runs. */
const standStill = (milliseconds: number) => mock.timers.setTime(Date.now() + milliseconds)

test('time goes on while the process does, and stands while it does not', () => {
  goOn(5000)
  assert.equal(waking.now(), 5000)
  standStill(60_000)
  goOn(1000)
  assert.ok(waking.now() >= 6000 && waking.now() < 7000, `${waking.now()} ms`)
})

test('nothing is late because the process stood still; what never comes is late in the end', () => {
  let isLate = false
  afterWaking(2000, waking, () => (isLate = true))
  goOn(500)
  standStill(60_000)
  goOn(1000)
  assert.equal(isLate, false)
  goOn(1000)
  assert.equal(isLate, true)
})

test('what came in time is not called late afterwards', () => {
  let isLate = false
  const inTime = afterWaking(1000, waking, () => (isLate = true))
  goOn(500)
  inTime()
  goOn(5000)
  assert.equal(isLate, false)
})
