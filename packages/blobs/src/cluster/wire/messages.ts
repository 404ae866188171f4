/** The messages of storage-node.proto as protobuf.js gives them; fields that were left out have their empty values. */
export type DescribeReply = {
  readonly id: string
  readonly zone: string
  readonly weight: number
  readonly chunks: number
  readonly bytes: number
  readonly freeBytes: number
  readonly epoch: number
  readonly version: string
}

export type PutHeader = { readonly hash: string; readonly size: number; readonly stamp: number }
export type PutRequest = { readonly header: PutHeader } | { readonly data: Uint8Array }
export type GetRequest = { readonly hash: string }
export type GetReply = { readonly data: Uint8Array }

export type Claim = { readonly hash: string; readonly stamp: number }
export type ConfirmRequest = { readonly chunks: readonly Claim[]; readonly epoch: number }
export type ConfirmReply = { readonly intact: readonly boolean[] }

export type DeleteRequest = { readonly hash: string; readonly upToStamp: number; readonly epoch: number }
export type DeleteReply = { readonly deleted: boolean }

export type PullRequest = PutHeader & { readonly from: string }
export type PullReply = { readonly bytes: number }

export type SummariseRequest = { readonly round: string; readonly level: number; readonly indexes: readonly number[] }
export type SummariseReply = { readonly digests: readonly Uint8Array[] }

export type ListRequest = { readonly partition: number }
export type ListReply = { readonly hashes: readonly string[] }

export type ScrubRequest = { readonly after: string; readonly bytesPerSecond: number }
export type ScrubReply = { readonly checked: number; readonly bytes: number; readonly damaged: string }
