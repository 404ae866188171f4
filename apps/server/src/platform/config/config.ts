import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { ConfigError } from './error.ts'
import { type StorageConfig, storageOf } from './storage.ts'
import { settings, type SettingName, type Settings } from './settings.ts'

export { ConfigError }

export type DatabaseConfig = { kind: 'embedded'; dataDir: string; name: string } | { kind: 'external'; url: string }

export type Config = {
  storage: StorageConfig
  host: string
  port: number
  publicUrl: string
  dataDir: string
  mediaDir: string
  database: DatabaseConfig
  limits: { musicBytes: number; imageBytes: number; videoBytes: number; accountBytes: number }
  trashDays: number
  /** Null keeps what happened for good. */
  activityDays: number | null
  openAiKey: string | null
  registration: 'open' | 'closed'
  corsOrigins: '*' | string[]
  trustProxy: boolean
  /** Location of nginx that stands for the folder of blobs. */
  accelRedirect: string | null
  outgoingAllow: string[]
  webhookAllow: string[]
  leadsPool: boolean
  heavySlots: number
  ffmpeg: string
  ffprobe: string
  allowUnsandboxed: boolean
  metricsToken: string | null
  /** Secrets from the environment, for those who keep them elsewhere than in DATA_DIR. */
  givenKeys: { 'token-signing': string; 'url-signing': string; encryption: string }
  logLevel: string
}

export type Environment = { readonly [name: string]: string | undefined }

/** Checks every variable and gives the whole configuration; throws {@link ConfigError} that names the first bad one. */
export function readConfig(environment: Environment): Config {
  return configOf(readSettings(environment))
}

function readSettings(environment: Environment): Settings {
  const entries = Object.entries(settings).map(([name, { schema, fallback, ...rest }]) => {
    const given = environment[name]
    const parsed = schema.safeParse(given === undefined || given === '' ? fallback : given)
    if (parsed.success) return [name, parsed.data]
    const shown = 'secret' in rest ? 'its value' : `"${given}"`
    throw new ConfigError(
      `${name}: ${shown} will not do: ${parsed.error.issues[0]?.message}. ${settings[name as SettingName].says}`,
    )
  })
  return Object.fromEntries(entries) as Settings
}

function configOf(read: Settings): Config {
  const dataDir = resolve(read.DATA_DIR)
  return {
    host: read.HOST,
    port: read.BACKEND_PORT,
    publicUrl: read.PUBLIC_URL.replace(/\/$/, '') || `http://localhost:${read.BACKEND_PORT}`,
    dataDir,
    storage: storageOf(read),
    mediaDir: read.UPLOAD_DIR ? resolve(read.UPLOAD_DIR) : join(dataDir, 'media'),
    database: read.DATABASE_URL
      ? { kind: 'external', url: read.DATABASE_URL }
      : { kind: 'embedded', dataDir, name: read.DB_NAME },
    limits: {
      musicBytes: megabytes(read.MAX_MUSIC_SIZE_MB),
      imageBytes: megabytes(read.MAX_IMAGE_SIZE_MB),
      videoBytes: megabytes(read.MAX_VIDEO_SIZE_MB),
      accountBytes: read.ACCOUNT_QUOTA_GB === 0 ? Number.POSITIVE_INFINITY : read.ACCOUNT_QUOTA_GB * 1e9,
    },
    trashDays: read.TRASH_DAYS,
    activityDays: read.ACTIVITY_DAYS || null,
    openAiKey: read.OPENAI_API_KEY || null,
    registration: read.REGISTRATION,
    corsOrigins: read.CORS_ORIGINS.includes('*') ? '*' : read.CORS_ORIGINS,
    trustProxy: read.TRUST_PROXY,
    accelRedirect: read.ACCEL_REDIRECT || null,
    outgoingAllow: read.OUTGOING_ALLOW,
    webhookAllow: read.WEBHOOK_ALLOW,
    leadsPool: read.GENERATION_POOL,
    heavySlots: read.WORKER_SLOTS || Math.max(1, Math.floor(availableParallelism() / 2)),
    ffmpeg: read.FFMPEG_PATH,
    ffprobe: read.FFMPEG_PATH.includes('/') ? join(dirname(read.FFMPEG_PATH), 'ffprobe') : 'ffprobe',
    allowUnsandboxed: read.UNSAFE_NO_SANDBOX,
    givenKeys: {
      'token-signing': read.TOKEN_SIGNING_KEYS,
      'url-signing': read.URL_SIGNING_KEYS,
      encryption: read.ENCRYPTION_KEYS,
    },
    metricsToken: read.METRICS_TOKEN || null,
    logLevel: read.DEBUG ? 'debug' : read.LOG_LEVEL,
  }
}

const megabytes = (count: number) => count * 1024 * 1024
