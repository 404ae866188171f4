import type { Media, Timeline } from '../../model.ts'
import type { XmlWriter } from '../../xml/writer.ts'
import { mediaAddress } from '../media-address.ts'
import { noteText } from '../note.ts'
import { writeRate, writeTimecode } from './rate.ts'
import { fileDuration } from './source-points.ts'

const writeAudio = (xml: XmlWriter, channels: number, sampleRate: number): void => {
  xml.open('audio').open('samplecharacteristics').leaf('depth', {}, 16).leaf('samplerate', {}, sampleRate).close()
  xml.leaf('channelcount', {}, channels).close()
}

/** A file in full the first time, and by its id alone afterwards: a full body per clip makes files ten times as large. */
export class Files {
  readonly #written = new Map<string, string>()
  readonly #timeline: Timeline
  readonly #mediaBase: string | undefined

  constructor(timeline: Timeline, mediaBase: string | undefined) {
    this.#timeline = timeline
    this.#mediaBase = mediaBase
  }

  write(xml: XmlWriter, media: Media): void {
    const known = this.#written.get(media.id)
    if (known !== undefined) {
      xml.leaf('file', { id: known })
      return
    }
    const id = `file-${this.#written.size + 1}`
    this.#written.set(media.id, id)
    const rate = media.kind === 'video' ? media.rate : this.#timeline.rate
    const address = mediaAddress(media, this.#mediaBase)
    xml.open('file', { id }).leaf('name', {}, media.name)
    if (address !== null) xml.leaf('pathurl', {}, address.replace(/^file:\/\/\//, 'file://localhost/'))
    writeRate(xml, rate)
    xml.leaf('duration', {}, media.kind === 'video' ? media.duration : fileDuration(media, this.#timeline))
    if (media.kind === 'video') writeTimecode(xml, media.timecodeStart, media.rate, false)
    xml.open('media')
    if (media.kind !== 'audio') {
      xml.open('video').open('samplecharacteristics')
      writeRate(xml, rate)
      xml.leaf('width', {}, media.width).leaf('height', {}, media.height).leaf('pixelaspectratio', {}, 'square').close().close()
    }
    if (media.kind !== 'image' && media.audio) writeAudio(xml, media.audio.channels, media.audio.sampleRate)
    xml.close().open('logginginfo').leaf('lognote', {}, noteText({ media })).close().close()
  }
}
