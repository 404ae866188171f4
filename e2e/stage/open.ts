import type { Browser } from 'playwright-core'
import { openBrowser, visit, type Visit } from './browser.ts'
import { makeOwner, type Owner } from './owner.ts'
import { type RunningServer, startServer } from './server.ts'

export type Scenery = AsyncDisposable & { server: RunningServer; browser: Browser; owner: Owner; stage: Visit }

/** A server of its own with an owner who is signed in: where a workflow begins whose subject is not the first visit. */
export async function openScenery(): Promise<Scenery> {
  const [server, browser] = await Promise.all([startServer(), openBrowser()])
  const owner = await makeOwner(server.origin)
  const stage = await visit(browser, { origin: server.origin })
  await owner.signInto(stage.context)
  return {
    ...{ server, browser, owner, stage },
    async [Symbol.asyncDispose]() {
      await browser.close()
      await server[Symbol.asyncDispose]()
    },
  }
}
