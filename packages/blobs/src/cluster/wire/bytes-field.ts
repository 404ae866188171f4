/**
 * Writes and reads messages that hold nothing but one field of bytes, without copying more than once; any other message
 * is left to the caller. The encoding: a tag, the length as a varint, the bytes
 * (https://protobuf.dev/programming-guides/encoding/).
 */
export function bytesField<Message extends object>(field: number, name: string) {
  const tag = (field << 3) | 2
  /** What goes before so many bytes. */
  const headOf = (length: number): number[] => {
    const head = [tag]
    for (; length > 127; length >>>= 7) head.push((length & 127) | 128)
    head.push(length)
    return head
  }
  return {
    headOf,

    write(message: Message): Buffer | undefined {
      const bytes = (message as Record<string, unknown>)[name]
      if (!(bytes instanceof Uint8Array)) return undefined
      const head = headOf(bytes.byteLength)
      const written = Buffer.allocUnsafe(head.length + bytes.byteLength)
      written.set(head)
      written.set(bytes, head.length)
      return written
    },

    read(written: Buffer): Message | undefined {
      if (written[0] !== tag) return undefined
      let length = 0
      let position = 1
      for (let shift = 0; shift < 35; shift += 7) {
        const byte = written[position++] ?? 0
        length += (byte & 127) * 2 ** shift
        if (byte < 128) break
      }
      if (position + length !== written.byteLength) return undefined
      return { [name]: written.subarray(position) } as Message
    },
  }
}
