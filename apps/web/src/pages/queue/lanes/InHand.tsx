import { Progress } from '@mantine/core'
import type { Job } from '@storycanvas/api'
import { skipToken, useQuery } from '@tanstack/react-query'
import { keys } from '../../../api/queries.ts'
import { useTopic } from '../../../api/realtime/useTopic.ts'
import styles from './Lanes.module.css'

/** What a server draws, as it looks by now. `job` is absent where it is somebody else's or has just ended. */
export function InHand({ job }: { job: Job | undefined }) {
  useTopic(job?.projectId ? `generation:${job.projectId}` : null)
  const { data: preview } = useQuery<string>({ queryKey: keys.preview(job?.id ?? ''), queryFn: skipToken })
  if (!job) return <div className={styles.hand}>Other work</div>
  const percent = Math.round(job.progress * 100)
  return (
    <div className={styles.hand}>
      {preview ? <img src={preview} alt={`Preview of ${job.title}`} /> : <span className={styles.noPreview} aria-hidden />}
      <span className={styles.handFacts}>
        <span className={styles.handTitle}>{job.title}</span>
        <Progress value={percent} size={4} aria-label={`Progress of ${job.title} at its server`} />
        <span className={styles.small}>{[`${percent} %`, job.stage].filter(Boolean).join(' · ')}</span>
      </span>
    </div>
  )
}
