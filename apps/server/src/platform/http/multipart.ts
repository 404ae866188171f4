import type { FastifyRequest } from 'fastify'
import { invalidField, RequestError } from './problem.ts'
import type { UploadedFile } from './upload.ts'

/** Of a long body so much is let go by; the line of one who sends on and on is cut. */
const mostPassedOver = 64 * 1024 * 1024

export type Multipart = { fields: Record<string, string>; file: UploadedFile }

/**
 * The fields before the file, and the file as a stream. Only files that the parser itself met count; whatever a JSON body
 * says about files is no upload.
 */
export async function readMultipart(request: FastifyRequest, maxBytes: number): Promise<Multipart> {
  if (!request.isMultipart())
    throw new RequestError('unsupported-media', 'Send multipart/form-data with the file under the field `file`.')
  const part = await request.file({ limits: { fileSize: maxBytes } })
  if (!part || part.fieldname !== 'file') {
    part?.file.resume()
    throw invalidField('file', 'is missing; send the file under this name, behind the other fields')
  }
  const fields: [string, string][] = []
  for (const [name, field] of Object.entries(part.fields))
    if (field && !Array.isArray(field) && field.type === 'field') fields.push([name, String(field.value)])
  return {
    fields: Object.fromEntries(fields),
    file: {
      stream: part.file,
      fileName: part.filename,
      declaredType: part.mimetype,
      maxBytes,
      isTruncated: () => part.file.truncated,
    },
  }
}

/** What was not read of an upload goes by once it is answered: else the next request on the same line would wait for ever. */
export function passOver({ raw }: FastifyRequest, { file: { stream } }: Multipart): void {
  stream.resume()
  // The parser has let go of a body whose file was not read to its end.
  if (stream.destroyed) raw.resume()
  if (raw.complete) return
  let left = mostPassedOver
  raw.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) raw.destroy()
  })
}
