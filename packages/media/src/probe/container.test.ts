import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sniffContainer } from './container.ts'

const bytes = (text: string): Buffer => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(1024)])

test('containers are told by their first bytes', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['\0\0\0\u0018ftypisom\0\0\0\0', 'mp4'],
    ['\0\0\0\u0014ftypqt  \0\0\0\0', 'mp4'],
    ['\0\0\0\u0008wide\0\0\0\0mdat', 'mp4'],
    ['\u001a\u0045\u00df\u00a3\u0001\0\0\0\0\0\0\0', 'matroska'],
    ['RIFF\0\0\0\0AVI LIST', 'avi'],
    ['RIFF\0\0\0\0WAVEfmt ', 'wav'],
    ['OggS\0\u0002\0\0\0\0\0\0', 'ogg'],
    ['FLV\u0001\u0005\0\0\0\0\0\0\0', 'flv'],
    ['fLaC\0\0\0\u0022\0\0\0\0', 'flac'],
    ['ID3\u0004\0\0\0\0\0\0\0\0', 'mp3'],
    ['\u00ff\u00fb\u0090\0\0\0\0\0\0\0\0\0', 'mp3'],
    ['\u00ff\u00f1\u0050\u0080\0\0\0\0\0\0\0\0', 'aac'],
    ['\0\0\u0001\u00ba\u0044\0\0\0\0\0\0\0', 'mpeg-ps'],
  ]
  for (const [head, kind] of cases) assert.equal(sniffContainer(bytes(head)), kind)
  const stream = Buffer.alloc(1024)
  for (let at = 0; at < 1024; at += 188) stream[at] = 0x47
  assert.equal(sniffContainer(stream), 'mpeg-ts')
})

test('playlists, scripts, text and pictures are no containers', () => {
  for (const head of [
    '#EXTM3U\n#EXT-X-VERSION:3\n',
    'ffconcat version 1.0\nfile a.mp4\n',
    '<?xml version="1.0"?><MPD>',
    ';FFMETADATA1\ntitle=x\n',
    'v=0\no=- 0 0 IN IP4 127.0.0.1\n',
    '\0\0\0\u001cftypavif\0\0\0\0',
    '\u0089PNG\r\n\u001a\n\0\0\0\0',
    '\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0\0',
    'GIF89a\u0001\0\u0001\0\0\0',
    '',
  ]) {
    assert.equal(sniffContainer(head === '' ? Buffer.alloc(0) : bytes(head)), null, JSON.stringify(head))
  }
})
