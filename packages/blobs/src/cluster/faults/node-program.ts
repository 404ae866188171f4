// A process that serves storage nodes as it is told over IPC, one at a time. It ends with whoever started it.
import { keepHeapYoung, openStorageNode, type StorageNode } from '../node/open.ts'
import { hurriedPatience } from './hurry.ts'
import type { Answer, Order } from './orders.ts'

keepHeapYoung()
let node: StorageNode | undefined
let isFull = false

async function carryOut(order: Order): Promise<Answer> {
  if (order.kind === 'fill') isFull = order.isFull
  else if (order.kind === 'close') {
    await node?.kill()
    node = undefined
  } else {
    isFull = false
    const { root, name } = order
    const freeBytes = async () => (isFull ? 0 : 1e12)
    node = await openStorageNode({ root, name, listen: '127.0.0.1:0', reserve: 0, freeBytes, patience: hurriedPatience })
    return { kind: 'done', port: Number(node.address.split(':')[1]) }
  }
  return { kind: 'done' }
}

const answer = (told: Answer) => process.send?.(told)
process.on('message', (order: Order) => {
  carryOut(order).then(answer, (error: unknown) => answer({ kind: 'failed', message: String(error) }))
})
process.once('disconnect', () => process.exit())
