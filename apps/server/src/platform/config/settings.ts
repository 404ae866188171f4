import { z } from 'zod'

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
const flag = z.enum(['true', 'false', '1', '0', '']).transform(value => value === 'true' || value === '1')
const list = z.string().transform(value =>
  value
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== ''),
)

type Setting = { schema: z.ZodType; fallback: string; says: string; secret?: true }

/** Every environment variable the server reads. `.env.example` is written from this table. */
export const settings = {
  BACKEND_PORT: { schema: whole(1, 65_535), fallback: '8001', says: 'Port of API and web app.' },
  HOST: {
    schema: z.string().min(1),
    fallback: '127.0.0.1',
    says: 'Address to listen on; 0.0.0.0 opens the server to the network.',
  },
  PUBLIC_URL: {
    schema: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
    fallback: '',
    says: 'Address people use, such as https://films.example.org; empty means http://localhost:<port>.',
  },
  DATA_DIR: { schema: z.string().min(1), fallback: 'data', says: 'Folder of the embedded database, secrets and media.' },
  UPLOAD_DIR: { schema: z.string(), fallback: '', says: 'Folder of uploaded and made media; empty means DATA_DIR/media.' },
  STORAGE: {
    schema: z.enum(['local', 's3', 'cluster']),
    fallback: 'local',
    says: 'Where media are kept: in UPLOAD_DIR, in an S3 bucket, or on storage nodes.',
  },
  S3_BUCKET: { schema: z.string(), fallback: '', says: 'With STORAGE=s3: the bucket, which must exist.' },
  S3_ENDPOINT: {
    schema: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
    fallback: '',
    says: 'Address of an S3 service other than Amazon’s.',
  },
  S3_REGION: { schema: z.string().min(1), fallback: 'us-east-1', says: 'Region of the bucket.' },
  S3_PREFIX: { schema: z.string(), fallback: '', says: 'Put before every key in the bucket, such as films/.' },
  S3_ACCESS_KEY_ID: {
    schema: z.string(),
    fallback: '',
    says: 'Key for the bucket; empty looks in the profile and the role of the machine.',
  },
  S3_SECRET_ACCESS_KEY: { schema: z.string(), fallback: '', says: 'Secret of that key.', secret: true },
  STORAGE_NODES: {
    schema: list,
    fallback: '',
    says: 'With STORAGE=cluster: host:port of the nodes, separated by commas; or dns:name:port; or registry, for nodes started with --registry.',
  },
  STORAGE_REPLICAS: { schema: whole(1, 9), fallback: '3', says: 'Nodes that hold each piece of media.' },
  STORAGE_WRITE_QUORUM: {
    schema: whole(1, 9),
    fallback: '2',
    says: 'Nodes that must have it on their disks before it counts as stored.',
  },
  STORAGE_AWAY_SECONDS: {
    schema: whole(5, 86_400),
    fallback: '30',
    says: 'A node that is silent for longer is replaced by the others.',
  },
  STORAGE_REPAIR_MB_PER_SECOND: { schema: whole(1, 100_000), fallback: '200', says: 'Speed of repairs and moves between nodes.' },
  STORAGE_TOKEN: {
    schema: z.union([z.literal(''), z.string().min(32, 'must have at least 32 characters')]),
    fallback: '',
    says: 'What nodes and servers of the cluster show each other.',
    secret: true,
  },
  STORAGE_TLS_DIR: {
    schema: z.string(),
    fallback: '',
    says: 'Folder with ca.pem, cert.pem and key.pem: nodes and servers then show each other certificates.',
  },
  STORAGE_CACHE_GB: {
    schema: whole(1, 100_000),
    fallback: '20',
    says: 'Copies on this machine of what is kept in S3 or on storage nodes, for processing.',
  },
  DATABASE_URL: {
    schema: z.union([z.literal(''), z.url({ protocol: /^postgres(ql)?$/ })]),
    fallback: '',
    says: 'PostgreSQL to use, as postgres://user:password@host:5432/database; empty runs the embedded one in DATA_DIR.',
    secret: true,
  },
  DB_NAME: {
    schema: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a plain lower-case name'),
    fallback: 'storycanvas',
    says: 'Name of the database in the embedded PostgreSQL.',
  },
  MAX_MUSIC_SIZE_MB: { schema: whole(1, 10_000), fallback: '50', says: 'Largest piece of music that may be uploaded.' },
  MAX_IMAGE_SIZE_MB: { schema: whole(1, 1000), fallback: '10', says: 'Largest picture that may be uploaded.' },
  MAX_VIDEO_SIZE_MB: { schema: whole(1, 1_000_000), fallback: '8192', says: 'Largest video that may be uploaded.' },
  ACCOUNT_QUOTA_GB: {
    schema: whole(0, 1_000_000),
    fallback: '0',
    says: 'What the videos, music, pictures and takes of one account may take together; 0 sets no limit.',
  },
  TRASH_DAYS: {
    schema: whole(1, 3650),
    fallback: '30',
    says: 'Days after which a video or project in the trash is removed for good.',
  },
  ACTIVITY_DAYS: {
    schema: whole(0, 36_500),
    fallback: '365',
    says: 'Days for which the changes of a project are kept and can be taken back; 0 keeps them for good.',
  },
  OPENAI_API_KEY: {
    schema: z.string(),
    fallback: '',
    says: 'Key for OpenAI; empty leaves the built-in writer and artist in charge.',
    secret: true,
  },
  REGISTRATION: {
    schema: z.enum(['open', 'closed']),
    fallback: 'open',
    says: 'Whether people may make accounts; the first account is always possible.',
  },
  CORS_ORIGINS: {
    schema: list,
    fallback: '*',
    says: 'Origins that may call the API from a browser, separated by commas; * is every origin, always without cookies.',
  },
  TRUST_PROXY: { schema: flag, fallback: 'false', says: 'Believe X-Forwarded-For; only behind your own reverse proxy.' },
  GENERATION_POOL: {
    schema: flag,
    fallback: 'true',
    says: 'Whether this process may lead the pool of generation servers; one of those that may does.',
  },
  ACCEL_REDIRECT: {
    schema: z.union([z.literal(''), z.string().regex(/^\/[\w/-]*\/$/, 'must be a path that begins and ends with /')]),
    fallback: '',
    says: 'Behind nginx: internal location that stands for UPLOAD_DIR/blobs, such as /blobs/; nginx then sends media itself.',
  },
  OUTGOING_ALLOW: {
    schema: list,
    fallback: '',
    says: 'host:port pairs on your own network that the server may call for generation, separated by commas.',
  },
  WEBHOOK_ALLOW: {
    schema: list,
    fallback: '',
    says: 'host:port pairs on your own network that webhooks of any account may call, separated by commas.',
  },
  WORKER_SLOTS: { schema: whole(0, 64), fallback: '0', says: 'Heavy jobs at once; 0 means one per two processor cores.' },
  FFMPEG_PATH: { schema: z.string().min(1), fallback: 'ffmpeg', says: 'The ffmpeg program; ffprobe is looked for beside it.' },
  UNSAFE_NO_SANDBOX: {
    schema: flag,
    fallback: 'false',
    says: 'Process uploaded media even where bubblewrap is missing. Dangerous.',
  },
  TOKEN_SIGNING_KEYS: {
    schema: z.string(),
    fallback: '',
    says: 'Keys that sign access tokens, newest first, separated by commas; empty makes one in DATA_DIR/secrets.',
    secret: true,
  },
  URL_SIGNING_KEYS: { schema: z.string(), fallback: '', says: 'The same for signed media addresses.', secret: true },
  ENCRYPTION_KEYS: {
    schema: z.string(),
    fallback: '',
    says: 'The same for keys of outside services, which are stored encrypted.',
    secret: true,
  },
  METRICS_TOKEN: {
    schema: z.string(),
    fallback: '',
    says: 'Bearer token for /metrics from other machines; empty allows this machine only.',
    secret: true,
  },
  DEBUG: { schema: flag, fallback: 'false', says: 'Log everything.' },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']),
    fallback: 'info',
    says: 'How much to log when DEBUG is off.',
  },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings
export type Settings = { [K in SettingName]: z.output<(typeof settings)[K]['schema']> }
