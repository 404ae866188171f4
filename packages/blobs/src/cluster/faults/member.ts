import { rm } from 'node:fs/promises'
import { type Proxy, startProxy } from '../../testing/proxy.ts'
import { openStorageNode, type StorageNode } from '../node/open.ts'

/** A node behind a bad network, on a disk that may be full or lost. */
export type FaultyMember = AsyncDisposable & {
  readonly name: string
  readonly root: string
  readonly address: string
  readonly proxy: Proxy
  readonly isRunning: () => boolean
  fill(isFull: boolean): void
  kill(): Promise<void>
  restart(): Promise<void>
  loseDisk(): Promise<void>
}

export async function startMember(root: string, name: string): Promise<FaultyMember> {
  let isFull = false
  const open = () =>
    openStorageNode({
      root,
      name,
      listen: '127.0.0.1:0',
      reserve: 0,
      freeBytes: async () => (isFull ? 0 : 1e12),
    })
  let node: StorageNode | undefined = await open()
  let port = Number(node.address.split(':')[1])
  const proxy = await startProxy(() => port)
  const kill = async () => {
    await node?.kill()
    node = undefined
  }
  return {
    name,
    root,
    address: `127.0.0.1:${proxy.port}`,
    proxy,
    isRunning: () => node !== undefined,
    fill(full) {
      isFull = full
    },
    kill,
    async restart() {
      if (node !== undefined) return
      node = await open()
      port = Number(node.address.split(':')[1])
    },
    async loseDisk() {
      await kill()
      await rm(root, { recursive: true, force: true })
    },
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      await kill()
    },
  }
}
