import type { KeyedService, ProviderKey } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { videoServices } from '../generation/providers/ai-sdk-video/models.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import { invalidField } from '../platform/http/problem.ts'
import { OutgoingError } from '../platform/outgoing/error.ts'
import { hostPort, parseTarget } from '../platform/outgoing/target.ts'

type Parts = Pick<Context, 'database' | 'vault'>

const usual: Record<KeyedService, string | null> = {
  openai: 'https://api.openai.com/v1',
  'openai-video': null,
  xai: videoServices.xai.baseUrl,
  fal: videoServices.fal.baseUrl,
  replicate: videoServices.replicate.baseUrl,
  'web-ui': null,
}

/** The host is part of the place: a key whose address somebody changed in the database does not open. */
const placeOf = (ownerId: string, provider: KeyedService, baseUrl: string) => ({
  table: 'provider_key',
  row: `${provider} at ${hostPort(parseTarget(baseUrl, 'http'))}`,
  column: 'secret',
  owner: ownerId,
})

const shown = ['provider', 'baseUrl', 'createdAt', 'updatedAt'] as const

export const listKeys = (database: Database, ownerId: string): Promise<ProviderKey[]> =>
  database.selectFrom('providerKey').select(shown).where('ownerId', '=', ownerId).orderBy('provider').execute()

export async function setKey(
  { database, vault }: Parts,
  ownerId: string,
  provider: KeyedService,
  wish: { key: string; baseUrl?: string | undefined },
): Promise<ProviderKey> {
  const baseUrl = readBaseUrl(wish.baseUrl ?? usual[provider])
  const secret = vault.seal(wish.key, placeOf(ownerId, provider, baseUrl))
  return database
    .insertInto('providerKey')
    .values({ ownerId, provider, baseUrl, secret })
    .onConflict(conflict => conflict.columns(['ownerId', 'provider']).doUpdateSet({ baseUrl, secret, updatedAt: sql`now()` }))
    .returning(shown)
    .executeTakeFirstOrThrow()
}

function readBaseUrl(text: string | null): string {
  if (text === null)
    throw invalidField('baseUrl', 'is needed: name the gateway that speaks this dialect, or the address of your web UI')
  try {
    const { url } = parseTarget(text, 'http')
    if (url.search !== '' || url.hash !== '') throw invalidField('baseUrl', 'must not have a query or a fragment')
    return url.href.replace(/\/+$/, '')
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error
    throw invalidField('baseUrl', 'must be an http or https address without user name and password')
  }
}

export async function deleteKey(database: Database, ownerId: string, provider: KeyedService): Promise<void> {
  await database.deleteFrom('providerKey').where('ownerId', '=', ownerId).where('provider', '=', provider).execute()
}

export async function deleteOwnKeys(tx: Tx, ownerId: string): Promise<void> {
  await tx.deleteFrom('providerKey').where('ownerId', '=', ownerId).execute()
}

/** For calls to the service alone. Null where the account has left none. */
export async function openKey(
  { database, vault }: Parts,
  ownerId: string,
  provider: KeyedService,
): Promise<{ key: string; baseUrl: string } | null> {
  const row = await database
    .selectFrom('providerKey')
    .select(['baseUrl', 'secret'])
    .where('ownerId', '=', ownerId)
    .where('provider', '=', provider)
    .executeTakeFirst()
  return row ? { baseUrl: row.baseUrl, key: await vault.open(row.secret, placeOf(ownerId, provider, row.baseUrl)) } : null
}
