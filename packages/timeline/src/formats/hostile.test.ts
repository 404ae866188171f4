import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClip, createTimeline, createTrack, createVideoMedia } from '../make.ts'
import { type ReadableFormat, requireReadable } from './limits.ts'
import { type FormatId, formats, writeAs } from './registry.ts'
import { UnreadableTimeline } from './unreadable.ts'

const lol = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `<!ENTITY l${from + index + 1} "${`&l${from + index};`.repeat(10)}">`).join(
    '\n',
  )

const clip = (attributes: string): string => `<?xml version="1.0"?>
<fcpxml version="1.10"><resources>
<format id="r1" frameDuration="1/24s" width="1920" height="1080"/>
<asset id="r2" duration="10s" hasVideo="1" format="r1" src="file:///a.mov"/>
</resources><library><event><project><sequence format="r1"><spine>
<asset-clip ref="r2" offset="0s" ${attributes}/>
</spine></sequence></project></event></library></fcpxml>`

const circle = `<fcpxml version="1.10"><resources>
<format id="r1" frameDuration="1/24s"/>
<media id="r2" name="Ring"><sequence format="r1"><spine><ref-clip ref="r3" duration="1s"/></spine></sequence></media>
<media id="r3" name="Ring 2"><sequence format="r1"><spine>
<ref-clip ref="r2" duration="1s"/></spine></sequence></media>
</resources><library><event><project><sequence format="r1"><spine/></sequence></project></event></library></fcpxml>`

const item = (inside: string): string => `<xmeml version="4"><sequence>
<rate><timebase>24</timebase></rate><media><video><track>
<clipitem id="c"><name>x</name>${inside}</clipitem>
</track></video></media></sequence></xmeml>`

const otio = (value: string, duration: string): string => `{ "OTIO_SCHEMA": "Timeline.1", "name": "x",
"tracks": { "OTIO_SCHEMA": "Stack.1", "children": [ { "OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [
{ "OTIO_SCHEMA": "Clip.1", "name": "c", "source_range": { "OTIO_SCHEMA": "TimeRange.1",
"start_time": { "OTIO_SCHEMA": "RationalTime.1", "rate": 24, "value": ${value} },
"duration": { "OTIO_SCHEMA": "RationalTime.1", "rate": 24, "value": ${duration} } } } ] } ] } }`

const event = (comment: string): string =>
  `TITLE: x\nFCM: NON-DROP FRAME\n001  AX       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n${comment}`

const mlt = (inside: string): string =>
  `<mlt><profile width="16" height="9" frame_rate_num="24" frame_rate_den="1"/><producer id="x" in="0" out="5"/>\n${inside}</mlt>`

