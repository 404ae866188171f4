import type { Seconds } from '../model.ts'
import { gaussian, randomFrom } from '../random.ts'
import type { Instance, InstanceJob, InstanceServer } from './instance.ts'

/** What a policy is told of a job's time on a server: the truth × e^N(0, noise), drawn once for each server and job. */
export type Estimates = (job: InstanceJob, server: InstanceServer) => Seconds

export function createEstimates({ servers, jobs }: Instance, noise: number, seed: number): Estimates {
  const random = randomFrom(seed)
  const factors = new Map(
    jobs.map(({ id }) => [id, new Map(servers.map(server => [server.id, Math.exp(noise * gaussian(random))]))]),
  )
  return ({ id, base_s }, server) => (base_s / server.speed) * (factors.get(id)?.get(server.id) as number)
}
