import sharp from 'sharp'
import { generationTopic, notify } from '../../platform/bus/publish.ts'
import type { Database } from '../../platform/database/database.ts'

/** One a second is as much as anybody looks at. Milliseconds. */
const interval = 1000
/** A notification of PostgreSQL holds less than 8,000 bytes, and base64 takes a third more. */
const mostBytes = 5200
const sizes = [
  { width: 224, quality: 50 },
  { width: 160, quality: 40 },
  { width: 96, quality: 30 },
] as const

type Of = { projectId: string; generationId: string; jobId: string }

/** Shows listeners what is being made: the newest frame, small, now and then. What comes faster is dropped. */
export function previewSender(database: Database, { projectId, generationId, jobId }: Of, onError: (error: unknown) => void) {
  let busyUntil = 0
  const send = async (bytes: Uint8Array) => {
    for (const { width, quality } of sizes) {
      const small = await sharp(bytes, { limitInputPixels: 16_000_000 })
        .resize({ width, withoutEnlargement: true })
        .jpeg({ quality, mozjpeg: true })
        .toBuffer()
      if (small.length > mostBytes) continue
      const image = `data:image/jpeg;base64,${small.toString('base64')}`
      const event = { kind: 'preview', generationId, jobId, image } as const
      return notify(database, { kind: 'passing', topic: generationTopic(projectId), event })
    }
  }
  return (bytes: Uint8Array) => {
    if (performance.now() < busyUntil) return
    busyUntil = performance.now() + interval
    send(bytes).catch(onError)
  }
}
