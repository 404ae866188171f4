import { useRef, useState } from 'react'

type Functions = Record<string, (...given: never[]) => unknown>

/** The same functions for good, which call those of the last time, so that a part that does not change is not rendered anew. */
export function useSame<T extends Functions>(functions: T): T {
  const latest = useRef(functions)
  latest.current = functions
  const [same] = useState(() => {
    const call =
      (name: keyof T) =>
      (...given: never[]) =>
        latest.current[name]?.(...given)
    return Object.fromEntries(Object.keys(functions).map(name => [name, call(name)])) as T
  })
  return same
}
