import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Video } from '@storycanvas/api'
import type { Browser } from 'playwright-core'
import { openBrowser, visit, type Visit } from './stage/browser.ts'
import { withFootage } from './stage/footage.ts'
import { makeOwner } from './stage/owner.ts'
import { type RunningServer, startServer } from './stage/server.ts'
import { stepsOf } from './stage/steps.ts'

let server: RunningServer
let browser: Browser
let visitor: Visit
let unlisted: Video
let hidden: Video

before(async () => {
  ;[server, browser] = await Promise.all([startServer(), openBrowser()])
  const { client } = await makeOwner(server.origin)
  ;[unlisted, hidden] = await withFootage(async file => {
    const upload = (title: string, visibility: Video['visibility']) =>
      client.uploadVideo({ file, fileName: 'footage.mp4', body: { title, visibility } })
    return [await upload('For whoever has the link', 'unlisted'), await upload('For nobody else', 'private')] as const
  })
  visitor = await visit(browser, { origin: server.origin, width: 1280, height: 800 })
})
after(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

const step = stepsOf(() => visitor)

step('a visitor without an account watches an unlisted video by its link', async () => {
  const { page } = visitor
  await page.goto(`/watch/${unlisted.id}`)
  await page.getByRole('heading', { name: 'For whoever has the link' }).waitFor()
  await page.getByRole('button', { name: 'Play', exact: true }).click({ timeout: 60_000 })
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5)
  await visitor.shot('visitor-unlisted')
  assert.deepEqual(visitor.complaints, [])
})

step('a private video is told to be missing, its manifest too, and how to log in', async () => {
  const { page } = visitor
  await page.goto(`/watch/${hidden.id}`)
  await page.getByText('This video cannot be watched here').waitFor()
  assert.equal(await page.locator('video').count(), 0)
  assert.ok(!(await page.locator('body').innerText()).includes('For nobody else'))
  await page.getByRole('link', { name: 'Log in' }).first().waitFor()
  await visitor.shot('visitor-private')
  for (const path of ['', '/manifest.mpd', '/master.m3u8']) {
    const { status } = await fetch(`${server.origin}/api/v1/videos/${hidden.id}${path}`)
    assert.equal(status, 401, `${path} of a private video`)
    const { status: ofNothing } = await fetch(`${server.origin}/api/v1/videos/${crypto.randomUUID()}${path}`)
    assert.equal(ofNothing, status, 'what exists is not told apart from what does not')
  }
})
