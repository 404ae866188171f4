import type { z } from 'zod'
import type { Tx } from '../database/database.ts'

/** What a handler is given. Everything it starts must end when `signal` aborts. */
export type JobRun<Input> = {
  id: string
  input: Input
  attempt: number
  projectId: string | null
  ownerId: string
  target: { kind: string; id: string } | null
  signal: AbortSignal
  /** Share done from 0 to 1, what is being done in words, and seconds left where they can be told. */
  report: (progress: number, stage: string, secondsLeft?: number | null) => void
}

/**
 * The result of an attempt, written in the transaction that ends the job: either both happen or neither. An attempt that
 * was cancelled or replaced meanwhile never gets to write.
 */
export type JobResult = { write(tx: Tx): Promise<void> }

/** What those who ask for a job need to know of it. */
export type JobName<Input> = {
  kind: string
  input: z.ZodType<Input>
  /** Heavy jobs (whole ffmpeg runs) share few slots; light ones run `lightSlots` at a time. */
  weight: 'light' | 'heavy'
  maxAttempts: number
  /** Run by the dispatcher of the generation pool instead of by workers of ours. */
  pooled?: true
}

export type JobDefinition<Input> = JobName<Input> & {
  run(run: JobRun<Input>): Promise<JobResult>
}

/** A failure that another attempt would meet again. */
export class FinalFailure extends Error {
  override name = 'FinalFailure'
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A job definition of any input, as the engine keeps them. */
export type AnyJobDefinition = JobDefinition<any>

export const defineJob = <Input>(definition: JobDefinition<Input>) => definition
