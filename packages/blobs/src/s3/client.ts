import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { circuitBreaker, type CircuitBreakerPolicy, ConsecutiveBreaker, ExponentialBackoff, handleWhen } from 'cockatiel'
import { asBlobError, isOutage } from './failure.ts'

export type S3Options = {
  readonly bucket: string
  readonly region: string
  /** Of a service other than Amazon's, such as `https://s3.example.org`; buckets are then named in the path. */
  readonly endpoint?: string
  /** Put before every key, such as `films/`. */
  readonly prefix?: string
  /** Left out, the SDK looks where it always does: environment, profile, role of the machine. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Folder for bytes whose hash is not known yet; they are uploaded from there. */
  readonly spool: string
  /** Bytes that stay free on the spool's disk. Default 512 MiB. */
  readonly reserve?: number
  /** Free bytes of the spool's disk; for tests. */
  readonly freeBytes?: () => Promise<number>
  /** How long an answer may take, and how long a transfer may stand still. Default 30,000. */
  readonly patienceMs?: number
}

export type Connection = {
  readonly client: S3Client
  readonly bucket: string
  readonly prefix: string
  /** Runs one operation behind the circuit breaker; outages become {@link BlobError}s of kind `unavailable`. */
  readonly call: <T>(operation: () => Promise<T>) => Promise<T>
}

/** Tries of one request; the SDK waits between them with exponential backoff and jitter. */
const attempts = 4
/** Operations that fail in a row before nobody asks any more for a while. */
const failuresInARow = 5

export function connect({ bucket, region, endpoint, prefix = '', credentials, patienceMs = 30_000 }: S3Options): Connection {
  const config: S3ClientConfig = {
    region,
    maxAttempts: attempts,
    // Checksums in trailers are unknown to many stores that speak S3; content is checked by its name anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: Math.min(5000, patienceMs),
      requestTimeout: patienceMs,
      throwOnRequestTimeout: true,
      socketTimeout: patienceMs,
    }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(credentials === undefined ? {} : { credentials }),
  }
  const client = new S3Client(config)
  const breaker: CircuitBreakerPolicy = circuitBreaker(handleWhen(isOutage), {
    breaker: new ConsecutiveBreaker(failuresInARow),
    halfOpenAfter: new ExponentialBackoff({ initialDelay: 1000, maxDelay: 30_000 }),
  })
  const name = `the bucket ${bucket} at ${endpoint ?? `Amazon S3 (${region})`}`
  return {
    client,
    bucket,
    prefix,
    async call(operation) {
      try {
        return await breaker.execute(operation)
      } catch (error) {
        throw asBlobError(error, name)
      }
    },
  }
}
