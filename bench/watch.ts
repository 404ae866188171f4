import { execFileSync } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../e2e/stage/browser.ts'
import { report } from './measuring/report.ts'
import { median } from './measuring/rounds.ts'
import { startServerProcess, temporaryFolder } from './measuring/server.ts'

/** A public video on our own page in Chromium: from the navigation until the first picture of the DASH stream is shown. */
const rounds = 7
const videoSeconds = 12

/** Runs in the page before any of its own scripts. */
const noteFirstFrame = `
  const seen = new MutationObserver(() => {
    const video = document.querySelector('video')
    if (!video) return
    seen.disconnect()
    video.requestVideoFrameCallback(now => { document.documentElement.dataset.firstFrame = now })
  })
  seen.observe(document, { childList: true, subtree: true })`

type Times = { page: number; firstFrame: number }

const folder = await temporaryFolder('watch')
try {
  await using server = await startServerProcess()
  const videoId = await publish()
  const browser = await openBrowser()
  try {
    await visit(browser, `${server.baseUrl}/watch/${videoId}`, 1)
    const cold: Times[] = []
    for (let round = 0; round < rounds; round += 1) cold.push(...(await visit(browser, `${server.baseUrl}/watch/${videoId}`, 1)))
    const [, ...warm] = await visit(browser, `${server.baseUrl}/watch/${videoId}`, rounds + 1)
    report('watch', {
      firstFrame: { value: median(cold.map(({ firstFrame }) => firstFrame)), unit: 'ms', atMost: 1000 },
      firstFrameAgain: { value: median(warm.map(({ firstFrame }) => firstFrame)), unit: 'ms', atMost: 1000 },
      pageLoaded: { value: median(cold.map(({ page }) => page)), unit: 'ms' },
    })
  } finally {
    await browser.close()
  }

  async function publish(): Promise<string> {
    const path = join(folder, 'video.mp4')
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=1280x720:rate=25:duration=${videoSeconds}`],
      ...['-f', 'lavfi', '-i', `sine=duration=${videoSeconds}`, '-c:v', 'libx264', '-preset', 'ultrafast'],
      ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', path],
    ])
    const { client } = server
    const { id } = await client.uploadVideo({
      body: { visibility: 'public' },
      file: await openAsBlob(path),
      fileName: 'video.mp4',
    })
    while ((await client.getVideo({ params: { id } })).status !== 'ready') await pause(100)
    return id
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Visits with one fresh profile, the later ones with what it keeps. Milliseconds since each navigation began. */
async function visit(browser: Browser, address: string, times: number): Promise<Times[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addInitScript({ content: noteFirstFrame })
  try {
    const page = await context.newPage()
    const all: Times[] = []
    for (let time = 0; time < times; time += 1) {
      await page.goto(address)
      await page.locator('html[data-first-frame]').waitFor({ state: 'attached' })
      const firstFrame = await page.evaluate<number>('Number(document.documentElement.dataset.firstFrame)')
      const loaded = await page.evaluate<number>("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
      all.push({ page: loaded, firstFrame })
    }
    return all
  } finally {
    await context.close()
  }
}
