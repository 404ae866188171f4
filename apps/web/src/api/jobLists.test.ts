import { expect, test } from 'vitest'
import { aJob } from '../testing/make.ts'
import { itemsOf, type JobPages, jobStep, withJob, withJobMoved } from './jobLists.ts'

const pagesOf = (...pages: ReturnType<typeof aJob>[][]): JobPages => ({
  pages: pages.map((items, at) => ({ items, nextCursor: at < pages.length - 1 ? `${at}` : null })),
  pageParams: pages.map(() => undefined),
})
const ids = (pages: JobPages) => itemsOf(pages).map(({ id }) => id)
const turn = { open: 'true', order: 'turn' } as const

test('a job that starts stands with those that run; one that ends leaves', () => {
  const pages = pagesOf([aJob('r', { state: 'running' }), aJob('a'), aJob('b')], [aJob('c')])
  const started = withJob(pages, aJob('b', { state: 'running' }), turn)
  expect(ids(started)).toEqual(['r', 'b', 'a', 'c'])
  expect(started.pages.map(({ items }) => items.length)).toEqual([3, 1])
  expect(ids(withJob(started, aJob('r', { state: 'succeeded' }), turn))).toEqual(['b', 'a', 'c'])
})

test('a new job stands last in the order of turn and first among the newest', () => {
  expect(ids(withJob(pagesOf([aJob('a')]), aJob('n'), turn))).toEqual(['a', 'n'])
  expect(ids(withJob(pagesOf([aJob('a')]), aJob('n'), {}))).toEqual(['n', 'a'])
  expect(ids(withJob(pagesOf([aJob('a')]), aJob('n', { kind: 'render' }), { kind: 'draw-panel' }))).toEqual(['a'])
})

test('behind a page that is not loaded nothing is added', () => {
  const { pages, pageParams } = pagesOf([aJob('a')])
  const more = { pages: pages.map(page => ({ ...page, nextCursor: 'more' })), pageParams }
  expect(ids(withJob(more, aJob('n'), turn))).toEqual(['a'])
})

test('a job moves among those that wait, and takes the priority of its neighbour', () => {
  const pages = pagesOf([aJob('r', { state: 'running' }), aJob('a', { priority: 5 }), aJob('b')], [aJob('c')])
  expect(ids(withJobMoved(pages, 'c', null))).toEqual(['r', 'c', 'a', 'b'])
  expect(itemsOf(withJobMoved(pages, 'c', null))[1]?.priority).toBe(5)
  expect(ids(withJobMoved(pages, 'a', 'c'))).toEqual(['r', 'b', 'c', 'a'])
  expect(itemsOf(withJobMoved(pages, 'a', 'c'))[3]?.priority).toBe(0)
})

test('a step up or down stops at the ends of what waits', () => {
  const items = [aJob('r', { state: 'running' }), aJob('a'), aJob('b'), aJob('c')]
  expect([jobStep(items, 'a', -1), jobStep(items, 'b', -1), jobStep(items, 'c', -1)]).toEqual([undefined, null, 'a'])
  expect([jobStep(items, 'a', 1), jobStep(items, 'c', 1), jobStep(items, 'r', 1)]).toEqual(['b', undefined, undefined])
})
