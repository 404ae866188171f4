import { execFileSync } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { openBrowser } from '../e2e/stage/browser.ts'
import { longCut } from './made-up/long-cut.ts'
import { type Frames, watchFrames } from './measuring/frames.ts'
import { report } from './measuring/report.ts'
import { startServerProcess, temporaryFolder } from './measuring/server.ts'

/**
 * How evenly the timeline of a feature scrolls, zooms, plays and is edited in Chromium. Nothing draws here but the
 * processor, so the screen's own share of the work, which a graphics card takes over elsewhere, is in the figures.
 */
const pictures = 300

const folder = await temporaryFolder('timeline')
try {
  await using server = await startServerProcess()
  const path = join(folder, 'music.mp3')
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'anoisesrc=d=600:a=0.3', '-b:a', '96k', path])
  const { projectId, ...facts } = await longCut(server.client, await openAsBlob(path, { type: 'audio/mpeg' }))
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, baseURL: server.baseUrl })
    const page = await context.newPage()
    await withPictures(page)
    await signIn(page)
    await page.goto(`/projects/${projectId}/timeline`)
    const canvas = page.getByRole('img', { name: /^\d+ clips/ })
    await canvas.waitFor()
    await page.waitForLoadState('networkidle')
    const zoom = async (times: number) => {
      await page.keyboard.press('Shift+Z')
      for (let step = 0; step < times; step += 1) await page.keyboard.press('+')
      await page.waitForTimeout(500)
    }
    const wheel = (fields: string) =>
      `document.querySelector('[role="application"] [role="img"]').dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ${fields} }))`
    const watch = (step: string) => watchFrames(browser, page, pictures, step)

    const idle = await watch('')
    await zoom(9)
    const scrollNear = await watch(wheel('deltaX: 40'))
    await zoom(3)
    const scrollFar = await watch(wheel(`deltaX: n % 100 < 50 ? 25 : -25`))
    await zoom(0)
    const zooming = await watch(wheel(`deltaY: n % 120 < 60 ? -20 : 20, ctrlKey: true, clientX: 900`))
    await zoom(9)
    const playing = await watch(`if (n === 1) document.querySelector('[role="application"] button[aria-label="Play"]').click()`)
    await page.keyboard.press('k')
    await zoom(7)
    const dragging = await watch(dragOf(6))
    await page.keyboard.press('Escape')
    await page.keyboard.press('t')
    const rippling = await watch(dragOf(1))
    report('timeline', figuresOf({ idle, scrollNear, scrollFar, zooming, playing, dragging, rippling }), { ...facts, pictures })
  } finally {
    await browser.close()
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Presses in the middle of the pictures and pulls to and fro, so many pixels a picture. */
function dragOf(pixels: number): string {
  const x = `700 + (n % 60 < 30 ? n % 60 : 60 - (n % 60)) * ${pixels}`
  const at = `{ bubbles: true, button: 0, buttons: 1, pointerId: 1, clientX: box.left + ${x}, clientY: box.bottom - 80 }`
  return `const canvas = document.querySelector('[role="application"] [role="img"]')
    const box = canvas.getBoundingClientRect()
    canvas.setPointerCapture = () => {}
    canvas.dispatchEvent(new PointerEvent(n === 1 ? 'pointerdown' : 'pointermove', ${at}))`
}

function figuresOf(all: Record<string, Frames>) {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, { median, p99, late, dropped, workMedian, workP99 }]) => [
      [`${name}Median`, { value: median, unit: 'ms' as const }],
      [`${name}P99`, { value: p99, unit: 'ms' as const }],
      [`${name}Late`, { value: late, unit: '%' as const }],
      [`${name}Dropped`, { value: dropped, unit: '%' as const }],
      [`${name}Work`, { value: workMedian, unit: 'ms' as const }],
      [`${name}WorkP99`, { value: workP99, unit: 'ms' as const, ...(name === 'idle' ? {} : { atMost: 16.7 }) }],
    ]),
  )
}

async function signIn(page: Page) {
  await page.goto('/login')
  await page.getByLabel('E-mail').fill('bench@storycanvas.invalid')
  await page.getByLabel(/^Password/).fill('a long enough password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL('**/projects')
}

/** Every panel has a picture, as if it had been drawn: the page is measured, not the artist. */
async function withPictures(page: Page) {
  const [width, height] = [320, 180]
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  const picture = await sharp({ create: { width, height, channels: 3, background: '#446', noise } })
    .jpeg()
    .toBuffer()
  await page.route('**/bench-picture/*', route => route.fulfill({ contentType: 'image/jpeg', body: picture }))
  await page.route('**/with-scenes', async route => {
    const response = await route.fetch()
    const tree = await response.json()
    for (const scene of tree.chapters.flatMap((chapter: { scenes: unknown[] }) => chapter.scenes))
      for (const panel of scene.panels) {
        const url = `/bench-picture/${panel.id}`
        panel.chosenTake = { id: panel.id, url, thumbnailUrl: url }
      }
    await route.fulfill({ response, json: tree })
  })
}
