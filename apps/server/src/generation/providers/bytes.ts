import { buffer } from 'node:stream/consumers'
import type { Provider, ProviderOutput } from './provider.ts'

/** A whole output in memory, at most `maxBytes`. @throws ProviderError */
export async function fetchBytes(
  provider: Provider,
  output: ProviderOutput,
  { maxBytes, signal }: { maxBytes: number; signal?: AbortSignal },
): Promise<Buffer> {
  return buffer(await provider.fetch(output, { maxBytes, ...(signal ? { signal } : {}) }))
}
