/** While an attempt is open, its generation has no other that counts. */
export const openStates = [
  /** Stored; the call to the server may or may not have been made. */
  'intent',
  /** The call brought no clear answer. */
  'unclear',
  'accepted',
  'running',
  /** The results are there and are being fetched. */
  'finished',
  /** It is being called off, so that nothing of it is left when the job goes elsewhere. */
  'leaving',
] as const

export type OpenState = (typeof openStates)[number]

export type AttemptEnd =
  /** Its result is the generation's. */
  | { readonly state: 'delivered' }
  /** The server did not take it; nothing was started. */
  | {
      readonly state: 'refused'
      readonly code: string
      readonly reason: string
      readonly retry: Retry
      readonly retryAfter: number | null
    }
  | { readonly state: 'failed'; readonly code: string; readonly reason: string; readonly retry: Retry }
  /** The server no longer knows it: it was restarted, or somebody deleted it. */
  | { readonly state: 'lost'; readonly code: string; readonly reason: string; readonly retry: Retry }
  /** Called off: nothing of it is left there. */
  | { readonly state: 'evicted'; readonly code: string; readonly reason: string; readonly retry: Retry }
  /** The server is silent. Whatever it still makes of this attempt is not used, and is cleared away when it is back. */
  | { readonly state: 'abandoned'; readonly code: string; readonly reason: string; readonly retry: Retry }

/** Where another try has a chance. */
type Retry = 'larger' | 'other' | 'anywhere' | 'nowhere'

export type AttemptState = OpenState | AttemptEnd['state']
