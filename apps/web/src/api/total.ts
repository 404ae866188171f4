type Status = { queued: number; running: number; succeeded: number; failed: number; cancelled: number; progress: number | null }

/** `share` is how much is done of all the work since there last was none; null when there is none. */
export type Total = { share: number | null; endedBefore: number }

/**
 * One progress for everything under way. The server tells how far the open jobs are; those that have ended since the work
 * began count as done.
 */
export function totalOf({ queued, running, succeeded, failed, cancelled, progress }: Status, before: Total | undefined): Total {
  const open = queued + running
  const ended = succeeded + failed + cancelled
  if (open === 0) return { share: null, endedBefore: ended }
  // Ended jobs are cleared away after a while, and then there are fewer than before.
  const endedBefore = Math.min(before?.endedBefore ?? ended, ended)
  const done = ended - endedBefore
  return { share: (done + (progress ?? 0) * open) / (done + open), endedBefore }
}