const files: [name: string, format: FormatId, text: string, line: number | null, element: RegExp][] = [
  [
    'a billion laughs',
    'fcpxml',
    `<?xml version="1.0"?>\n<!DOCTYPE fcpxml [<!ENTITY l0 "lol">\n${lol(0, 9)}]>\n<fcpxml>&l9;</fcpxml>`,
    11,
    /type of its own/,
  ],
  [
    'an external entity',
    'xmeml',
    `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<xmeml>&e;</xmeml>`,
    1,
    /type of its own/,
  ],
  ['an entity nobody declared', 'mlt', '<mlt>\n<profile description="&secret;"/></mlt>', 2, /entity/i],
  ['elements nested without end', 'mlt', `<mlt>${'<a>'.repeat(100_000)}`, 1, /nested/],
  ['a document cut off', 'fcpxml', '<fcpxml version="1.10">\n<resources>', 2, /unclosed/],
  ['a negative duration', 'fcpxml', clip('duration="-5s"'), 6, /asset-clip.*negative/],
  ['a duration of centuries', 'fcpxml', clip('duration="999999999999999s"'), 6, /asset-clip/],
  ['a division by zero', 'fcpxml', clip('duration="5/0s"'), 6, /asset-clip/],
  ['a time that is none', 'fcpxml', clip('start="NaNs" duration="5s"'), 6, /asset-clip.*no time/],
  ['a clip of nothing', 'fcpxml', clip('duration="1s"').replace('ref="r2"', 'ref="r9"'), 6, /asset-clip.*r9/],
  ['a compound clip that contains itself', 'fcpxml', circle, 5, /contains itself/],
  [
    'a clip item that ends before it begins',
    'xmeml',
    item('<start>50</start><end>10</end><in>0</in>'),
    3,
    /clipitem.*ends before/,
  ],
  ['a clip item of centuries', 'xmeml', item('<start>0</start><end>99999999999999</end><in>0</in>'), 3, /end.*no frame number/],
  ['a transition missing from -1', 'xmeml', item('<start>-1</start><end>10</end>'), 3, /clipitem.*no start/],
  ['a huge value', 'otio', otio('0', '1e300'), 5, /no time/],
  ['a negative duration in JSON', 'otio', otio('0', '-3'), 3, /negative/],
  ['JSON cut off', 'otio', '{ "OTIO_SCHEMA":\n "Timeline.1", ', 2, /no JSON/],
  ['JSON nested without end', 'json', '['.repeat(200_000), 1, /nested/],
  ['another JSON', 'json', '{\n "schema": "something else" }', 2, /schema/],
  [
    'an event that ends before it begins',
    'edl',
    'TITLE: x\n001  AX       V     C        00:00:00:00 00:00:01:00 00:00:05:00 00:00:01:00',
    2,
    /event 001/,
  ],
  [
    'a timecode past the second',
    'edl',
    'TITLE: x\nFCM: NON-DROP FRAME\n001  AX       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:99:00',
    3,
    /event 001/,
  ],
  ['words', 'edl', 'Dear friend,\n', 1, /begins no list/],
  ['a billion frames', 'fcpxml', clip('duration="1000000000/24s"'), 6, /asset-clip.*at most/],
  ['a billion frames', 'xmeml', item('<start>0</start><end>1000000000</end><in>0</in>'), 3, /clipitem.*at most/],
  ['a billion frames', 'otio', otio('0', '1000000000'), 3, /children\[0\].*at most/],
  [
    'a billion frames',
    'mlt',
    mlt('<playlist id="p"><blank length="1000000000"/></playlist><tractor id="t"><track producer="p"/></tractor>'),
    2,
    /blank.*at most/,
  ],
  ['a frame rate of a billion', 'fcpxml', clip('duration="1s"').replace('1/24s', '1/1000000000s'), 3, /format.*no rate/],
  [
    'a sequence that contains itself',
    'xmeml',
    '<xmeml version="4"><sequence id="s"><rate><timebase>24</timebase></rate><media><video><track>\n<clipitem><start>0</start><end>9</end><in>0</in><sequence id="s"/></clipitem></track></video></media></sequence></xmeml>',
    2,
    /sequence.*contains itself/,
  ],
  [
    'a tractor that contains itself',
    'mlt',
    mlt('<tractor id="a"><track producer="b"/></tractor><tractor id="b"><track producer="a"/></tractor>'),
    2,
    /track.*contains itself/,
  ],
  [
    'an object that a track cannot hold',
    'otio',
    otio('0', '5').replace('Clip.1', 'SerializableObjectRef.1'),
    3,
    /SerializableObjectRef/,
  ],
  ['NaN', 'otio', otio('NaN', '5'), 4, /no time/],
  ['Infinity', 'otio', otio('0', 'Infinity'), 5, /no time/],
  ['a list with NUL characters', 'edl', event('* FROM CLIP NAME: a\0'), 4, /NUL/],
  ['a speed that is none', 'edl', event('M2   AX       1e999                00:00:00:00'), 4, /event 001.*speed/],
  ['a speed past counting', 'edl', event('M2   AX       99999999999999.0     00:00:00:00'), 4, /event 001.*speed/],
  [
    'events over each other without end',
    'edl',
    `TITLE: x\n${'001  AX       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n'.repeat(5000)}`,
    1,
    /over each other/,
  ],
  [
    'an unknown producer',
    'mlt',
    '<mlt><profile width="1" height="1" frame_rate_num="24" frame_rate_den="1"/><playlist id="p">\n<entry producer="x" in="0" out="1"/></playlist>\n<tractor id="t"><track producer="p"/></tractor></mlt>',
    2,
    /producer “x”/,
  ],
]

