import { extractPoster, probeMedia } from '@storycanvas/media'
import type { Context } from '../../context.ts'
import { storeThumbnail, type StoredTake } from '../../takes/add.ts'
import type { Provider, ProviderOutput } from '../providers/provider.ts'
import { notWhole } from './not-whole.ts'
import { BadOutput } from './run.ts'

type Parts = Pick<Context, 'media' | 'tools' | 'config'>

/** Stores a film that a server made, once it has been looked at in the sandbox. */
export async function storeFilm(
  { media, tools, config }: Parts,
  provider: Provider,
  output: ProviderOutput,
  signal: AbortSignal,
): Promise<StoredTake> {
  if (!tools) throw new BadOutput('Films cannot be checked here, since ffmpeg or its sandbox is missing.')
  const picture = await media
    .keep(await provider.fetch(output, { maxBytes: config.limits.videoBytes, signal }), config.limits.videoBytes, signal)
    .catch((error: unknown) => {
      signal.throwIfAborted()
      throw notWhole('film', error)
    })
  await using local = await media.materialise(picture.hash, signal)
  const file = { path: local.path, origin: 'outside' } as const
  const probe = await probeMedia(tools, file, { signal })
  if (probe.kind === 'refused')
    throw new BadOutput(`What came is no film that can be used: ${probe.refusal.message}.`, { mayComeRight: true })
  const { video, seconds, container } = probe.facts
  if (!video) throw new BadOutput('What came has no picture.')
  const poster = await extractPoster(tools, file, probe.facts, { signal })
  if (!poster) throw new BadOutput('No picture of what came can be decoded.', { mayComeRight: true })
  const mediaType = container === 'matroska' ? 'video/webm' : 'video/mp4'
  const { width, height, rate } = video
  const film = { durationMs: Math.round(seconds * 1000), rateNum: rate.num, rateDen: rate.den }
  return { picture, thumbnail: await storeThumbnail(media, poster, signal), mediaType, width, height, film }
}
