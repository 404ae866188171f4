import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { announceNode } from '@storycanvas/blobs/cluster'
import { keepHeapYoung, openStorageNode } from '@storycanvas/blobs/node'
import { createLog } from '@storycanvas/server/log'
import { openRegistry, readCertificates } from '@storycanvas/server/storage'
import type { Command } from '../command.ts'
import { UsageError } from '../usage-error.ts'

const usage = `storycanvas storage-node --dir <folder> [--listen 127.0.0.1:7400] [--name N] [--zone Z] [--weight 1] [--tls <folder>]
                         [--registry postgres://…] [--advertise host:port]
  Keeps media for servers with STORAGE=cluster, until it is stopped. Prints its address when it is ready.
  The folder belongs to this node alone. Nodes of one zone fail together; copies go to different zones.
  Nodes that others reach need STORAGE_TOKEN in the environment, --tls with ca.pem, cert.pem and key.pem, or both.
  With --registry the node enters itself, under --advertise where that differs from --listen.`

const options = {
  dir: { type: 'string' },
  listen: { type: 'string', default: '127.0.0.1:7400' },
  name: { type: 'string' },
  zone: { type: 'string' },
  weight: { type: 'string', default: '1' },
  tls: { type: 'string' },
  registry: { type: 'string' },
  advertise: { type: 'string' },
} as const

export const node: Command = { usage, run }

async function run(args: string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ args, options })
  const { dir, listen, name, zone, tls, registry } = values
  if (dir === undefined) throw new UsageError('Name the folder of the node with --dir.')
  if (!/^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/i.test(listen)) throw new UsageError(`--listen ${listen} is no host:port.`)
  const weight = Number(values.weight)
  if (!(weight > 0)) throw new UsageError(`--weight ${values.weight} is no number above 0.`)
  const token = process.env.STORAGE_TOKEN || undefined
  if (token === undefined && tls === undefined && !/^(127\.|localhost:|\[::1\])/.test(listen))
    throw new UsageError(`--listen ${listen} is open to others: set STORAGE_TOKEN or --tls.`)
  const certificates = tls === undefined ? undefined : await readCertificates(resolve(tls))
  keepHeapYoung()
  await using closing = new AsyncDisposableStack()
  const opened = closing.use(
    await openStorageNode({
      root: resolve(dir),
      listen,
      weight,
      ...(name === undefined ? {} : { name }),
      ...(zone === undefined ? {} : { zone }),
      ...(token === undefined ? {} : { token }),
      ...(certificates === undefined ? {} : { certificates }),
    }),
  )
  if (registry !== undefined) {
    const pool = openRegistry(registry, createLog('warn'))
    closing.defer(() => pool.end())
    const stop = await announceNode(pool, opened, values.advertise ?? opened.address, error =>
      console.error(`The registry could not be told: ${error instanceof Error ? error.message : String(error)}`),
    )
    closing.defer(stop)
  }
  console.log(`The storage node ${opened.id} is ready at ${opened.address}`)
  await new Promise(done => signal.addEventListener('abort', done, { once: true }))
}
