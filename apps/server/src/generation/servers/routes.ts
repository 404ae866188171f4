import type { contract } from '@storycanvas/api'
import type { Preset, Transport } from '@storycanvas/comfyui'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../platform/http/handlers.ts'
import { invalidField, RequestError } from '../../platform/http/problem.ts'
import type { AccountActor } from '../../platform/policy/actor.ts'
import { examine, type Finding } from './examine.ts'
import { requireAddress } from './address.ts'
import { sealHeaders, type ServerRow } from './open.ts'
import { foundOut, poolServers, readServer, serverReplies, tellPool } from './store.ts'
import { fullTrust } from './trust.ts'

type Operations =
  | 'createGenerationServer'
  | 'listGenerationServers'
  | 'getGenerationServer'
  | 'getGenerationServerInfo'
  | 'updateGenerationServer'
  | 'deleteGenerationServer'
  | 'probeGenerationServer'
  | 'drainGenerationServer'

type Parts = Pick<Context, 'config' | 'database' | 'vault' | 'shelf'> & { transport: Transport }

export function serverRoutes(parts: Parts): Handlers<Pick<typeof contract, Operations>> {
  const { config, database, vault, shelf } = parts
  const presets = shelf.models
  const reply = async (actor: AccountActor, id: string) => {
    const [one] = await serverReplies(database, [await readServer(database, id)], actor)
    return one as NonNullable<typeof one>
  }
  const change = async (actor: AccountActor, id: string, set: Partial<Record<keyof ServerRow, unknown>>) => {
    await database
      .updateTable('generationServer')
      .set(set as never)
      .where('id', '=', id)
      .execute()
    await tellPool(database)
    return reply(actor, id)
  }
  const look = async (row: ServerRow) => foundOut(row, refuseTwin(await examine({ ...parts, presets }, row), row.state))
  return {
    createGenerationServer: async ({ actor, body }) => {
      requireAddress(body.url, config.outgoingAllow)
      requirePresets(body.presets, presets)
      const [id, url] = [uuid(), tidyUrl(body.url)]
      await requireNew(parts, null, { url, label: body.label })
      const headers = sealHeaders(id, body.headers, vault)
      const finding = refuseTwin(await examine({ ...parts, presets }, { id, url, kind: body.kind, headers }), 'enabled')
      await database
        .insertInto('generationServer')
        .values({
          id,
          label: body.label,
          kind: body.kind,
          url,
          headers,
          headerNames: JSON.stringify(Object.keys(body.headers)),
          slots: body.slots,
          presets: body.presets && JSON.stringify(body.presets),
          state: 'enabled',
          speeds: JSON.stringify({ presets: {} }),
          ownerId: actor.id,
          ...{ profile: null, digest: null, seenAt: null },
          ...foundOut({ trust: fullTrust }, finding),
        })
        .execute()
      await tellPool(database)
      return reply(actor, id)
    },
    listGenerationServers: async ({ actor }) => ({
      items: await serverReplies(database, await poolServers(database), actor),
    }),
    getGenerationServer: ({ actor, params }) => reply(actor, params.id),
    getGenerationServerInfo: async ({ actor, params }) => {
      const { profile } = await readServer(database, params.id)
      return { ...(await reply(actor, params.id)), presetChecks: profile?.checks ?? [] }
    },
    updateGenerationServer: async ({ actor, params, body }) => {
      const row = await readServer(database, params.id)
      if (body.url !== undefined) requireAddress(body.url, config.outgoingAllow)
      if (body.presets !== undefined) requirePresets(body.presets, presets)
      const { headers, presets: wanted, url: given, ...plain } = body
      const url = given === undefined ? row.url : tidyUrl(given)
      await requireNew(parts, row.id, { url, label: body.label ?? row.label })
      // A key was given for one host; under another address it has to be given again.
      const isElsewhere = new URL(url).host !== new URL(row.url).host
      const sealed = headers ? sealHeaders(row.id, headers, vault) : isElsewhere ? null : row.headers
      const set = {
        ...plain,
        url,
        headers: sealed,
        headerNames: JSON.stringify(headers ? Object.keys(headers) : isElsewhere ? [] : row.headerNames),
        ...(wanted === undefined ? {} : { presets: wanted && JSON.stringify(wanted) }),
      }
      const mustLook = url !== row.url || headers !== undefined || (body.state === 'enabled' && row.state === 'off')
      const state = body.state ?? row.state
      return change(actor, row.id, { ...set, ...(mustLook ? await look({ ...row, url, headers: sealed, state }) : {}) })
    },
    deleteGenerationServer: async ({ params }) => {
      await readServer(database, params.id)
      await database
        .updateTable('generationServer')
        .set({ deletedAt: sql<string>`now()`, headers: null, state: 'off' })
        .where('id', '=', params.id)
        .execute()
      await tellPool(database)
    },
    probeGenerationServer: async ({ actor, params }) => {
      const row = await readServer(database, params.id)
      return change(actor, row.id, await look(row))
    },
    drainGenerationServer: ({ actor, params }) =>
      readServer(database, params.id).then(({ id }) => change(actor, id, { state: 'draining' })),
  }
}

const tidyUrl = (url: string) => url.replace(/\/+$/, '')

function refuseTwin(finding: Finding, state: ServerRow['state']): Finding {
  if (finding.kind === 'twin' && state !== 'off')
    throw new RequestError('already-exists', `This is the same ComfyUI as “${finding.of}” under another address.`, {
      errors: [{ field: 'url', message: `leads to the process that “${finding.of}” is already` }],
    })
  return finding
}

function requirePresets(wanted: readonly string[] | null, known: ReadonlyMap<string, Preset>): void {
  const strange = wanted?.find(id => !known.has(id))
  if (strange !== undefined) throw invalidField('presets', `${strange} is not one of: ${[...known.keys()].join(', ')}`)
}

async function requireNew({ database }: Parts, id: string | null, { url, label }: { url: string; label: string }): Promise<void> {
  const rows = (await poolServers(database)).filter(row => row.id !== id)
  const [field] = [
    ...(rows.some(row => row.url === url) ? ['url'] : []),
    ...(rows.some(row => row.label.toLowerCase() === label.toLowerCase()) ? ['label'] : []),
  ]
  if (field)
    throw new RequestError('already-exists', 'There is such a server already.', {
      errors: [{ field, message: 'is taken by another server' }],
    })
}
