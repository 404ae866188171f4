import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, contract, createClient } from '@storycanvas/api'
import { readConfig } from '@storycanvas/server/config'
import { createLog } from '@storycanvas/server/log'
import { startServer } from '@storycanvas/server/start'
import { UsageError } from './usage-error.ts'

/** A server to work with, wherever it runs. */
export type Studio = AsyncDisposable & { client: Client<typeof contract>; baseUrl: string }

/** Uses a server that runs elsewhere, with an API key. */
export function connectTo(server: string, apiKey: string | undefined): Studio {
  if (!apiKey) throw new UsageError('A server needs an API key: --api-key, or STORYCANVAS_API_KEY in the environment.')
  const baseUrl = server.replace(/\/$/, '')
  if (!URL.canParse(baseUrl)) throw new UsageError(`${server} is not the address of a server.`)
  return {
    baseUrl,
    client: createClient(contract, { baseUrl, accessToken: () => apiKey }),
    [Symbol.asyncDispose]: async () => {},
  }
}

/** Starts the same parts in this process, with a database and a store of their own that are gone afterwards. */
export async function openOwnStudio(): Promise<Studio> {
  const closing = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'storycanvas-'))
  // The database's own account has to pass through.
  await chmod(folder, 0o711)
  closing.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    const config = readConfig({ ...process.env, DATA_DIR: folder, UPLOAD_DIR: '', DATABASE_URL: '', HOST: '127.0.0.1' })
    const server = await startServer({ ...config, port: 0 }, createLog('error'), { webFolder: null, listen: true })
    closing.use(server)
    const baseUrl = server.address
    const account = { email: 'maker@storycanvas.invalid', name: 'Maker', password: randomBytes(24).toString('base64url') }
    let tokens = await createClient(contract, { baseUrl, accessToken: () => null }).register({ body: account })
    const accessToken = async () => {
      const endsSoon = Date.parse(tokens.accessTokenExpiresAt) < Date.now() + 60_000
      if (endsSoon)
        tokens = await createClient(contract, { baseUrl, accessToken: () => null }).refreshTokens({
          body: { refreshToken: tokens.refreshToken },
        })
      return tokens.accessToken
    }
    return {
      baseUrl,
      client: createClient(contract, { baseUrl, accessToken }),
      [Symbol.asyncDispose]: () => closing.disposeAsync(),
    }
  } catch (error) {
    await closing.disposeAsync()
    throw error
  }
}
