import { type Client, contract, createClient } from '@storycanvas/api'
import type { BrowserContext } from 'playwright-core'

export const owner = { name: 'Agnes Holm', email: 'agnes@example.org', password: 'a lamp that walked home' }

export type Owner = { client: Client<typeof contract>; signInto(context: BrowserContext): Promise<void> }

/** Makes the owner account through the API, for tests whose subject is not the first visit. */
export async function makeOwner(origin: string): Promise<Owner> {
  const tokens = await createClient(contract, { baseUrl: origin, accessToken: () => null }).register({ body: owner })
  return {
    client: createClient(contract, { baseUrl: origin, accessToken: () => tokens.accessToken }),
    async signInto(context) {
      const page = await context.newPage()
      await page.goto(`${origin}/login`)
      await page.getByLabel('E-mail').fill(owner.email)
      await page.getByLabel(/^Password/).fill(owner.password)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.waitForURL('**/projects')
      await page.close()
    },
  }
}
