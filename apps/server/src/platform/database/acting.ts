import { AsyncLocalStorage } from 'node:async_hooks'

/** Who does a piece of work, and which operation it is. */
export type Acting = { accountId: string; operation: string }

const ofThisWork = new AsyncLocalStorage<Acting>()

/** Runs `work`; every transaction that it begins knows who acts, so that triggers can write it down. */
export const actingAs = <T>(acting: Acting, work: () => Promise<T>): Promise<T> => ofThisWork.run(acting, work)

/** The statement that tells a transaction who acts; null where nobody does. */
export function sayWhoActs(): string | null {
  const acting = ofThisWork.getStore()
  if (!acting) return null
  const words = `${acting.accountId} ${acting.operation}`
  if (!/^[0-9a-f-]{36} \w+$/.test(words)) throw new Error(`${words} is no account with an operation.`)
  return `set local storycanvas.acting = '${words}'`
}
