import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { runs, timelines } from '../../properties/timelines.ts'
import { writeEdl } from './write.ts'

type Row = { event: string; reel: string; channel: string; cut: boolean; recordIn: string; recordOut: string }

// By columns, apart from the reader, which takes what stands in them.
const rowsOf = (text: string): Row[] =>
  text
    .split('\r\n')
    .filter(line => /^\d/.test(line))
    .map(line => ({
      event: line.slice(0, line.indexOf(' ')),
      reel: line.slice(5, 13).trim(),
      channel: line.slice(14, 18).trim(),
      cut: line.slice(19, 23).trim() === 'C',
      recordIn: line.slice(53, 64),
      recordOut: line.slice(65, 76),
    }))

const lists = (check: (text: string) => void): void => {
  fc.assert(
    fc.property(timelines({ maxClips: 40 }), timeline => {
      for (const file of writeEdl(timeline).files) if ('text' in file) check(file.text)
    }),
    runs(30),
  )
}

test('nothing but title and frame code mode stands before the first event', () => {
  lists(text => {
    const [title, mode, first = ''] = text.split('\r\n')
    assert.match(title ?? '', /^TITLE: /)
    assert.match(mode ?? '', /^FCM: /)
    assert.match(first, /^(\d|$)/)
  })
})

test('black stands before every dissolve from black', () => {
  lists(text => {
    const shown = new Map<string, Row>()
    for (const row of rowsOf(text)) {
      const before = shown.get(row.channel)
      if (row.reel === 'BL' && row.cut && row.recordIn === row.recordOut)
        assert.ok(before && (before.reel === 'BL' || before.recordOut < row.recordIn), `event ${row.event} comes from black`)
      if (row.recordIn < row.recordOut) shown.set(row.channel, row)
    }
  })
})
