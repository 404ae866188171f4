import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, sendJson, sendText } from './body.ts'
import type { Machine } from './machine.ts'
import { readMultipart } from './multipart.ts'

/** POST /upload/image: equal bytes keep the name, others get a number behind it. */
export async function takeUpload(
  machine: Machine,
  request: IncomingMessage,
  response: ServerResponse,
  maxUpload: number,
): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > maxUpload) {
    response.writeHead(413, { connection: 'close' }).end()
    return
  }
  const parts = readMultipart(await readBody(request), request.headers['content-type'] ?? '')
  const file = parts.find(({ name }) => name === 'image')
  if (file?.filename == null || file.filename.includes('..')) return sendText(response, 400, '')
  const [, stem = '', extension = ''] = /^(.*?)(\.[^.]*)?$/.exec(file.filename) ?? []
  let name = file.filename
  for (let count = 1; machine.uploads.get(name)?.equals(file.bytes) === false; count++) name = `${stem} (${count})${extension}`
  machine.uploads.set(name, Buffer.from(file.bytes))
  sendJson(response, 200, { name, subfolder: '', type: 'input' })
}
