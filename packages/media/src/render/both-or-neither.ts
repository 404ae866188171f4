/** What `first` gives once both have ended. A failure of one stops the other by `failing`, and is thrown when it has stopped. */
export async function bothOrNeither<T>(first: Promise<T>, second: Promise<void>, failing: AbortController): Promise<T> {
  const failures: unknown[] = []
  const failed = (error: unknown): void => {
    failures.push(error)
    failing.abort(error)
  }
  first.catch(failed)
  second.catch(failed)
  const [outcome] = await Promise.allSettled([first, second])
  if (failures.length > 0 || outcome.status === 'rejected') throw failures[0]
  return outcome.value
}
