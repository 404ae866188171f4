import { parseArgs } from 'node:util'
import type { Config } from '@storycanvas/server/config'
import type { OpenStorages } from '@storycanvas/server/storage'
import { UsageError } from '../usage-error.ts'
import { settleWhole } from './settle.ts'

/** Moves all chunks off a node; it may be stopped when this has ended. */
export async function drainNode(storages: OpenStorages, config: Config, args: string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { undo: { type: 'boolean', default: false } },
  })
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0) throw new UsageError('Name one node, as storycanvas storage status shows it.')
  const { cluster } = await storages.open(config.storage)
  if (cluster === null) throw new UsageError('Only storage nodes are drained, and STORAGE is not cluster.')
  await cluster.caretaker.meet()
  const { nodes, replicas } = await cluster.status()
  const left = nodes.filter(node => node.state === 'active' && node.id !== id).length
  if (!values.undo && left < replicas)
    throw new UsageError(`${left} nodes would be left for ${replicas} copies: add a node first.`)
  if (!(await cluster.setState(id, values.undo ? 'active' : 'draining')))
    throw new UsageError(`There is no node ${id}; storycanvas storage status shows them.`)
  const silent = await settleWhole(cluster, signal)
  const drained = silent.includes(id) ? 'does not answer, but' : 'is empty:'
  console.log(
    values.undo ? `${id} holds its share again.` : `${id} ${drained} nothing is kept there alone, and it may be stopped.`,
  )
}
