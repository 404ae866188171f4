import type { ServerResponse } from 'node:http'
import { loginPage, pour, sendCrash, sendText } from './body.ts'
import type { Machine } from './machine.ts'

/** GET /view. */
export function sendView(machine: Machine, query: URLSearchParams, response: ServerResponse): void {
  const filename = query.get('filename')
  const fault = machine.faults.take('view')
  if (filename === null || filename.startsWith('/') || filename.includes('..')) return sendText(response, 400, '')
  if (fault === 'gone') return sendText(response, 404, '')
  if (fault === 'error') return sendCrash(response)
  if (fault === 'html') return sendText(response, 200, loginPage, 'text/html')
  if (fault === 'endless') return pour(response)
  const file = machine.store.get(`${query.get('type') ?? 'output'}/${query.get('subfolder') ?? ''}/${filename}`)
  if (file === undefined) return sendText(response, 404, '')
  const { bytes, type } = file
  response.writeHead(200, {
    'content-type': type,
    'content-length': bytes.byteLength,
    'content-disposition': `filename="${filename}"`,
  })
  if (fault === 'stalled') return void response.write(bytes.subarray(0, 10))
  if (fault !== 'cut') return void response.end(bytes)
  response.write(bytes.subarray(0, bytes.byteLength >> 1), () => response.destroy())
}
