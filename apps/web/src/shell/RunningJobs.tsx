import { Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { queueStatusQuery } from '../api/queries.ts'
import styles from './Frame.module.css'

/** How much is under way, as one number and one line under the bar. */
export function RunningJobs() {
  const { data } = useQuery(queueStatusQuery)
  const open = (data?.running ?? 0) + (data?.queued ?? 0)
  if (!data || open === 0) return null
  const share = Math.round((data.share ?? 0) * 100)
  const words = [`${data.running} running`, data.queued > 0 && `${data.queued} waiting`].filter(Boolean).join(', ')
  return (
    <>
      <Link to="/queue" className={styles.jobs} aria-label={`Jobs: ${words} · ${share} %`}>
        <Loader size={14} aria-hidden />
        <span>
          {words} · {share} %
        </span>
      </Link>
      <div
        className={styles.total}
        role="progressbar"
        aria-label="All jobs"
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div style={{ width: `${share}%` }} />
      </div>
    </>
  )
}
