import assert from 'node:assert/strict'
import { openAsBlob } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Video } from '@storycanvas/api'
import type { Browser } from 'playwright-core'
import { openBrowser, visit, type Visit } from './stage/browser.ts'
import { makeOwner, type Owner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'

/**
 * Films of the field on the Watch page, through DASH and through HLS: how long they are, which way up, and to their end. A few of them with
 * PLAY_SAMPLES=few, all of them with PLAY_SAMPLES=all, or those whose names it lists with commas between.
 */
const samples = process.env.SAMPLES_DIR && join(process.env.SAMPLES_DIR, 'media')
const few = ['moz-gizmo-vp9-opus.webm', 'mb-rotate-bbb.mp4', 'ax-sample_edit_list.mp4', 'bbb-720p24-5s.mp4']
const which = process.env.PLAY_SAMPLES
const skip = !samples
  ? 'SAMPLES_DIR names no folder of films'
  : !which
    ? 'PLAY_SAMPLES says neither few nor all, and names none'
    : false

const encrypted = 'moz-gizmo-fragmented.mp4'

let server: RunningServer
let browser: Browser
let stage: Visit
let owner: Owner

before(async () => {
  if (skip) return
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  owner = await makeOwner(server.origin)
  stage = await visit(browser, { origin: server.origin, width: 1000, height: 700 })
  await owner.signInto(stage.context)
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const named = which?.includes('.') ? which.split(',') : few
const names = samples && which === 'all' ? (await readdir(samples)).filter(isFilm).sort() : named
for (const name of names)
  test(`${name} plays through DASH and HLS, at first and when all is made`, { skip }, async () => {
    const { client } = owner
    const file = await openAsBlob(join(samples ?? '', name))
    const { id } = await client.uploadVideo({ body: {}, file, fileName: name }).catch((error: unknown) => {
      throw new Error(`${name} was refused`, { cause: error })
    })
    const early = await until(id, ({ dashUrl }) => dashUrl !== null)
    await playsBothWays(early)
    const ready = await until(id, ({ status }) => status === 'ready')
    await playsBothWays(ready)
  })

test('who watches the first quality goes over to all of them, at the same place and without a reload', { skip }, async () => {
  const { client } = owner
  const { page } = stage
  // An empty element at its end makes it another file than the one above, which has its stream already.
  const bytes = await readFile(join(samples ?? '', 'moz-sync-vp9-opus-60fps.webm'))
  const file = new Blob([bytes, new Uint8Array([0xec, 0x81, 0x00])])
  const { id, stages } = await client.uploadVideo({ body: {}, file, fileName: 'early.webm' })
  const ladder = stages.find(({ name }) => name === 'renditions')?.jobId ?? ''
  await client.cancelJob({ params: { id: ladder } })
  await until(id, ({ dashUrl, status }) => dashUrl !== null && status === 'cancelled')
  await page.goto(`/watch/${id}`)
  const video = page.locator('video')
  const early = await video.evaluate(async (shown: HTMLVideoElement) => {
    shown.muted = true
    await shown.play()
    while (shown.currentTime < 1) await new Promise(resolve => setTimeout(resolve, 20))
    document.documentElement.dataset.loaded = 'once'
    return { height: shown.videoHeight, time: shown.currentTime }
  })
  assert.equal(early.height, 360)
  await client.retryJob({ params: { id: ladder } })
  await until(id, ({ status }) => status === 'ready')
  await page.waitForFunction(time => {
    const shown = document.querySelector('video')
    return shown !== null && shown.videoHeight > 360 && !shown.paused && shown.currentTime > time
  }, early.time)
  assert.equal(await page.evaluate(() => document.documentElement.dataset.loaded), 'once')
})

test('a film under copy protection is refused and says so', { skip }, async () => {
  const file = await openAsBlob(join(samples ?? '', encrypted))
  await assert.rejects(owner.client.uploadVideo({ body: {}, file, fileName: encrypted }), /encrypted/)
})

async function playsBothWays(video: Video) {
  const { page } = stage
  for (const format of ['dash', 'hls'] as const) {
    await page.goto(`/watch/${video.id}?format=${format}`)
    const element = page.locator('video')
    await element.waitFor()
    await page.waitForFunction(() => {
      const shown = document.querySelector('video')
      return shown !== null && shown.readyState >= 2 && Number.isFinite(shown.duration)
    })
    const seen = await element.evaluate(async (shown: HTMLVideoElement) => {
      shown.muted = true
      await shown.play()
      const enough = Math.min(0.5, shown.duration / 2)
      while (shown.currentTime < enough && !shown.ended) await new Promise(resolve => setTimeout(resolve, 20))
      // From a moment before its end it goes on to it: nothing is missing there, in pictures or in sound.
      if (!shown.ended) shown.currentTime = Math.max(enough, shown.duration - 0.5)
      while (!shown.ended && !shown.error) await new Promise(resolve => setTimeout(resolve, 20))
      const { duration, videoWidth, videoHeight, error } = shown
      return { duration, videoWidth, videoHeight, error: error?.message ?? null }
    })
    const what = `${video.title} by ${format}: ${JSON.stringify(seen)} of ${video.durationMs} ms, ${video.width} × ${video.height}`
    assert.equal(seen.error, null, what)
    assert.ok(Math.abs(seen.duration - (video.durationMs ?? 0) / 1000) < 0.25, what)
    const shape = (video.width ?? 0) / (video.height ?? 1)
    assert.ok(Math.abs(seen.videoWidth / seen.videoHeight / shape - 1) < 0.03, what)
  }
}

async function until(id: string, holds: (video: Video) => boolean): Promise<Video> {
  for (;;) {
    const video = await owner.client.getVideo({ params: { id } })
    if (video.status === 'failed') throw new Error(`${video.title}: ${video.error?.message}`)
    if (holds(video)) return video
    await pause(50)
  }
}

/** Everything with a picture that the list of samples calls good, but for the one whose frames are encrypted (`cenc`). */
function isFilm(name: string): boolean {
  if (name === encrypted) return false
  return /\.(mp4|webm|ts|ogv|mov|mkv|avi|flv|3gp|mpg)$/.test(name) && !/^(broken|evil)-|vvc/.test(name)
}
