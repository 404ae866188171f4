/**
 * Messages of gRPC as they lie in an HTTP/2 stream: a byte that says whether the message is compressed, its length in four
 * bytes, the message (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). One that is nothing but a field of
 * bytes need not be put together first: its bytes go from where they lie, and come to where they shall lie, without a copy
 * between.
 */
const prefixSize = 5
/** A tag and a length of up to five bytes. */
const longestField = 6

/** What goes before the bytes of a message of at most 2 MiB, at most. */
export const longestHead = prefixSize + 5

const tagOf = (field: number) => (field << 3) | 2

/** What goes before so many bytes: the prefix of gRPC, and the tag and length of protobuf. */
export function headOf(field: number, length: number): Buffer {
  const varint: number[] = []
  let rest = length
  for (; rest > 127; rest >>>= 7) varint.push((rest & 127) | 128)
  varint.push(rest)
  const head = Buffer.from([0, 0, 0, 0, 0, tagOf(field), ...varint])
  head.writeUInt32BE(1 + varint.length + length, 1)
  return head
}

/** A message that was encoded elsewhere, with its prefix. */
export function framed(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(prefixSize + message.byteLength)
  frame[0] = 0
  frame.writeUInt32BE(message.byteLength, 1)
  frame.set(message, prefixSize)
  return frame
}

type Heard = {
  /** Bytes of the field, as they come: they are those of the stream and not ours to keep. */
  readonly onBytes: (bytes: Buffer) => void
  /** Any other message, whole. */
  readonly onMessage: (message: Buffer) => void
}

/** The stream is not what gRPC allows, or more than we take. */
export class BadFrame extends Error {
  override name = 'BadFrame'
}

/**
 * Takes a stream of messages apart, in whatever pieces it comes.
 *
 * @param field whose bytes are told as they come
 * @param largest bytes of a message
 */
export function createFrameReader(field: number, largest: number, { onBytes, onMessage }: Heard) {
  const head = Buffer.alloc(prefixSize + longestField)
  let known = 0
  /** Of the field's bytes. */
  let bytesLeft = 0
  let message: Buffer | undefined
  let gathered = 0

  const gather = (piece: Buffer, whole: Buffer): number => {
    const taken = piece.copy(whole, gathered)
    gathered += taken
    if (gathered < whole.byteLength) return taken
    message = undefined
    onMessage(whole)
    return taken
  }

  /** Looks at the head when one more of its bytes is there; begins what follows once that is clear. */
  const lookAtHead = (): void => {
    if (known < prefixSize) return
    const length = head.readUInt32BE(1)
    if (known === prefixSize) {
      if (head[0] !== 0) throw new BadFrame('Compressed messages are not understood here.')
      if (length > largest) throw new BadFrame(`A message may have ${largest} bytes.`)
      if (length === 0) {
        known = 0
        onMessage(Buffer.alloc(0))
      }
      return
    }
    const isOurs = head[prefixSize] === tagOf(field)
    const isLast = isOurs && known > prefixSize + 1 && (head[known - 1] as number) < 128
    if (isOurs && !isLast && known < head.byteLength && known < prefixSize + length) return
    const size = isLast ? varintIn(head.subarray(prefixSize + 1, known)) : -1
    const start = known
    known = 0
    if (start - prefixSize + size === length && isLast) {
      bytesLeft = size
      return
    }
    message = Buffer.allocUnsafe(length)
    gathered = 0
    gather(head.subarray(prefixSize, start), message)
  }

  return {
    /** Throws {@link BadFrame}, or what the listener throws. */
    add(piece: Buffer): void {
      for (let at = 0; at < piece.byteLength; ) {
        if (bytesLeft > 0) {
          const bytes = piece.subarray(at, at + bytesLeft)
          bytesLeft -= bytes.byteLength
          at += bytes.byteLength
          onBytes(bytes)
        } else if (message !== undefined) at += gather(piece.subarray(at), message)
        else {
          head[known++] = piece[at++] as number
          lookAtHead()
        }
      }
    },
    /** Whether the stream may end here. */
    isBetween: () => known === 0 && bytesLeft === 0 && message === undefined,
  }
}

const varintIn = (bytes: Buffer): number => bytes.reduce((sum, byte, index) => sum + (byte & 127) * 2 ** (7 * index), 0)
