import { ConfigError } from './error.ts'
import type { Settings } from './settings.ts'

export type StorageConfig =
  | { kind: 'local' }
  | {
      kind: 's3'
      bucket: string
      region: string
      endpoint: string | null
      prefix: string
      credentials: { accessKeyId: string; secretAccessKey: string } | null
      cacheBytes: number
    }
  | {
      kind: 'cluster'
      membership: Membership
      replicas: number
      writeQuorum: number
      awayMs: number
      /** Bytes a second. */
      repairRate: number
      token: string | null
      tlsDir: string | null
      cacheBytes: number
    }

type Membership = { kind: 'list'; addresses: string[] } | { kind: 'dns'; name: string; port: number } | { kind: 'registry' }

/** What belongs together among the settings of the storage; throws {@link ConfigError} for what does not. */
export function storageOf(read: Settings): StorageConfig {
  const cacheBytes = read.STORAGE_CACHE_GB * 1e9
  if (read.STORAGE === 's3') return { ...bucketOf(read), cacheBytes }
  if (read.STORAGE === 'cluster') return { ...clusterOf(read), cacheBytes }
  return { kind: 'local' }
}

function bucketOf(read: Settings) {
  if (read.S3_BUCKET === '') throw new ConfigError('S3_BUCKET: STORAGE=s3 needs the name of a bucket.')
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = read
  if ((accessKeyId === '') !== (secretAccessKey === ''))
    throw new ConfigError('S3_ACCESS_KEY_ID: set it together with S3_SECRET_ACCESS_KEY, or neither.')
  return {
    kind: 's3',
    bucket: read.S3_BUCKET,
    region: read.S3_REGION,
    endpoint: read.S3_ENDPOINT || null,
    prefix: read.S3_PREFIX,
    credentials: accessKeyId === '' ? null : { accessKeyId, secretAccessKey },
  } as const
}

function clusterOf(read: Settings) {
  if (read.STORAGE_WRITE_QUORUM > read.STORAGE_REPLICAS)
    throw new ConfigError('STORAGE_WRITE_QUORUM: there cannot be more copies on disks than STORAGE_REPLICAS.')
  return {
    kind: 'cluster',
    membership: membershipOf(read.STORAGE_NODES),
    replicas: read.STORAGE_REPLICAS,
    writeQuorum: read.STORAGE_WRITE_QUORUM,
    awayMs: read.STORAGE_AWAY_SECONDS * 1000,
    repairRate: read.STORAGE_REPAIR_MB_PER_SECOND * 1e6,
    token: read.STORAGE_TOKEN || null,
    tlsDir: read.STORAGE_TLS_DIR || null,
  } as const
}

function membershipOf(nodes: string[]): Membership {
  const [first = ''] = nodes
  if (first === 'registry' && nodes.length === 1) return { kind: 'registry' }
  const named = /^dns:([^:]+):(\d+)$/.exec(first)
  if (named && nodes.length === 1) return { kind: 'dns', name: named[1] as string, port: Number(named[2]) }
  const wrong = nodes.find(node => !/^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/i.test(node))
  if (wrong !== undefined || nodes.length === 0)
    throw new ConfigError(`STORAGE_NODES: "${wrong ?? ''}" is no host:port; name the nodes, or dns:name:port, or registry.`)
  return { kind: 'list', addresses: nodes }
}
