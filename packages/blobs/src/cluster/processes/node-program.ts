// A storage node as a process of its own: folder, name, port; prints its address.
import { keepHeapYoung, openStorageNode } from '../node/open.ts'

keepHeapYoung()
const [root = '', name = '', port = '0'] = process.argv.slice(2)
const node = await openStorageNode({ root, name, listen: `127.0.0.1:${port}` })
console.log(node.address)
process.once('SIGTERM', () => void node.stop().then(() => process.exit()))
