import type { Address } from './address.ts'
import type { Home } from './home.ts'

/** Settings of postgresql.conf by name; they win over ours. */
export type Settings = { readonly [name: string]: string }

const durable: Settings = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] %q%d ',
}

/** Everything is on the command line: a data directory carries no settings of its own, a new release brings new ones. */
export function serverArguments(home: Home, address: Address, settings: Settings): readonly string[] {
  const listening: Settings =
    address.kind === 'socket'
      ? { listen_addresses: '', unix_socket_directories: quoteListItem(address.directory), unix_socket_permissions: '0700' }
      : { listen_addresses: '127.0.0.1', unix_socket_directories: '' }
  const all = { ...durable, ...settings, ...listening, port: String(address.port) }
  return ['-D', home.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** The setting is a list: commas and spaces in a directory name need the quotes of an SQL identifier. */
function quoteListItem(directory: string) {
  return `"${directory.replaceAll('"', '""')}"`
}
