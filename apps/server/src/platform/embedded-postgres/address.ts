import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chown, lstat, mkdir } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './error.ts'
import type { Home } from './home.ts'

/** Where the database listens: a directory with a Unix socket in it, or a port on loopback where there are no such sockets. */
export type Address =
  | { readonly kind: 'socket'; readonly directory: string; readonly port: number }
  | { readonly kind: 'tcp'; readonly port: number }

/** Only names the socket file; nothing listens on TCP. */
const socketPort = 5432
/** sockaddr_un holds 108 bytes on Linux, 104 on macOS, the closing NUL included. */
const longestSocketPath = 103

export async function chooseAddress(home: Home): Promise<Address> {
  if (process.platform === 'win32') return { kind: 'tcp', port: await freePort() }
  const directory = fits(home.dir) ? home.dir : await shortDirectory(home)
  return { kind: 'socket', directory, port: socketPort }
}

function fits(directory: string) {
  return Buffer.byteLength(join(directory, `.s.PGSQL.${socketPort}`)) <= longestSocketPath
}

/** Always the same for one data directory, so that a restarted server finds the socket where it was. */
async function shortDirectory({ dir, account }: Home): Promise<string> {
  const name = createHash('sha256').update(dir).digest('hex').slice(0, 16)
  const directory = join(tmpdir(), `storycanvas-${name}`)
  const made = await mkdir(directory, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
  if (made && account.switch) await chown(directory, account.uid, account.gid)
  // Everyone may create names in the temporary directory: a directory of somebody else would give him our socket.
  const facts = await lstat(directory)
  if (!facts.isDirectory() || facts.uid !== account.uid || (facts.mode & 0o077) !== 0) {
    throw new EmbeddedPostgresError(
      'not-started',
      `${directory} belongs to somebody else; remove it, or use a shorter data directory.`,
    )
  }
  return directory
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
