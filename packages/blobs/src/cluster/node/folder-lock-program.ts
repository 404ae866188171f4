// Tries to lock each folder that it is told of over IPC, and says whether it got it; it never gives one back.
import { lockFolder } from './folder-lock.ts'

process.on('message', (root: string) => {
  lockFolder(root).then(
    () => process.send?.(true),
    () => process.send?.(false),
  )
})
process.once('disconnect', () => process.exit())
