export type FormPart = { readonly name: string; readonly filename: string | null; readonly bytes: Buffer }

/** Enough of RFC 7578 to read what our own clients send. */
export function readMultipart(body: Buffer, contentType: string): readonly FormPart[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType)
  const mark = Buffer.from(`--${boundary?.[1] ?? boundary?.[2] ?? ''}`)
  const parts: FormPart[] = []
  for (let at = body.indexOf(mark); at >= 0; ) {
    const next = body.indexOf(mark, at + mark.byteLength)
    if (next < 0) break
    const part = body.subarray(at + mark.byteLength + 2, next - 2)
    const split = part.indexOf('\r\n\r\n')
    const head = part.subarray(0, split).toString('utf8')
    parts.push({
      name: /name="([^"]*)"/.exec(head)?.[1] ?? '',
      filename: /filename="([^"]*)"/.exec(head)?.[1] ?? null,
      bytes: part.subarray(split + 4),
    })
    at = next
  }
  return parts
}
