/** A file as it was dropped: a preset that is written out, or something in which there may be a workflow. */
export type Dropped =
  | { kind: 'preset'; fileName: string; preset: Record<string, unknown> }
  | { kind: 'workflow'; fileName: string; bytes: Uint8Array }

/** A written preset is told from a workflow by its kinds; whatever cannot be read is for the server to complain of. */
export function readDropped(fileName: string, bytes: Uint8Array): Dropped {
  const preset = presetIn(bytes)
  return preset ? { kind: 'preset', fileName, preset } : { kind: 'workflow', fileName, bytes }
}

function presetIn(bytes: Uint8Array): Record<string, unknown> | null {
  // A picture of ten megabytes need not be taken for text first.
  if (bytes[0] === 0x89) return null
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isRecord(read) && isRecord(read.kinds) && !('class_type' in read.kinds) ? read : null
  } catch {
    return null
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `portrait_v3 (1).json` becomes `portrait v3`. */
export function nameFromFile(fileName: string): string {
  const bare = fileName.replace(/\.[^.]*$/, '').replace(/\s*\(\d+\)$/, '')
  return (
    bare
      .replaceAll(/[_\s]+/g, ' ')
      .trim()
      .slice(0, 100) || 'A workflow'
  )
}
