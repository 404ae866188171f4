import pino, { type Logger } from 'pino'

const secretPaths = ['authorization', 'password', 'refreshToken', 'accessToken', 'apiKey', 'key', 'ticket', 'secret'].flatMap(
  name => [name, `*.${name}`, `req.headers.${name}`],
)

/** One line of JSON per entry on standard error; secrets are blotted out by name. */
export function createLog(level: string, destination: NodeJS.WritableStream = process.stderr): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...secretPaths, 'req.headers.cookie'], censor: '***' },
    },
    destination,
  )
}
