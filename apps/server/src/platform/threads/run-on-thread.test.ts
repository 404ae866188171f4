import { equal, rejects } from 'node:assert/strict'
import { test } from 'node:test'
import { runOnThread, TooMuch } from './run-on-thread.ts'

const thread = (source: string) =>
  new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort, workerData } from 'node:worker_threads'\n${source}`)}`)
const bounds = { longestMs: 60_000, memoryMegabytes: 32 }

test('what a thread posts is given; what it throws is thrown', async () => {
  equal(await runOnThread(thread('parentPort.postMessage(workerData + 1)'), 1, bounds), 2)
  await rejects(runOnThread(thread("throw new Error('as asked')"), null, bounds), /as asked/)
})

test('one that would never end, or takes all memory, is ended', async () => {
  await rejects(runOnThread(thread('for (;;);'), null, { ...bounds, longestMs: 100 }), TooMuch)
  await rejects(
    runOnThread(thread('const all = []; for (;;) all.push(new Array(1000).fill(Math.random()))'), null, bounds),
    TooMuch,
  )
  const ended = new AbortController()
  const running = runOnThread(thread('for (;;);'), null, { ...bounds, signal: ended.signal })
  ended.abort(new Error('the caller went away'))
  await rejects(running, /the caller went away/)
})