for (const [name, id, text, line, element] of files)
  test(`${name} is refused as ${id}, with its place`, () => {
    const format = formats[id]
    assert.ok('read' in format)
    assert.throws(
      () => format.read(text),
      (error: unknown) => {
        assert.ok(error instanceof UnreadableTimeline, String(error))
        assert.equal(error.line, line)
        assert.match(error.message, element)
        return true
      },
    )
  })

test('a file of 100 MB is refused before anything is built from it', () => {
  const text = `<fcpxml version="1.10">${' '.repeat(100 * 2 ** 20)}`
  for (const format of Object.values(formats)) if ('read' in format) assert.throws(() => format.read(text), /more than the limit/)
})

/** As long as the limits of bytes allow, and full of the smallest things. */
const crowded: readonly (readonly [FormatId, head: string, piece: string, megabytes: number])[] = [
  ['fcpxml', '<fcpxml version="1.10">', '<a b="c"/>', 19],
  ['xmeml', '<xmeml version="4">', '<a>b</a>', 27],
  ['mlt', '<mlt>', '<a b="c"/>', 35],
  ['otio', '{"OTIO_SCHEMA":"Timeline.1","a":[', '{"a":1},', 50],
  ['json', '{"schema":"storycanvas.timeline/1","a":[', '{"a":1},', 19],
  ['edl', 'TITLE: x\n', '001\n', 11],
]
for (const [id, head, piece, megabytes] of crowded)
  test(`a file crowded with elements is refused as ${id} by its bytes alone`, () => {
    assert.ok(id in formats)
    const bytes = Buffer.alloc(megabytes * 2 ** 20, piece)
    bytes.write(head)
    assert.throws(() => requireReadable(id as ReadableFormat, bytes), /more than \d+ (tags|values|lines)/)
  })

test('a file that is one long word is refused by its bytes alone', () => {
  const bytes = Buffer.alloc(10 * 2 ** 20, 'x')
  for (const [id] of crowded) assert.throws(() => requireReadable(id as ReadableFormat, bytes), /more than \d+ characters in one/)
})

test('a timeline of 20,000 clips is within the limits of every format', () => {
  const clips = Array.from({ length: 20_000 }, (_, i) =>
    createClip({ id: `clip-${i}`, name: `Scene ${i}`, mediaId: `m${i % 200}`, start: i * 48, duration: 48, sourceIn: i % 90 }),
  )
  const media = Array.from({ length: 200 }, (_, i) =>
    createVideoMedia({ id: `m${i}`, rate: { num: 24, den: 1 }, duration: 1000 }),
  )
  const timeline = createTimeline({
    id: 'long',
    media: Object.fromEntries(media.map(one => [one.id, one])),
    tracks: [createTrack({ id: 'v', kind: 'video', clips })],
  })
  for (const [id] of crowded) {
    const [file] = writeAs(timeline, id, id === 'edl' ? { longLists: 'six-digit' } : {}).files
    assert.ok(file !== undefined && 'text' in file)
    assert.doesNotThrow(() => requireReadable(id as ReadableFormat, file.text), id)
  }
})

test('a document of faults is refused for its first', () => {
  const text = JSON.stringify({ schema: 'storycanvas.timeline/1', tracks: [{ clips: [{ id: 'a' }, { id: 3 }] }] }, null, 1)
  assert.throws(
    () => formats.json.read(text),
    (error: unknown) => error instanceof UnreadableTimeline && /tracks\[0\]\.clips\[0\]\.name/.test(error.message),
  )
})
