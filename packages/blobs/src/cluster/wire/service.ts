import { fileURLToPath } from 'node:url'
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js'
import { loadSync, type PackageDefinition } from '@grpc/proto-loader'
import type { GetReply, GetRequest, PutRequest } from './messages.ts'

const file = fileURLToPath(new URL('storage-node.proto', import.meta.url))

/** The package as read from its file, for reflection. */
export const packageDefinition: PackageDefinition = loadSync(file, {
  keepCase: false,
  longs: Number,
  defaults: true,
  oneofs: true,
})

export const storageNode = packageDefinition['storycanvas.storage.v1.StorageNode'] as ServiceDefinition

/** The calls that carry the bytes of chunks: they go by streams of HTTP/2 that are ours, see frames.ts. */
export const { Put: putMethod, Get: getMethod } = storageNode as unknown as {
  readonly Put: MethodDefinition<PutRequest, object>
  readonly Get: MethodDefinition<GetRequest, GetReply>
}

/** Field numbers of `data`. */
export const dataOfPut = 2
export const dataOfGet = 1

/** Bytes of a message, at most. */
export const largestMessage = 2 * 1024 * 1024
