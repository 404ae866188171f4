import type { Rate } from '../../model.ts'
import { isNtsc, timebase } from '../../time/rate.ts'
import { formatTimecode } from '../../time/timecode.ts'
import type { XmlWriter } from '../../xml/writer.ts'

/** `ntsc` says that the timebase runs at 1000/1001. */
export const writeRate = (xml: XmlWriter, rate: Rate): void => {
  xml
    .open('rate')
    .leaf('timebase', {}, timebase(rate))
    .leaf('ntsc', {}, isNtsc(rate) ? 'TRUE' : 'FALSE')
    .close()
}

export const writeTimecode = (xml: XmlWriter, frame: number, rate: Rate, dropFrame: boolean): void => {
  xml.open('timecode')
  writeRate(xml, rate)
  xml
    .leaf('string', {}, formatTimecode(frame, rate, dropFrame))
    .leaf('frame', {}, frame)
    .leaf('displayformat', {}, dropFrame ? 'DF' : 'NDF')
  xml.close()
}
