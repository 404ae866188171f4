import type { Output } from './output.ts'
import type { RunFailure } from './run-failure.ts'

/** What a server says unasked. Frames get lost, come twice, late or for strangers' jobs: hints, never the truth. */
export type ServerEvent =
  /** The line is open; what happened while it was not is unknown. */
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected' }
  /** Jobs of anyone, running and waiting. */
  | { readonly kind: 'queue'; readonly remaining: number }
  | { readonly kind: 'started'; readonly id: string }
  /** Nodes whose results were still there; loaders among them were warm. */
  | { readonly kind: 'cached'; readonly id: string; readonly nodes: readonly string[] }
  | { readonly kind: 'node'; readonly id: string; readonly nodeId: string }
  /** From 0 to 1, of one node. */
  | {
      readonly kind: 'progress'
      readonly id: string
      readonly nodeId: string | null
      readonly fraction: number
      readonly step: number
      readonly steps: number
    }
  /** `id` null when the server does not say whose it is. */
  | {
      readonly kind: 'preview'
      readonly id: string | null
      readonly nodeId: string | null
      readonly type: 'image/jpeg' | 'image/png'
      readonly bytes: Uint8Array
    }
  | { readonly kind: 'output'; readonly id: string; readonly outputs: readonly Output[] }
  | { readonly kind: 'failed'; readonly id: string; readonly failure: RunFailure }
  /** However it ended: ask what became of it. */
  | { readonly kind: 'ended'; readonly id: string }
