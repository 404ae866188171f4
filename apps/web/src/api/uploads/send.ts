import { type Problem, ProblemError, resumableUploads } from '@storycanvas/api'
import { DetailedError, Upload } from 'tus-js-client'
import { session } from '../server.ts'
import { fingerprintOf, titleOf } from './title.ts'

/** No request is longer: proxies that stand in front often take no more than a hundred megabytes. */
const PIECE_BYTES = 64 * 1024 * 1024
/** A server that restarts is waited for some minutes; each piece that comes through starts the count anew. */
const RETRY_DELAYS_MS = [0, 300, 1000, ...Array.from({ length: 150 }, () => 2000)]

export type Sending = {
  /** Ends the request that is under way; `start` goes on later. */
  pause(): void
  start(): void
  /** Ends it for good, here and on the server. */
  cancel(): Promise<void>
}

type Told = {
  onSent: (bytes: number) => void
  /** All bytes are there; the server looks into them. */
  onWhole: () => void
  onDone: (videoId: string) => void
  onFailed: (error: unknown) => void
}

/** Sends a file in pieces, from the start or on from an upload that the server knows. */
export function sendInPieces(file: File, uploadId: string | null, { onSent, onWhole, onDone, onFailed }: Told): Sending {
  const upload = new Upload(file, {
    endpoint: resumableUploads,
    ...(uploadId ? { uploadUrl: `${resumableUploads}/${uploadId}` } : {}),
    metadata: { filename: file.name, title: titleOf(file.name), fingerprint: fingerprintOf(file) },
    chunkSize: PIECE_BYTES,
    retryDelays: RETRY_DELAYS_MS,
    storeFingerprintForResuming: false,
    async onBeforeRequest(request) {
      const token = await session.accessToken()
      if (token) request.setHeader('authorization', `Bearer ${token}`)
    },
    onShouldRetry: ({ originalResponse }) => {
      const status = originalResponse?.getStatus() ?? 0
      return status === 0 || status === 409 || status === 423 || status === 429 || (status >= 500 && status !== 507)
    },
    onProgress: sent => {
      onSent(sent)
      if (sent === file.size) onWhole()
    },
    onSuccess: ({ lastResponse }) => onDone(lastResponse.getHeader('video-id') ?? ''),
    onError: error => onFailed(problemIn(error)),
  })
  return {
    pause: () => void upload.abort(),
    start: () => upload.start(),
    cancel: () => upload.abort(true),
  }
}

/** The server's own words where it had any. */
function problemIn(error: Error): unknown {
  if (!(error instanceof DetailedError)) return error
  const { originalResponse } = error
  if (!originalResponse?.getStatus()) return new TypeError('The upload did not get through')
  if (!originalResponse.getHeader('content-type')?.startsWith('application/problem+json')) return error
  return new ProblemError(JSON.parse(originalResponse.getBody()) as Problem)
}
