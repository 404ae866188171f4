import type { Readable } from 'node:stream'
import type { Graph } from '../graph/graph.ts'
import type { AttemptId } from './attempt-id.ts'
import type { ServerEvent } from './events.ts'
import type { Output } from './output.ts'
import type { RunFailure } from './run-failure.ts'

export type Attempt = {
  /** Stored before the call, so that it can be looked up whatever happens. */
  readonly id: AttemptId
  readonly graph: Graph
  /** Files that the graph names, for servers that take them along with the job (`abilities.uploads` is `inline`). */
  readonly files?: readonly InputFile[]
  /** In the UI's format, to be embedded in what the server writes. */
  readonly workflow?: { readonly [key: string]: unknown }
}

/** How an attempt is found again. */
export type AttemptKey = {
  readonly id: AttemptId
  /** What the server calls it, where that is not our id; from `Accepted`. */
  readonly remoteId?: string | undefined
}

export type Accepted = {
  /** Equal to our id where the server takes it. */
  readonly remoteId: string
}

export type AttemptState =
  /** Never arrived, called off while it waited, or lost in a restart that left no result. One look is no proof; see `reconcile`. */
  | { readonly kind: 'absent' }
  /** `copies`: how often it is there; more than one when a call that seemed to fail was repeated. */
  | { readonly kind: 'pending'; readonly ahead: number | null; readonly copies: number }
  | { readonly kind: 'running'; readonly copies: number }
  | { readonly kind: 'finished'; readonly outputs: readonly Output[]; readonly seconds: number | null }
  | { readonly kind: 'failed'; readonly failure: RunFailure; readonly outputs: readonly Output[] }
  | { readonly kind: 'interrupted'; readonly outputs: readonly Output[] }

export type Health = {
  /** Jobs of anyone; null where the server does not tell. */
  readonly running: number | null
  readonly pending: number | null
  /** Of ours or not: ids of what runs and waits, for servers that tell. */
  readonly jobs: readonly QueuedJob[]
}

export type QueuedJob = {
  readonly id: string
  readonly state: 'running' | 'pending'
  /** Null when it cannot be read. */
  readonly graph: Graph | null
  /** Who put it there, if they said; ours carry our client id. */
  readonly clientId: string | null
}

/** A file that goes in: its bytes, or the sha256 under which the transport's `readStored` finds them when they are sent. */
export type InputFile = { readonly name: string; readonly type: string } & (
  | { readonly bytes: Uint8Array }
  | { readonly stored: string }
)

export type Download = {
  /** Fails with ServerError `truncated`, `answer-too-large`, `no-answer`. Read to the end or destroyed. */
  readonly stream: Readable
  /** Bytes as announced; null where they were not. */
  readonly size: number | null
  /** As the server says, which proves nothing. */
  readonly type: string | null
}

export type DownloadOptions = {
  /** Bytes. */
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

export type Abilities = {
  /** True when `find` and `cancel` need nothing but our own id, so that an unclear submit can be cleared up. */
  readonly findsByOurId: boolean
  /** `inline`: files go along with the attempt. */
  readonly uploads: 'before' | 'inline'
  readonly events: boolean
  readonly queue: boolean
}

type Patience = { readonly signal?: AbortSignal }

/**
 * One server that makes pictures or films from graphs. All calls may be made at any time and at once.
 *
 * How to run an attempt exactly once: store its id and server, `submit`, and take every error for which
 * `isCertainlyNotThere` is false as unclear; `reconcile` finds out. Before an unclear or silent attempt moves to another
 * server, `evict` it and forget its results.
 */
export type GenerationServer = {
  readonly kind: 'comfyui' | 'runpod'
  readonly abilities: Abilities
  /** @throws ServerError `refused`, `unreachable`, `unclear` */
  readonly submit: (attempt: Attempt, options?: Patience) => Promise<Accepted>
  /** @throws ServerError `no-answer`, `unreachable`, `broken-answer` */
  readonly find: (key: AttemptKey, options?: Patience) => Promise<AttemptState>
  /** Takes it out of the queue or interrupts it, and nothing else; what became of it by then. It may still be running. */
  readonly cancel: (key: AttemptKey, options?: Patience) => Promise<AttemptState>
  /** @throws ServerError `lost` when the file is no longer there */
  readonly download: (output: Output, options: DownloadOptions) => Promise<Download>
  /** Gives the name under which a graph may use the file. @throws ServerError `refused`, `unsupported` */
  readonly upload: (file: InputFile, options?: Patience) => Promise<string>
  readonly health: (options?: Patience & { readonly isBusy?: boolean }) => Promise<Health>
  /** Hints as they come. The truth is `find`. The returned function ends it. */
  readonly listen: (listener: (event: ServerEvent) => void) => () => void
  readonly close: () => Promise<void>
}
