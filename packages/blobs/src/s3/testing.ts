import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startProgram } from '../testing/program.ts'
import type { S3Options } from './client.ts'

const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

export type TestS3 = AsyncDisposable & {
  readonly folder: string
  readonly options: Omit<S3Options, 'spool'> & { readonly endpoint: string; readonly credentials: typeof credentials }
}

/** s3rver makes its continuation tokens with Blowfish. */
const oldCiphers = '--openssl-legacy-provider'

/** A process that speaks S3 over a socket, with one bucket. */
export async function startS3(): Promise<TestS3> {
  const folder = await mkdtemp(join(tmpdir(), 's3-'))
  const file = fileURLToPath(new URL('test-server.ts', import.meta.url))
  const program = await startProgram([oldCiphers, file, folder])
  const endpoint = `http://127.0.0.1:${program.ready}`
  return {
    folder,
    options: { bucket: 'films', region: 'us-east-1', endpoint, credentials },
    [Symbol.asyncDispose]: async () => {
      await program.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
