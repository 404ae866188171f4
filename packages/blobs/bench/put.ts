import { spawnSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openDiskStore, verifyBlob, type BlobHash } from '../src/index.ts'

/** What a put costs against the shell doing the same: copy, synchronise, sha256. `node packages/blobs/bench/put.ts [MiB]` */
const MiB = 1024 * 1024
const megabytes = Number(process.argv[2] ?? 512)
const smallFiles = 300
const rounds = 3

async function* noise(blocks: number) {
  for (let block = 0; block < blocks; block++) yield randomFillSync(Buffer.allocUnsafe(MiB))
}

async function best(work: () => Promise<void>): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await work()
    shortest = Math.min(shortest, performance.now() - start)
  }
  return shortest / 1000
}

async function shell(command: string) {
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: directory, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

const directory = await mkdtemp(join(tmpdir(), 'blobs-bench-'))
try {
  const store = await openDiskStore({ root: join(directory, 'store') })
  const large = join(directory, 'large')
  await pipeline(noise(megabytes), createWriteStream(large))
  let hash = '' as BlobHash
  const put = await best(async () => {
    ;({ hash } = await store.put(createReadStream(large, { highWaterMark: MiB }), { limit: megabytes * MiB }))
  })
  const copy = await best(() => shell('cp large copy && sync copy && sha256sum copy'))
  const verify = await best(async () => void (await verifyBlob(store, hash)))
  const sum = await best(() => shell('sha256sum large'))

  await mkdir(join(directory, 'small'))
  for (let index = 0; index < smallFiles; index++)
    await writeFile(join(directory, 'small', `${index}`), randomFillSync(Buffer.alloc(20_000)))
  const contents = await Promise.all(
    Array.from({ length: smallFiles }, (_, index) => readFile(join(directory, 'small', `${index}`))),
  )
  const putSmall = await best(async () => void (await Promise.all(contents.map(bytes => store.put(bytes, { limit: MiB })))))
  const copySmall = await best(() =>
    shell('mkdir -p copies; for f in small/*; do cp $f copies/ && sync copies/${f#small/} && sha256sum $f >/dev/null; done'),
  )

  const rate = (seconds: number) => `${(megabytes / seconds).toFixed(0)} MiB/s`
  const count = (seconds: number) => `${(smallFiles / seconds).toFixed(0)} files/s`
  console.table({
    [`put ${megabytes} MiB`]: { store: rate(put), shell: rate(copy), ratio: (copy / put).toFixed(2) },
    [`verify ${megabytes} MiB`]: { store: rate(verify), shell: rate(sum), ratio: (sum / verify).toFixed(2) },
    [`put ${smallFiles} × 20 kB`]: { store: count(putSmall), shell: count(copySmall), ratio: (copySmall / putSmall).toFixed(2) },
  })
} finally {
  await rm(directory, { recursive: true, force: true })
}
