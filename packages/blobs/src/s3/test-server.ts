// An S3 server on the folder named by the first argument, with the bucket `films`; prints its port.
import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { buffer } from 'node:stream/consumers'
import S3rver from 's3rver'

const [directory = ''] = process.argv.slice(2)
const server = new S3rver({
  directory,
  address: '127.0.0.1',
  port: 0,
  silent: true,
  configureBuckets: [{ name: 'films', configs: [] }],
})

// What S3 promises and s3rver's folder does not keep: an object changes as a whole, for every reader at once.
const { store } = server
let last: Promise<unknown> = Promise.resolve()
const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const done = last.then(work)
  last = done.catch(() => undefined)
  return done
}
store.putObject = async object => {
  const bytes = Buffer.isBuffer(object.content) ? object.content : await buffer(object.content)
  const md5 = createHash('md5').update(bytes).digest('hex')
  return inTurn(async () => {
    const path = store.getResourcePath(object.bucket, object.key, 'object')
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.new`, bytes)
    await rename(`${path}.new`, path)
    await store.putMetadata(object.bucket, object.key, object.metadata, md5)
    return { size: bytes.length, md5 }
  })
}
const absent = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ENOENT') throw error
}
const getObject = store.getObject.bind(store)
const listObjects = store.listObjects.bind(store)
const deleteObject = store.deleteObject.bind(store)
store.getObject = (...args) => inTurn(() => getObject(...args))
store.listObjects = (...args) => inTurn(() => listObjects(...args))
store.deleteObject = (...args) => inTurn(() => deleteObject(...args).catch(absent))

const { port } = await server.run()
console.log(port)
