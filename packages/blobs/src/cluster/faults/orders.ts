/** What a process of the fault tests is told, one order after the other; it answers each. */
export type Order =
  /** Serve the storage node that lies in this folder, which may be new. */
  | { readonly kind: 'open'; readonly root: string; readonly name: string }
  /** Behave as on a full disk, or no longer. */
  | { readonly kind: 'fill'; readonly isFull: boolean }
  /** Cut all connections and let go of the folder; the process may then serve another node. */
  | { readonly kind: 'close' }

/** `port` is where an opened node listens. */
export type Answer = { readonly kind: 'done'; readonly port?: number } | { readonly kind: 'failed'; readonly message: string }
