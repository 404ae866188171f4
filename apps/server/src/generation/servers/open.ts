import { type ComfyServer, type GenerationServer, openComfyServer, openRunPodServer, type Transport } from '@storycanvas/comfyui'
import type { Selectable } from 'kysely'
import type { Vault } from '../../platform/secrets/vault.ts'
import type { ServerTables } from './tables.ts'

export type ServerRow = Selectable<ServerTables['generationServer']>

/** Null for what has no queue and no nodes to ask for. */
export type OpenServer = { server: GenerationServer; comfy: ComfyServer | null }

/** Ours in everybody's queue, also after a restart. */
const clientId = (id: string) => `storycanvas-${id}`

export async function openServer(
  row: Pick<ServerRow, 'id' | 'kind' | 'url' | 'headers'>,
  vault: Vault,
  transport: Transport,
): Promise<OpenServer> {
  const secretHeaders = await openHeaders(row, vault)
  if (row.kind === 'comfyui') {
    const comfy = openComfyServer({ url: row.url, secretHeaders }, transport, { clientId: clientId(row.id) })
    return { server: comfy, comfy }
  }
  const { authorization = '', ...headers } = lowerCased(secretHeaders)
  const key = authorization.replace(/^bearer /i, '')
  return { server: openRunPodServer({ url: row.url, key, headers }, transport, { resultTransport: transport }), comfy: null }
}

const place = (id: string) => ({ table: 'generation_server', row: id, column: 'headers', owner: 'instance' })

export const sealHeaders = (id: string, headers: Record<string, string>, vault: Vault): string | null =>
  Object.keys(headers).length === 0 ? null : vault.seal(JSON.stringify(headers), place(id))

async function openHeaders({ id, headers }: Pick<ServerRow, 'id' | 'headers'>, vault: Vault): Promise<Record<string, string>> {
  return headers === null ? {} : (JSON.parse(await vault.open(headers, place(id))) as Record<string, string>)
}

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
