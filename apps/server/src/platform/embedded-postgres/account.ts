import { readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { EmbeddedPostgresError } from './error.ts'

/** The operating-system account that the database runs under. `switch` says whether we have to change to it. */
export type Account = { readonly uid: number; readonly gid: number; readonly switch: boolean }

/**
 * PostgreSQL refuses to run as root. As root we take the owner of an existing data directory, otherwise `nobody`;
 * as anyone else we stay who we are. Windows has no uids.
 */
export async function chooseAccount(clusterDir: string): Promise<Account> {
  const uid = process.getuid?.()
  const gid = process.getgid?.()
  if (uid === undefined || gid === undefined) return { uid: -1, gid: -1, switch: false }
  if (uid !== 0) {
    requirePasswdEntry(uid)
    return { uid, gid, switch: false }
  }
  const owner = await stat(clusterDir).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, switch: true }
  return { ...(await nobody()), switch: true }
}

/** initdb and postgres look their own uid up; containers started with a random uid have none. */
function requirePasswdEntry(uid: number) {
  try {
    userInfo()
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'no-account',
      `The user id ${uid} has no entry in /etc/passwd, without which PostgreSQL does not start. Run as a named user, or set DATABASE_URL.`,
      { cause },
    )
  }
}

async function nobody(): Promise<{ uid: number; gid: number }> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const fields = passwd
    .split('\n')
    .find(line => line.startsWith('nobody:'))
    ?.split(':')
  // macOS writes -2, which the kernel keeps as an unsigned number.
  const [uid, gid] = [fields?.[2], fields?.[3]].map(field => Number(field ?? 65534) >>> 0)
  return { uid: uid ?? 65534, gid: gid ?? 65534 }
}
