import { notifications } from '@mantine/notifications'
import { type QueryKey, useMutation } from '@tanstack/react-query'
import { Complaint } from '../shell/Complaint.tsx'
import { complaintOf } from './problem.ts'
import { queryClient } from './server.ts'

/** Says on the screen why something did not happen. */
export function complain(error: unknown) {
  const { title } = complaintOf(error)
  notifications.show({ color: 'red', title, message: <Complaint error={error} bare />, autoClose: 10_000 })
}

export const refresh = (...queryKeys: readonly QueryKey[]) =>
  Promise.all(queryKeys.map(queryKey => queryClient.invalidateQueries({ queryKey })))

type Action<V, T> = {
  run: (values: V) => Promise<T>
  /** Answers that are no longer true afterwards. */
  refreshes?: readonly QueryKey[] | ((result: T, values: V) => readonly QueryKey[])
  done?: (result: T, values: V) => void
  /** The form shows what is wrong by itself. */
  quiet?: true
}

/** Something a person does on the server: what went wrong is said, and what it made untrue is loaded anew. */
export function useAction<V = void, T = unknown>({ run, refreshes = [], done, quiet }: Action<V, T>) {
  return useMutation({
    mutationFn: run,
    onSuccess(result, values) {
      void refresh(...(typeof refreshes === 'function' ? refreshes(result, values) : refreshes))
      done?.(result, values)
    },
    onError: error => (quiet ? undefined : complain(error)),
  })
}
