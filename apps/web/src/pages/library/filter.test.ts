import { expect, test } from 'vitest'
import { filterOf, noChoice } from './filter.ts'

test('nothing chosen asks for everything, newest first', () => {
  expect(filterOf(noChoice)).toEqual({ sort: 'date' })
})

test('each choice becomes what the server takes', () => {
  const now = new Date(2026, 10, 21, 15).getTime()
  const filter = filterOf({ length: 'middle', size: '1080', age: '7', status: 'failed', tag: ' rushes ', sort: 'views' }, now)
  expect(filter).toEqual({
    ...{ sort: 'views', minSeconds: 240, maxSeconds: 1200, minHeight: 1080, status: 'failed', tag: 'rushes' },
    createdFrom: new Date(2026, 10, 15).toISOString(),
  })
})
