import type { MediaTools } from '@storycanvas/media'
import type { Logger } from 'pino'
import type { Shelf } from './generation/shelf/shelf.ts'
import type { BusEar } from './platform/bus/listen.ts'
import type { Config } from './platform/config/config.ts'
import type { Database } from './platform/database/database.ts'
import type { Jobs } from './platform/jobs/engine.ts'
import type { Grants } from './platform/media/grants.ts'
import type { Media } from './platform/media/media.ts'
import type { KeyRing } from './platform/secrets/key.ts'
import type { Vault } from './platform/secrets/vault.ts'
import type { Metrics } from './platform/telemetry/metrics.ts'

/** Everything that is built once from the configuration. Rooms take the parts they need. */
export type Context = {
  config: Config
  log: Logger
  database: Database
  ear: BusEar
  jobs: Jobs
  /** The models that servers of the pool run. */
  shelf: Shelf
  media: Media
  grants: Grants
  metrics: Metrics
  /** ffmpeg, ffprobe and their sandbox; null where this machine lacks them. */
  tools: MediaTools | null
  tokenKeys: KeyRing
  /** Seals other people's keys in the database. */
  vault: Vault
}
