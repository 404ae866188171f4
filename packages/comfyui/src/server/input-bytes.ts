import { ServerError } from './failure.ts'
import type { InputFile } from './server.ts'
import type { Transport } from './transport.ts'

/** The bytes of a file that goes in. @throws ServerError `unsupported` where the transport keeps no files */
export function inputBytes({ readStored }: Transport, file: InputFile): Promise<Uint8Array> | Uint8Array {
  if ('bytes' in file) return file.bytes
  if (readStored) return readStored(file.stored)
  throw new ServerError(
    { kind: 'unsupported', what: 'stored files' },
    `${file.name} is named by its hash, and nothing here reads it.`,
  )
}
