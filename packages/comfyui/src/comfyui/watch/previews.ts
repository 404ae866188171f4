import { z } from 'zod'
import type { ServerEvent } from '../../server/events.ts'

type Preview = Extract<ServerEvent, { kind: 'preview' }>

/** Numbers of binary frames, big-endian: PREVIEW_IMAGE and PREVIEW_IMAGE_WITH_METADATA in ComfyUI’s protocol.py. */
const plain = 1
const described = 4

const metadata = z.object({
  prompt_id: z.string().min(1).max(200),
  node_id: z.string().max(200).nullish(),
})

/** A binary frame; undefined for one that holds no picture. The plain form does not say whose it is. */
export function readPreview(frame: Buffer): Preview | undefined {
  if (frame.byteLength < 8) return undefined
  const event = frame.readUInt32BE(0)
  if (event === plain) return picture(frame.subarray(8), null, null)
  if (event !== described) return undefined
  const length = frame.readUInt32BE(4)
  if (length > frame.byteLength - 8) return undefined
  const about = metadata.safeParse(parse(frame.subarray(8, 8 + length).toString('utf8')))
  return about.success ? picture(frame.subarray(8 + length), about.data.prompt_id, about.data.node_id ?? null) : undefined
}

/** The frame says what the bytes are; only the bytes are believed, as they go to a browser. */
function picture(bytes: Buffer, id: string | null, nodeId: string | null): Preview | undefined {
  const isJpeg = bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))
  const type = isJpeg ? 'image/jpeg' : isPng(bytes) ? 'image/png' : undefined
  return type && { kind: 'preview', id, nodeId, type, bytes }
}

function isPng(bytes: Buffer) {
  return bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
