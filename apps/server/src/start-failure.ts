import { ConfigError, type Config } from './platform/config/config.ts'
import { EmbeddedPostgresError } from './platform/embedded-postgres/error.ts'
import { SecretError } from './platform/secrets/error.ts'

/** One line that says which setting or part keeps the server from starting; null for what nobody foresaw. */
export function startFailure(error: unknown, config: Config | null): string | null {
  if (error instanceof ConfigError) return error.message
  if (error instanceof EmbeddedPostgresError) return `The embedded PostgreSQL: ${error.message}`
  if (error instanceof SecretError) return `A secret cannot be used: ${error.message}`
  if (!config || !(error instanceof Error)) return null
  return listening(error, config) ?? storing(error, config) ?? connecting(error, config)
}

type SystemError = NodeJS.ErrnoException

function listening({ code, syscall }: SystemError, { host, port }: Config): string | null {
  if (code === 'EADDRINUSE')
    return `BACKEND_PORT: ${port} on ${host} is taken by another program; stop that or choose another port.`
  if (syscall === 'listen' && code === 'EACCES')
    return `BACKEND_PORT: this user may not listen on ${port}; choose one above 1023.`
  if (syscall === 'listen' || (syscall === 'getaddrinfo' && code === 'ENOTFOUND'))
    return `HOST: "${host}" is no address of this machine (${code}).`
  return null
}

function storing({ code, path, message }: SystemError, { dataDir, mediaDir }: Config): string | null {
  if (path === undefined || !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ENOSPC'].includes(code ?? ''))
    return null
  const setting = path.startsWith(dataDir) || dataDir.startsWith(path) ? `DATA_DIR: "${dataDir}"` : `UPLOAD_DIR: "${mediaDir}"`
  return `${setting} cannot be written to (${message}).`
}

/** What sockets say, and PostgreSQL's classes: connection, authorization, no such database, resources, not ready. */
const refusals = /^(E(CONNREFUSED|CONNRESET|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH|NETUNREACH)|(08|28|3D|53|57)\w{3})$/

/** PostgreSQL of one's own: the address holds a password and is never shown. */
function connecting(error: SystemError, { database }: Config): string | null {
  const isConnection =
    database.kind === 'external' && (refusals.test(error.code ?? '') || /timeout|terminated/i.test(error.message))
  if (!isConnection) return null
  const { hostname, port, pathname } = new URL(database.url)
  return `DATABASE_URL: the PostgreSQL at ${hostname}:${port || 5432}${pathname} cannot be used (${error.message || error.code}).`
}
