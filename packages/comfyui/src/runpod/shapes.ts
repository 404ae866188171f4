import { z } from 'zod'

const id = z.string().min(1).max(200)

export const Started = z.object({ id, status: z.string().max(50) })

/** States of a job: docs.runpod.io/serverless/endpoints/job-states. */
export const JobStatus = z.object({
  id,
  status: z.enum(['IN_QUEUE', 'IN_PROGRESS', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT']),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  /** Milliseconds on a worker. */
  executionTime: z.number().min(0).optional().catch(undefined),
})
export type JobStatus = z.output<typeof JobStatus>

export const EndpointHealth = z.object({
  jobs: z.object({ inProgress: z.int().min(0), inQueue: z.int().min(0) }),
  workers: z.record(z.string(), z.number()).catch({}),
})

const base64 = z.string().max(64 * 1024 * 1024)
const item = z.object({
  filename: z.string().min(1).max(255).catch('output.png'),
  type: z.enum(['base64', 's3_url']),
  data: base64,
})

/** worker-comfyui 5 and later; other workers name their lists otherwise, so any list of such items counts. */
export const Output = z.record(z.string(), z.unknown())
export const OutputItem = item
/** worker-comfyui before 5. */
export const OldOutput = z.object({ message: base64, status: z.string() })
/** A worker that fails says so in its output. */
export const OutputError = z.object({ error: z.string().max(5000), details: z.unknown().optional() })
