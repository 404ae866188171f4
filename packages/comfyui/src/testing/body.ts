import type { IncomingMessage, ServerResponse } from 'node:http'

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  return Buffer.concat((await request.toArray()) as Buffer[])
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString('utf8')
  return text === '' ? {} : JSON.parse(text)
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const bytes = Buffer.from(JSON.stringify(value))
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.byteLength }).end(bytes)
}

export function sendText(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text)
}

/** aiohttp's words for an unhandled exception. */
export function sendCrash(response: ServerResponse): void {
  sendText(response, 500, '500 Internal Server Error\n\nServer got itself in trouble')
}

export const loginPage = '<!doctype html><title>Sign in</title><form method=post><input name=password></form>'

/** Bytes for as long as someone reads them. */
export function pour(response: ServerResponse): void {
  const piece = Buffer.alloc(64 * 1024, 'x')
  const write = () => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', write)
  }
  write()
}
