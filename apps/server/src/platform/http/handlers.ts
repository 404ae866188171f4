import type { ProjectRole, Reply, Route, Routes } from '@storycanvas/api'
import type { Call } from '@storycanvas/api'
import type { Readable } from 'node:stream'
import type { AccountActor, Actor } from '../policy/actor.ts'
import type { UploadedFile } from './upload.ts'

/** Bytes as an answer. `entityTag` and `immutable` make it cacheable; ranges are answered where `open` can start anywhere. */
export type BytesReply = {
  mediaType: string
  fileName?: string
  body: Buffer | string | StoredBytes | MadeBytes
  entityTag?: string
  caching: 'never' | 'revalidate' | 'immutable'
}

/** Bytes that can be opened from any place; a range runs up to but without `end`. */
export type StoredBytes = {
  size: number
  open(range?: { start: number; end: number }): Promise<Readable | Buffer | FileOfBytes>
}

/** A file of this machine that holds all the bytes: the range is sent from it. */
export type FileOfBytes = { path: string }

/** Bytes that are made while they are sent: only from the beginning. The stream is destroyed when the caller goes away. */
export type MadeBytes = { size: number; make(): Readable }

/** Facts of the request that a few handlers need beside its fields. */
export type RequestFacts = { id: string; address: string; userAgent: string; signal: AbortSignal }

/**
 * A JSON answer whose parts are sent as they come. `text` gives it piece by piece, as the route's schema has it; where it
 * fails half way the connection breaks off, so that nobody takes a part for the whole.
 */
export class GrowingReply {
  readonly text: AsyncIterable<string>
  constructor(text: AsyncIterable<string>) {
    this.text = text
  }
}

type ActorOf<R extends Route> = R['access'] extends { kind: 'anyone' } | { action: 'view' } ? Actor : AccountActor

type UploadOf<R extends Route> = R extends { upload: object } ? { upload: UploadedFile } : unknown
type ProjectOf<R extends Route> = R['access'] extends { kind: 'object' }
  ? { project: { id: string; role: ProjectRole } | null }
  : unknown

/** What a handler gets: the checked fields, who calls, and the project of the object that the route names. */
export type HandlerCall<R extends Route> = Call<R> & UploadOf<R> & ProjectOf<R> & { actor: ActorOf<R>; facts: RequestFacts }

type HandlerReply<R extends Route> = R['reply'] extends { kind: 'bytes' }
  ? BytesReply
  : R['reply'] extends { kind: 'empty' }
    ? void
    : Reply<R> | GrowingReply

export type Handlers<R extends Routes> = { [K in keyof R]: (call: HandlerCall<R[K]>) => Promise<HandlerReply<R[K]>> }
