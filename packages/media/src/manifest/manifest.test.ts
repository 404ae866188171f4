import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mediaPresentation } from './dash.ts'
import { manifestFiles } from './files.ts'
import { masterPlaylist, mediaPlaylist } from './hls.ts'
import { type AudioRendition, bandwidth, type VideoRendition } from './rendition.ts'

const video: VideoRendition = {
  kind: 'video',
  directory: '720p',
  codec: 'avc1.64001f',
  timescale: 24_000,
  startTicks: 0,
  width: 1280,
  height: 720,
  rate: { num: 24_000, den: 1001 },
  maxKbps: 2800,
  segments: [
    { ticks: 96_096, bytes: 1_000_000 },
    { ticks: 96_096, bytes: 500_000 },
    { ticks: 1001, bytes: 90_000 },
  ],
}
const audio: AudioRendition = {
  kind: 'audio',
  directory: 'audio',
  codec: 'mp4a.40.2',
  timescale: 48_000,
  startTicks: 0,
  channels: 2,
  sampleRate: 48_000,
  language: 'deu',
  maxKbps: 128,
  segments: [{ ticks: 192_512, bytes: 64_000 }],
}

test('bandwidth is that of the largest full segment, and the mean of all', () => {
  assert.deepEqual(bandwidth(video), { peak: 1_998_002, average: 1_580_182 })
  assert.deepEqual(bandwidth({ ...video, segments: [] }), { peak: 2_800_000, average: 2_800_000 })
})

test('a finished playlist is VOD and ends, a growing one is EVENT and does not', () => {
  const finished = mediaPlaylist(video, 'finished', 5).split('\n')
  assert.deepEqual(finished.slice(0, 9), [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-TARGETDURATION:5',
    '#EXT-X-MEDIA-SEQUENCE:1',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    '#EXT-X-MAP:URI="init.mp4"',
    '#EXTINF:4.004000,',
    '00001.m4s',
  ])
  assert.equal(finished.at(-2), '#EXT-X-ENDLIST')
  const growing = mediaPlaylist(video, 'growing', 5)
  assert.match(growing, /PLAYLIST-TYPE:EVENT/)
  assert.doesNotMatch(growing, /ENDLIST/)
})

test('a growing playlist is the beginning of the finished one, but for its type', () => {
  const lines = (text: string) => text.replace('EVENT', 'VOD').trimEnd()
  const growing = lines(mediaPlaylist({ ...video, segments: video.segments.slice(0, 2) }, 'growing', 5))
  assert.ok(lines(mediaPlaylist(video, 'finished', 5)).startsWith(growing))
})

test('no segment is longer than the target duration, rounded', () => {
  const long = mediaPlaylist({ ...video, segments: [{ ticks: 240_000, bytes: 1 }] }, 'finished', 5)
  assert.match(long, /TARGETDURATION:10/)
})

test('what ends before the film does says that the rest is a gap, and so all playlists are equally long', () => {
  const files = manifestFiles([
    { ...video, segments: video.segments.slice(0, 2) },
    { ...audio, segments: [] },
  ])
  const lists = files.filter(({ name }) => name.endsWith('/index.m3u8')).map(({ text }) => text)
  const seconds = (list: string) => [...list.matchAll(/^#EXTINF:([\d.]+),$/gm)].reduce((sum, [, one]) => sum + Number(one), 0)
  assert.deepEqual(
    lists.map(list => seconds(list).toFixed(3)),
    ['8.008', '8.008'],
  )
  assert.match(
    lists[1] ?? '',
    /#EXT-X-GAP\n#EXTINF:4\.004000,\n00001\.m4s\n#EXT-X-GAP\n#EXTINF:4\.004000,\n00002\.m4s\n#EXT-X-ENDLIST/,
  )
  assert.doesNotMatch(lists[0] ?? '', /GAP/)
  // 42 ms are no gap: sound frames and pictures are of different lengths. The last segment takes them.
  const nearly = { ...audio, segments: [{ ticks: 384_384 - 2000, bytes: 1 }] }
  const together = manifestFiles([video, nearly]).filter(({ name }) => name.endsWith('/index.m3u8'))
  assert.equal(new Set(together.map(({ text }) => seconds(text).toFixed(3))).size, 1)
  assert.doesNotMatch(together.map(({ text }) => text).join(''), /GAP/)
})

test('the master playlist follows RFC 8216', () => {
  const master = masterPlaylist([video, { ...video, directory: '360p', width: 640, height: 360 }], [audio])
  assert.match(master, /^#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-MEDIA:TYPE=AUDIO,/)
  const streams = [...master.matchAll(/#EXT-X-STREAM-INF:(.*)\n(.*)/g)]
  assert.deepEqual(
    streams.map(one => one[2]),
    ['720p/index.m3u8', '360p/index.m3u8'],
  )
  for (const [, attributes = ''] of streams) {
    // Every value in the form that its attribute has: decimal, quoted string, resolution or enumerated string.
    assert.match(
      attributes,
      /^BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="avc1\.64001f,mp4a\.40\.2",RESOLUTION=\d+x\d+,FRAME-RATE=23\.976,AUDIO="sound",CLOSED-CAPTIONS=NONE$/,
    )
  }
  assert.match(
    master,
    /GROUP-ID="sound",NAME="deu",LANGUAGE="deu",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio\/index.m3u8"/,
  )
})

test('sound alone is a stream of its own', () => {
  assert.match(
    masterPlaylist([], [audio]),
    /#EXT-X-STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="mp4a.40.2"\naudio\/index.m3u8/,
  )
})

test('a film without sound names no sound', () => {
  assert.doesNotMatch(masterPlaylist([video], []), /AUDIO|mp4a/)
})

test('the presentation names the same files with exact times', () => {
  const mpd = mediaPresentation([video], [audio])
  assert.match(mpd, /type="static" mediaPresentationDuration="PT8\.050S"/)
  assert.match(mpd, /frameRate="24000\/1001"/)
  assert.match(mpd, /<S t="0" d="96096" r="1"\/>\s*<S d="1001"\/>/)
  assert.match(
    mpd,
    /initialization="\$RepresentationID\$\/init\.mp4" media="\$RepresentationID\$\/\$Number%05d\$\.m4s" startNumber="1"/,
  )
  assert.match(mpd, /lang="deu"/)
})
