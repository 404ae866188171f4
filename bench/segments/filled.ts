import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { openDiskStore } from '../../packages/blobs/src/index.ts'
import { connectionOf } from '../library/connection.ts'
import type { ServerProcess } from '../measuring/server.ts'

export type Segment = { address: string; path: string }

/** A video with so many segments of noise; their addresses on the server, and where they lie. */
export async function filledVideo({ client, baseUrl, dataDir }: ServerProcess, count: number, size: number): Promise<Segment[]> {
  const store = await openDiskStore({ root: join(dataDir, 'media/blobs') })
  const pool = new pg.Pool(await connectionOf(dataDir))
  try {
    const { id: ownerId } = await client.getMe()
    const { rows } = await pool.query<{ id: string }>(
      `insert into video (id, owner_id, title, description, visibility, source_hash, source_bytes, presentation)
        values (gen_random_uuid(), $1, 'Noise', '', 'private', repeat('0', 64), 1, '{"renditions": []}') returning id`,
      [ownerId],
    )
    const id = rows[0]?.id ?? ''
    const base = (await client.getVideo({ params: { id } })).dashUrl?.replace(/manifest\.mpd$/, '') ?? ''
    const segments: Segment[] = []
    for (let number = 1; number <= count; number += 1) {
      const { hash } = await store.put(randomBytes(size), { limit: size })
      const name = `1080p/${String(number).padStart(5, '0')}.m4s`
      await pool.query('insert into video_file (video_id, name, blob_hash, size) values ($1, $2, $3, $4)', [id, name, hash, size])
      segments.push({ address: `${baseUrl}${base}${name}`, path: store.localPath(hash) })
    }
    return segments
  } finally {
    await pool.end()
  }
}
