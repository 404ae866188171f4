import type { Readable } from 'node:stream'
import type { GenerationKindName } from '../kinds.ts'

/** Pixels that a provider takes: any in steps within bounds, or a short list. */
export type ProviderSizes =
  | { readonly kind: 'steps'; readonly multiple: number; readonly min: number; readonly max: number }
  | { readonly kind: 'list'; readonly sizes: readonly { readonly width: number; readonly height: number }[] }

/** What a provider can do; what it cannot is refused before anything is asked of it. */
export type ProviderAbilities = {
  readonly kinds: readonly GenerationKindName[]
  readonly sizes: ProviderSizes
  /** The same seed gives the same picture. */
  readonly seed: boolean
  readonly cancel: boolean
  readonly previews: boolean
  /**
   * An attempt is found and called off by our own id. Without this an unclear submit stays unclear, and is never repeated:
   * it may have been paid.
   */
  readonly findsByOurId: boolean
  /** The answer to `submit` is the result itself, and nobody has it a second time. */
  readonly answersOnce?: true
}

/** A picture that goes in: what it is made from, its mask, or its guide. */
export type ProviderPicture = {
  readonly role: 'image' | 'mask' | 'control'
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** Everything that is asked for, fixed when it was asked. */
export type ProviderRequest = {
  readonly kind: GenerationKindName
  readonly preset: string
  readonly prompt: string
  /** What is not to be seen; empty takes what the preset avoids by itself. */
  readonly negativePrompt: string
  /** Pixels; null takes what the preset is best at for this shape. */
  readonly width: number | null
  readonly height: number | null
  /** Width through height of the picture that is wanted. */
  readonly aspect: number
  readonly seed: number
  readonly pictures: readonly ProviderPicture[]
  /** What was set of the preset, by name. */
  readonly parameters?: Readonly<Record<string, string | number>>
  /** Small weights of those who are in the picture, by file name; providers that know none leave them out. */
  readonly loras?: readonly { readonly file: string; readonly weight: number }[]
  /** The panel as our own artist reads it. */
  readonly inputs: unknown
}

export type ProviderAttempt = {
  /** A lowercase UUID of version 4, stored together with where it goes before `submit` is called. */
  readonly id: string
  readonly request: ProviderRequest
}

/** How an attempt is found again. `remoteId` is null until a submit was answered. */
export type ProviderKey = { readonly id: string; readonly remoteId: string | null }

export type ProviderOutput = {
  readonly medium: 'image' | 'video' | 'audio' | 'other'
  /** The provider's own, plain data: it is stored with the attempt and given back to `fetch`. */
  readonly source: unknown
}

/** Where another try has a chance. `larger` is a server with more memory, `other` any but this one. */
export type RetryPlace = 'larger' | 'other' | 'anywhere' | 'nowhere'

export type ProviderFailure = { readonly code: string; readonly message: string; readonly retry: RetryPlace }

export type ProviderLook =
  /** Not there: never arrived, called off while it waited, or forgotten in a restart. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'queued' }
  /** Share done from 0 to 1; null where the provider does not tell. */
  | { readonly kind: 'running'; readonly progress: number | null }
  /** Seconds of running and millionths of the currency that it cost, where told. */
  | {
      readonly kind: 'done'
      readonly outputs: readonly ProviderOutput[]
      readonly seconds: number | null
      readonly costMicros?: number
    }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure }

/** What comes unasked: it may be lost, late or doubled, and is only used to look sooner and to show something. */
export type ProviderHint =
  | { readonly kind: 'progress'; readonly id: string; readonly progress: number }
  | { readonly kind: 'preview'; readonly id: string; readonly mediaType: string; readonly bytes: Uint8Array }
  | { readonly kind: 'changed'; readonly id: string }

/** Seconds that it runs, and millionths of the currency that it costs. */
export type ProviderEstimate = { readonly seconds: number; readonly costMicros: number }

type Patience = { readonly signal?: AbortSignal | undefined }

/**
 * One place that makes pictures or films: a server of the pool, a hosted service with somebody's key, the built-in artist.
 *
 * Exactly once: the attempt is stored before `submit`; what `submit` throws says whether anything can have arrived
 * ({@link ProviderError}); what became of it is asked by its id. Looks are the truth, hints are not.
 */
export type Provider = {
  readonly name: string
  readonly abilities: ProviderAbilities
  readonly estimate: (request: ProviderRequest) => ProviderEstimate
  /** The provider's own id of it, ours where it has none. @throws ProviderError */
  readonly submit: (attempt: ProviderAttempt, options?: Patience) => Promise<string>
  /** @throws ProviderError `no-answer`: nothing is known */
  readonly look: (key: ProviderKey, options?: Patience) => Promise<ProviderLook>
  /** Takes it out of the queue or interrupts it, and tells what became of it by then. @throws ProviderError */
  readonly cancel: (key: ProviderKey, options?: Patience) => Promise<ProviderLook>
  /** Fails when more than `maxBytes` come, or fewer than were announced. @throws ProviderError */
  readonly fetch: (output: ProviderOutput, options: Patience & { readonly maxBytes: number }) => Promise<Readable>
  readonly listen?: (listener: (hint: ProviderHint) => void) => () => void
}

/**
 * - `not-there`: certainly nothing was started; `retry` says where it may go.
 * - `unclear`: it may have been started.
 * - `no-answer`: a call that changes nothing brought no answer.
 * - `lost`: a result that was there is gone.
 */
export type ProviderErrorKind = 'not-there' | 'unclear' | 'no-answer' | 'lost'

export class ProviderError extends Error {
  override name = 'ProviderError'
  readonly kind: ProviderErrorKind
  readonly code: string
  readonly retry: RetryPlace
  /** Seconds after which it wants to be asked again. */
  readonly retryAfter: number | null
  constructor(
    kind: ProviderErrorKind,
    message: string,
    {
      code = kind,
      retry = 'anywhere',
      retryAfter = null,
      cause,
    }: { code?: string; retry?: RetryPlace; retryAfter?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.kind = kind
    this.code = code
    this.retry = retry
    this.retryAfter = retryAfter
  }
}
