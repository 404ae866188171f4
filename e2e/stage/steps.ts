import { test } from 'node:test'
import type { Visit } from './browser.ts'

/**
 * Tests that build upon each other, as the steps of one workflow do: when one fails, a screenshot shows where it stood and
 * the steps after it are not tried.
 */
export function stepsOf(visit: () => Visit) {
  let stopped = false
  return (name: string, work: () => Promise<void>) =>
    test(name, async t => {
      if (stopped) return t.skip('an earlier step failed')
      try {
        await work()
      } catch (error) {
        stopped = true
        await visit().shot('failed')
        throw error
      }
    })
}
