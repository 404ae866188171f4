import type { FastifyRequest } from 'fastify'
import { invalidField, RequestError } from './problem.ts'
import type { UploadedFile } from './upload.ts'

/**
 * The fields before the file, and the file as a stream. Only files that the parser itself met count; whatever a JSON body
 * says about files is no upload.
 */
export async function readMultipart(
  request: FastifyRequest,
  maxBytes: number,
): Promise<{ fields: Record<string, string>; file: UploadedFile }> {
  if (!request.isMultipart())
    throw new RequestError('unsupported-media', 'Send multipart/form-data with the file under the field `file`.')
  const part = await request.file({ limits: { fileSize: maxBytes } })
  if (!part || part.fieldname !== 'file') {
    part?.file.destroy()
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
