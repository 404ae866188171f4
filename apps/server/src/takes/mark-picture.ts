import { crc32 } from 'node:zlib'

/**
 * How a picture came to be, in the words of IPTC: by a trained model, or by a program that was not trained.
 * https://cv.iptc.org/newscodes/digitalsourcetype/
 */
export type DigitalSource = 'trainedAlgorithmicMedia' | 'algorithmicMedia'

/** Signature and IHDR of a PNG. */
const headBytes = 8 + 25

/** The same PNG with an XMP packet that says how it came to be. Its pixels are not touched. */
export function markPicture(png: Buffer, source: DigitalSource): Buffer {
  const head = png.subarray(0, headBytes)
  if (head.length < headBytes || head.toString('latin1', 12, 16) !== 'IHDR') throw new Error('Only a PNG can be marked.')
  return Buffer.concat([head, textChunk('XML:com.adobe.xmp', packetOf(source)), png.subarray(headBytes)])
}

/** An uncompressed iTXt chunk: https://www.w3.org/TR/png-3/#11iTXt */
function textChunk(keyword: string, text: string): Buffer {
  const typed = Buffer.concat([Buffer.from(`iTXt${keyword}`, 'latin1'), Buffer.alloc(5), Buffer.from(text)])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(typed.length - 4)
  check.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, check])
}

const packetOf = (source: DigitalSource) =>
  `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${source}"/></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
