import type { Job } from '@storycanvas/api'
import { useState } from 'react'
import { complain, refresh } from '../../api/actions.tsx'
import { type JobPages, withJobMoved } from '../../api/jobLists.ts'
import { complaintOf } from '../../api/problem.ts'
import { keys } from '../../api/queries.ts'
import { queryClient, server } from '../../api/server.ts'

/** What became of each of several jobs after one command. */
export type Outcomes = { did: string; done: number; refused: readonly { id: string; title: string; why: string }[] }

/** So many requests at once: a browser opens no more to one server. */
const AT_ONCE = 6
const TOP = 100

const commands = {
  cancel: { did: 'Cancelled', run: ({ id }: Job) => server.cancelJob({ params: { id } }) },
  retry: { did: 'Put back into the queue', run: ({ id }: Job) => server.retryJob({ params: { id } }) },
  hold: { did: 'Held back', run: ({ id }: Job) => server.updateJob({ params: { id }, body: { paused: true } }) },
  release: { did: 'Let go on', run: ({ id }: Job) => server.updateJob({ params: { id }, body: { paused: false } }) },
  raise: {
    did: 'Raised',
    run: ({ id, priority }: Job) => server.updateJob({ params: { id }, body: { priority: Math.min(TOP, priority + 1) } }),
  },
  lower: {
    did: 'Lowered',
    run: ({ id, priority }: Job) => server.updateJob({ params: { id }, body: { priority: Math.max(-TOP, priority - 1) } }),
  },
  clear: { did: 'Taken out of the list', run: ({ id }: Job) => server.deleteJob({ params: { id } }) },
}
export type Command = keyof typeof commands

const refreshQueue = () => refresh(keys.jobs, keys.queueStatus)

/** Commands to jobs, one or many; of many each has its own outcome. */
export function useJobs() {
  const [outcomes, setOutcomes] = useState<Outcomes | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function command(what: Command, jobs: readonly Job[]) {
    const { did, run } = commands[what]
    setBusy(true)
    const refused: { id: string; title: string; why: string }[] = []
    const left = [...jobs]
    const work = async () => {
      for (let job = left.shift(); job; job = left.shift()) {
        const { id, title } = job
        await run(job).catch(error => {
          if (jobs.length === 1) complain(error)
          refused.push({ id, title, why: complaintOf(error).detail })
        })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    await refreshQueue()
    setBusy(false)
    setOutcomes(jobs.length > 1 ? { did, done: jobs.length - refused.length, refused } : null)
  }

  async function move(id: string, after: string | null) {
    queryClient.setQueriesData<JobPages>(
      { queryKey: keys.jobs, predicate: ({ queryKey }) => (queryKey[1] as { order?: string } | undefined)?.order === 'turn' },
      pages => pages && withJobMoved(pages, id, after),
    )
    await server.updateJob({ params: { id }, body: { after } }).catch(complain)
    await refreshQueue()
  }

  return { command, move, isBusy, outcomes, forget: () => setOutcomes(null) }
}
