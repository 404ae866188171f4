import { createHash } from 'node:crypto'
import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { integratedLoudness } from '../sound/loudness.ts'
import { channels, decodeSounds, type SoundSource } from './decode-sounds.ts'
import type { Ducking } from './duck.ts'
import { keepPart } from './keep-part.ts'
import { encodeBelowPeak } from './encode-sound.ts'
import { mixSound } from './mix.ts'
import type { SoundPiece } from './sound-plan.ts'

/** The encoded sound of a film. `measuredLoudness` is that of the mix in LUFS; null where it was not measured, or is silence. */
export type Soundtrack = { readonly path: string; readonly measuredLoudness: number | null }

export type SoundtrackWish = {
  readonly samples: number
  readonly ducking: Ducking | null
  readonly loudnessTarget: number | null
  readonly kbps: number
}

/** Raised whenever the same pieces give another sound than before. */
const soundtrackVersion = 1

/** Mixes the pieces, brings them to their loudness and encodes them; or takes all that from the cache where nothing changed. */
export async function makeSoundtrack(
  pieces: readonly SoundPiece[],
  wish: SoundtrackWish,
  source: SoundSource,
  signal: AbortSignal,
): Promise<Soundtrack> {
  const { tools, sampleRate, workDir, cacheDir } = source
  const identities = [...new Set(pieces.map(piece => piece.mediaId))].map(id => [id, source.identity(id)])
  const content = JSON.stringify([soundtrackVersion, pieces, identities, wish, sampleRate])
  const key = createHash('sha256').update(content).digest('hex')
  const path = join(cacheDir, `${key}.m4a`)
  const loudnessFile = join(cacheDir, `${key}.loudness`)
  const [known] = await Promise.all([readFile(loudnessFile, 'utf8'), access(path)]).catch(() => [null])
  if (known !== null) return { path, measuredLoudness: JSON.parse(known) as number | null }

  const decoded = await decodeSounds(pieces, source, signal)
  const mix = await mixSound(pieces, decoded, join(workDir, 'mix.f32'), { ...wish, sampleRate }, signal)
  const input = { kind: 'samples', file: { path: mix.path, origin: 'own' }, sampleRate, channels } as const
  const { loudnessTarget } = wish
  const measuredLoudness = loudnessTarget === null ? null : await integratedLoudness(tools, input, signal)
  const gainDb = loudnessTarget === null || measuredLoudness === null ? 0 : loudnessTarget - measuredLoudness
  const made = await encodeBelowPeak(mix, gainDb, wish.kbps, source, signal)
  await writeFile(`${made}.loudness`, JSON.stringify(measuredLoudness))
  await keepPart(`${made}.loudness`, loudnessFile)
  await keepPart(made, path)
  return { path, measuredLoudness }
}
