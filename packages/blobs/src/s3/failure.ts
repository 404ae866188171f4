import { S3ServiceException } from '@aws-sdk/client-s3'
import { BrokenCircuitError } from 'cockatiel'
import { BlobError } from '../error.ts'

const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])

/** The service is gone, slow or overwhelmed: another call would meet the same. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof BlobError || error.name === 'AbortError') return false
  if (error instanceof S3ServiceException) {
    const { httpStatusCode = 0 } = error.$metadata
    return httpStatusCode >= 500 || httpStatusCode === 429
  }
  return error.name === 'TimeoutError' || socketCodes.has((error as NodeJS.ErrnoException).code ?? '')
}

/** What the administrator has to mend. */
const misconfigured: Readonly<Record<string, string>> = {
  NoSuchBucket: 'does not exist',
  AccessDenied: 'refuses our key: it needs the rights to read, write, list and delete',
  InvalidAccessKeyId: 'does not know our access key',
  SignatureDoesNotMatch: 'refuses our signature: the secret key or the region is wrong',
}

export function asBlobError(error: unknown, bucket: string): unknown {
  if (error instanceof BrokenCircuitError)
    return new BlobError({ kind: 'unavailable', why: `${bucket} failed again and again; the next try is soon` }, { cause: error })
  if (isOutage(error)) {
    const { name, code } = error as NodeJS.ErrnoException
    return new BlobError({ kind: 'unavailable', why: `${bucket} does not answer (${code ?? name})` }, { cause: error })
  }
  const fault = error instanceof S3ServiceException ? misconfigured[error.name] : undefined
  return fault === undefined ? error : new BlobError({ kind: 'unavailable', why: `${bucket} ${fault}` }, { cause: error })
}

export const isMissing = (error: unknown) =>
  error instanceof S3ServiceException && (error.name === 'NoSuchKey' || error.name === 'NotFound')

export const isBeyondEnd = (error: unknown) => error instanceof S3ServiceException && error.name === 'InvalidRange'
