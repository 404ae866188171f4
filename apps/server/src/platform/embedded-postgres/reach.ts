import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Account } from './account.ts'

const search = { owner: 0o100, group: 0o010, others: 0o001 }

/** Whether the account can walk down to `directory`: it needs search permission on it and on everything above. */
export async function canReach(account: Account, directory: string): Promise<boolean> {
  if (!account.switch) {
    return access(directory, constants.X_OK).then(
      () => true,
      () => false,
    )
  }
  for (let step = directory; ; step = dirname(step)) {
    const { uid, gid, mode } = await stat(step)
    const needed = uid === account.uid ? search.owner : gid === account.gid ? search.group : search.others
    if ((mode & needed) === 0) return false
    if (step === dirname(step)) return true
  }
}
