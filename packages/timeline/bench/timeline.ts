/**
 * How long 10,000 and 20,000 clips with gaps and dissolves take in every format that is written and read, in CPU seconds, and
 * how large the files are. Single runs differ by a half with what the collector does in them: `node packages/timeline/bench/timeline.ts`.
 */
import {
  createClip,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
  type Clip,
  type Format,
  type FormatId,
  formats,
  type Timeline,
  type Transition,
  validate,
  writeAs,
} from '../src/index.ts'

const longFilm = (count: number): Timeline => {
  const clips: Clip[] = []
  const transitions: Transition[] = []
  let at = 0
  for (let index = 0; index < count; index++) {
    const gap = index % 7 === 0 ? 12 : 0
    if (gap === 0 && index % 5 === 0) transitions.push(createTransition({ id: `t${index}`, cut: at, inOffset: 4, outOffset: 4 }))
    at += gap
    clips.push(
      createClip({
        id: `c${index}`,
        name: `Shot ${index}`,
        mediaId: `m${index % 200}`,
        start: at,
        duration: 24,
        sourceIn: 40 + (index % 90),
      }),
    )
    at += 24
  }
  const media = Array.from({ length: 200 }, (_, index) =>
    createVideoMedia({
      id: `m${index}`,
      url: `file:///media/m${index}.mov`,
      rate: { num: 24, den: 1 },
      duration: 1000,
      timecodeStart: 86400,
    }),
  )
  return createTimeline({
    id: 'bench',
    media: Object.fromEntries(media.map(one => [one.id, one])),
    tracks: [createTrack({ id: 'V1', kind: 'video', clips, transitions })],
  })
}

const cpuSeconds = (work: () => void): number => {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

/** The middle of seven runs: the first pays for compiling. */
const middle = (work: () => void): number => {
  const runs = Array.from({ length: 7 }, () => cpuSeconds(work))
  return runs.sort((a, b) => a - b)[3] ?? 0
}

const texts = (timeline: Timeline, id: FormatId): string[] =>
  writeAs(timeline, id, id === 'edl' ? { longLists: 'six-digit' } : {}).files.map(file => ('text' in file ? file.text : ''))

const [ten, twenty] = [longFilm(10_000), longFilm(20_000)]
console.log(`validate      ${middle(() => validate(ten)).toFixed(3)} s`)
console.log('format    write 10k  write 20k     ratio  read 10k  read 20k     ratio        MB')
for (const id of Object.keys(formats) as FormatId[]) {
  const text = texts(ten, id)
  const size = text.reduce((sum, one) => sum + one.length, 0) / 1e6
  const [short, long] = [middle(() => texts(ten, id)), middle(() => texts(twenty, id))]
  const format: Format = formats[id]
  const longer = texts(twenty, id)[0] ?? ''
  const timesOfReading = format.read ? [text[0] ?? '', longer].map(one => middle(() => format.read?.(one))) : null
  const [readShort = 0, readLong = 0] = timesOfReading ?? []
  const read = timesOfReading ? [readShort.toFixed(3), readLong.toFixed(3), (readLong / readShort).toFixed(2)] : ['-', '-', '-']
  const numbers = [short.toFixed(3), long.toFixed(3), (long / short).toFixed(2), ...read, size.toFixed(1)]
  console.log(id.padEnd(8), ...numbers.map(value => value.padStart(9)))
}
