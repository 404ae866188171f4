import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BlobStore, type DiskStore, openDiskStore, openLocalCopies } from '@storycanvas/blobs'
import type { ClusterOptions, ClusterStore } from '@storycanvas/blobs/cluster'
import type pg from 'pg'
import type { Config } from '../config/config.ts'
import type { StorageConfig } from '../config/storage.ts'
import { type LocalPaths, pathsOfCopies, pathsOfDisk } from './local-paths.ts'

/** Where media are kept, and how programs that read files get at them. */
export type Storage = AsyncDisposable & {
  readonly kind: StorageConfig['kind']
  readonly store: BlobStore
  readonly files: LocalPaths
  /** Takes in a finished file of the media folder without a copy; null where media are kept on other machines. */
  readonly adopt: DiskStore['adopt'] | null
  /** Null unless media are kept on storage nodes. */
  readonly cluster: ClusterStore | null
}

type Parts = Pick<Config, 'storage' | 'mediaDir'>

/** Opens what the settings name. That it does not answer yet is no failure: calls to it will say so. */
export async function openStorage({ storage, mediaDir }: Parts, pool: pg.Pool): Promise<Storage> {
  if (storage.kind === 'local') {
    const store = await openDiskStore({ root: join(mediaDir, 'blobs') })
    const nothing = async () => {}
    return {
      kind: 'local',
      store,
      files: pathsOfDisk(store),
      adopt: (path, hash) => store.adopt(path, hash),
      cluster: null,
      [Symbol.asyncDispose]: nothing,
    }
  }
  const copies = { folder: join(mediaDir, 'copies'), limit: storage.cacheBytes }
  if (storage.kind === 's3') {
    const { bucket, region, prefix, endpoint, credentials } = storage
    const optional = { ...(endpoint === null ? {} : { endpoint }), ...(credentials === null ? {} : { credentials }) }
    // Loaded when called for: the clients take more memory than the rest of the server's start.
    const { openS3Store } = await import('@storycanvas/blobs/s3')
    const s3 = await openS3Store({ bucket, region, prefix, ...optional, spool: join(mediaDir, 'spool') })
    const store = await openLocalCopies(s3, copies)
    return {
      kind: 's3',
      store,
      files: pathsOfCopies(store),
      adopt: null,
      cluster: null,
      [Symbol.asyncDispose]: async () => s3.close(),
    }
  }
  const { openClusterStore } = await import('@storycanvas/blobs/cluster')
  const cluster = await openClusterStore({ pool, ...(await clusterOptions(storage)) })
  const store = await openLocalCopies(cluster, copies)
  const close = async () => cluster.close()
  return { kind: 'cluster', store, files: pathsOfCopies(store), adopt: null, cluster, [Symbol.asyncDispose]: close }
}

type ClusterConfig = Extract<StorageConfig, { kind: 'cluster' }>

async function clusterOptions(config: ClusterConfig): Promise<Omit<ClusterOptions, 'pool'>> {
  const { membership, replicas, writeQuorum, awayMs, repairRate, token, tlsDir } = config
  const certificates = tlsDir === null ? null : await readCertificates(tlsDir)
  return {
    membership,
    replicas,
    writeQuorum,
    awayMs,
    repairRate,
    ...(token === null ? {} : { token }),
    ...(certificates === null ? {} : { certificates }),
  }
}

/** `ca.pem`, `cert.pem` and `key.pem` of a folder. */
export async function readCertificates(folder: string) {
  const [authority, certificate, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map(name => readFile(join(folder, name))),
  )
  return { authority, certificate, key } as { authority: Buffer; certificate: Buffer; key: Buffer }
}
