import type { Media, Timeline } from '@storycanvas/timeline'
import type { KnownFile } from './known-media.ts'

/** What a clip of a document shows, as the project knows it. `key` is the same for whatever shows the same. */
export type Recognised = {
  key: string
  name: string
  panelId: string | null
  /** An uploaded file. */
  mediaId: string | null
  isStill: boolean
}

/** What was not drawn when a document went out is named after its clip, and may have been drawn since. */
const offlineName = /^offline:(.+)$/

/** Exported files are called after their shot and the end of the take's id. */
const ownName = /-([0-9a-f]{8})\.[a-z0-9]{1,5}$/i

const fileNameOf = ({ url, name }: Media): string => {
  const last = (url ?? name).split(/[\\/]/).at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

const withoutEnding = (name: string): string => name.replace(/\.[A-Za-z0-9]{1,5}$/, '').toLowerCase()

/**
 * Says of media in documents what of the project they are: by id, by checksum, by reel, by file name. `present` is the cut as
 * it went out; `before` is what the format had left of it, and shares with a document what its format knows media by.
 */
export function recogniser(present: Timeline, before: Timeline, known: readonly KnownFile[]) {
  const byId = new Map(known.map(file => [file.id, asRecognised(file)]))
  for (const [id, one] of inCut(present)) byId.set(id, one)
  const signs = new Map<string, Recognised>()
  const learn = (sign: string, one: Recognised) => {
    if (!signs.has(sign)) signs.set(sign, one)
  }
  const presentClips = new Map(present.tracks.flatMap(({ clips }) => clips.map(clip => [clip.id, clip] as const)))
  for (const clip of before.tracks.flatMap(({ clips }) => clips)) {
    const one = byId.get(presentClips.get(clip.id)?.mediaId ?? '')
    const media = before.media[clip.mediaId]
    if (one && media) for (const sign of signsOf(media)) learn(sign, one)
  }
  for (const file of known) {
    const one = asRecognised(file)
    learn(`hash ${file.hash}`, one)
    learn(`tail ${file.id.slice(-8)}`, one)
    if (file.name !== null) learn(`name ${file.name.toLowerCase()}`, one)
  }
  return (media: Media): Recognised => {
    const shownSince = presentClips.get(offlineName.exec(media.id)?.[1] ?? '')
    if (shownSince) return byId.get(shownSince.mediaId) ?? unknown(media)
    const tail = ownName.exec(fileNameOf(media))?.[1]?.toLowerCase()
    const all = [...signsOf(media), ...(tail ? [`tail ${tail}`] : []), `name ${withoutEnding(fileNameOf(media))}`]
    return byId.get(media.id) ?? all.map(sign => signs.get(sign)).find(one => one !== undefined) ?? unknown(media)
  }
}

/** What a format tells media apart by. */
const signsOf = (media: Media): string[] => [
  `id ${media.id}`,
  ...(media.hash === undefined ? [] : [`hash ${media.hash}`]),
  ...(media.reel === undefined ? [] : [`reel ${media.reel}`]),
  `file ${fileNameOf(media).toLowerCase()}`,
]

const asRecognised = ({ id, name, kind, panelId }: KnownFile): Recognised => ({
  key: panelId === null ? `file ${id}` : `panel ${panelId}`,
  name: name ?? '',
  panelId,
  mediaId: panelId === null ? id : null,
  isStill: kind === 'image',
})

/** The media of the cut by id: takes by the panel that shows them, uploaded files by themselves, what is offline by its clip. */
function* inCut({ tracks, media }: Timeline): Generator<[id: string, Recognised]> {
  const given = (value: unknown) => (typeof value === 'string' ? value : null)
  for (const { id, mediaId, name, metadata } of tracks.flatMap(({ clips }) => clips)) {
    const [panelId, fileId] = [given(metadata['panelId']), given(metadata['mediaId'])]
    const key = fileId !== null ? `file ${fileId}` : panelId !== null ? `panel ${panelId}` : `clip ${id}`
    yield [
      mediaId,
      { key, name, panelId: fileId === null ? panelId : null, mediaId: fileId, isStill: media[mediaId]?.kind === 'image' },
    ]
  }
}

const unknown = (media: Media): Recognised => ({
  key: `unknown ${media.hash ?? media.reel ?? fileNameOf(media).toLowerCase()}`,
  name: media.name || fileNameOf(media),
  panelId: null,
  mediaId: null,
  isStill: media.kind === 'image',
})
