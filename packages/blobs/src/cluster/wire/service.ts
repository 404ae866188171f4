import { fileURLToPath } from 'node:url'
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js'
import { loadSync, type PackageDefinition } from '@grpc/proto-loader'
import { bytesField } from './bytes-field.ts'
import type { Encoded, GetReply, PutRequest } from './messages.ts'

const file = fileURLToPath(new URL('storage-node.proto', import.meta.url))

/** The package as read from its file, for reflection. */
export const packageDefinition: PackageDefinition = loadSync(file, {
  keepCase: false,
  longs: Number,
  defaults: true,
  oneofs: true,
})

const described = packageDefinition['storycanvas.storage.v1.StorageNode'] as ServiceDefinition

const chunkBytes = bytesField<PutRequest>(2, 'data')

/** What goes before so many bytes of a chunk in a request. */
export const headOfBytes = (length: number): Uint8Array => Uint8Array.from(chunkBytes.headOf(length))
/** A tag and a length of up to 2 MiB. */
export const longestHead = 4

/**
 * The service. Bytes of chunks pass by protobuf.js, which copies them: a message that is one field of bytes is written and
 * read by hand, and on the wire it is the same.
 */
export const storageNode: ServiceDefinition = {
  ...described,
  Put: withRequests(described['Put'] as MethodDefinition<PutRequest | Encoded, object>, chunkBytes),
  Get: withReplies(described['Get'] as MethodDefinition<object, GetReply>, bytesField<GetReply>(1, 'data')),
}

type Codec<Message> = {
  readonly write: (message: Message) => Buffer | undefined
  readonly read: (bytes: Buffer) => Message | undefined
}

function withRequests<Q extends object, R>(
  method: MethodDefinition<Q | Encoded, R>,
  { write, read }: Codec<Q>,
): MethodDefinition<Q | Encoded, R> {
  return {
    ...method,
    requestSerialize: message => ('encoded' in message ? message.encoded : (write(message) ?? method.requestSerialize(message))),
    requestDeserialize: bytes => read(bytes) ?? method.requestDeserialize(bytes),
  }
}

function withReplies<Q, R>(method: MethodDefinition<Q, R>, { write, read }: Codec<R>): MethodDefinition<Q, R> {
  return {
    ...method,
    responseSerialize: message => write(message) ?? method.responseSerialize(message),
    responseDeserialize: bytes => read(bytes) ?? method.responseDeserialize(bytes),
  }
}
