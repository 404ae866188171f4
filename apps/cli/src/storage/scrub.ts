import { parseArgs } from 'node:util'
import { scrub } from '@storycanvas/blobs'
import type { Config } from '@storycanvas/server/config'
import type { OpenStorages } from '@storycanvas/server/storage'
import { UsageError } from '../usage-error.ts'
import { settleWhole } from './settle.ts'

/** Reads everything again and names what is damaged. Storage nodes put that aside and get it from each other. */
export async function scrubStorage(storages: OpenStorages, config: Config, args: string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ args, options: { 'mb-per-second': { type: 'string', default: '0' } } })
  const rate = Number(values['mb-per-second']) * 1e6
  if (!(rate >= 0)) throw new UsageError(`--mb-per-second ${values['mb-per-second']} is no number.`)
  const { store, cluster } = await storages.open(config.storage)
  let damaged = 0
  let unread: unknown
  if (cluster === null)
    for await (const { hash, state } of scrub(store, { signal })) {
      damaged++
      console.log(`${hash} is ${state}`)
    }
  else
    try {
      for await (const { node, chunk } of cluster.scrub(signal, rate)) {
        damaged++
        console.log(`${chunk} on ${node} is damaged`)
      }
    } catch (error) {
      signal.throwIfAborted()
      unread = error
    }
  if (damaged > 0 && cluster !== null) await settleWhole(cluster, signal)
  console.log(
    damaged === 0
      ? `Everything ${unread === undefined ? '' : 'that was read '}is intact.`
      : `${damaged} damaged${cluster === null ? '' : ', made anew from other copies'}.`,
  )
  if (damaged > 0 && cluster === null) throw new Error('Restore these blobs from a backup; see the runbook.')
  if (unread !== undefined) throw unread
}
