/** Why a job that ran did not come to its end. */
export type RunFailure = {
  readonly reason: 'out-of-memory' | 'disk-full' | 'missing-file' | 'timed-out' | 'node-error'
  readonly nodeId: string | null
  readonly nodeClass: string | null
  /** A sentence for a person. */
  readonly message: string
  readonly remedy: string
  /**
   * Where another try has a chance: `larger` means a server with more memory; `other` any but this; `anywhere` also this;
   * `nowhere` until something about the job changes. An error of a node may be the machine's: try one other server, no more.
   */
  readonly retry: 'larger' | 'other' | 'anywhere' | 'nowhere'
}
