import { setImmediate } from 'node:timers/promises'
import type { ExportFormat, ProjectRole, ProjectTree } from '@storycanvas/api'
import {
  fileName,
  type FormatId,
  type FormatOption,
  type FormatLosses,
  formats,
  InvalidTimeline,
  lossesByFormat,
  type Timeline,
  UnknownOption,
  writeAs,
  type WrittenFile,
} from '@storycanvas/timeline'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import type { BytesReply } from '../../platform/http/handlers.ts'
import { invalidField, RequestError } from '../../platform/http/problem.ts'
import { getProjectWithScenes } from '../../story/board/tree.ts'
import { screenplayOf, type WritableStory } from '../../writing/builtin/index.ts'
import { assembleTimeline } from '../assembly/read.ts'
import { bundle, bytesOf } from './bundle.ts'
import { type Offer, offers } from './catalogue.ts'
import { lossReport, offlineReport } from './losses.ts'
import { mediaFolder } from './media-folder.ts'
import { packaged } from './package.ts'

type Parts = Pick<Context, 'database' | 'grants' | 'media'>
type Choice = { version?: string | undefined; style?: string | undefined; media?: 'package' | undefined }

/** Every format with what it would lose of this very cut. */
export async function listExportFormats(
  { database }: Pick<Parts, 'database'>,
  projectId: string,
): Promise<z.output<typeof ExportFormat>[]> {
  const timeline = await assembleTimeline(database, projectId, mediaFolder)
  const losses = new Map<FormatId, FormatLosses['losses']>()
  for (const one of lossesByFormat(timeline)) {
    losses.set(one.id, one.losses)
    // A long film takes some milliseconds for each format: others get their turn in between.
    await setImmediate()
  }
  return [...offers].map(([id, offer]) => {
    const { label, programs, extension, mediaType } = offer
    return {
      ...{ id, label, programs, extension, mediaType },
      takesMedia: takesMedia(offer),
      options: optionsOf(offer),
      losses: offer.kind === 'screenplay' ? [] : lossesOf(timeline, offer, losses.get(offer.format) ?? []),
    }
  })
}

/** One format as a download named after the project; several files come as one archive. */
export async function exportProject(
  parts: Parts,
  project: { id: string; role: ProjectRole },
  format: string,
  choice: Choice,
): Promise<BytesReply> {
  const offer = offers.get(format)
  if (!offer) throw new RequestError('not-found', `There is no format “${format}”; there is ${[...offers.keys()].join(', ')}.`)
  if (choice.media !== undefined && !takesMedia(offer))
    throw invalidField('media', `${offer.label} names no files that could come along.`)
  if (offer.kind === 'screenplay') {
    const tree = await getProjectWithScenes(parts, project.id, project.role)
    const name = `${fileName(tree.project.name)}${offer.extension}`
    return { mediaType: offer.mediaType, fileName: name, body: offer.write(screenplayOf(storyOf(tree))), caching: 'never' }
  }
  const timeline = await assembleTimeline(parts.database, project.id, mediaFolder)
  const name = fileName(timeline.name)
  const files = filesOf(timeline, offer, choice)
  if (choice.media === 'package') return packaged(parts.media, `${name}.zip`, timeline, files)
  const [only, ...others] = files
  if (!only) throw new Error(`The writer of ${format} gave no file.`)
  // A file whose name its program prescribes travels in an archive of the project's name.
  if (others.length > 0 || !only.name.startsWith(name)) return bundle(`${name}.zip`, [only, ...others])
  return { mediaType: only.type, fileName: only.name, body: bytesOf(only), caching: 'never' }
}

/** A stored story as the writer of screenplays wants it: with null where nothing was said. */
function storyOf({ project, chapters }: ProjectTree): WritableStory {
  return {
    title: project.name,
    author: null,
    chapters: chapters.map(chapter => ({
      ...chapter,
      scenes: chapter.scenes.map(scene => ({
        ...scene,
        panels: scene.panels.map(({ description, dialogue }) => ({
          description,
          dialogue: dialogue.map(line => ({ ...line, parenthetical: line.parenthetical.trim() || null })),
        })),
      })),
    })),
  }
}

type TimelineOffer = Extract<Offer, { kind: 'timeline' }>

function filesOf(timeline: Timeline, { format }: TimelineOffer, choice: Choice): readonly WrittenFile[] {
  try {
    return writeAs(timeline, format, chosenOptions(format, choice)).files
  } catch (error) {
    if (error instanceof InvalidTimeline)
      throw new RequestError('not-possible-now', error.message, {
        errors: error.problems.map(({ clipIds, code, sentence }) => ({ field: clipIds[0] ?? code, message: sentence })),
      })
    if (error instanceof UnknownOption) throw invalidField(choice.style === undefined ? 'version' : 'style', error.message)
    throw error
  }
}

const takesMedia = (offer: Offer): boolean => offer.kind === 'timeline' && offer.carries === 'cut'

/** Formats call their choice of reader a style or a target; requests call it a style. */
const readerOption = (format: FormatId): 'target' | 'style' => ('target' in formats[format].options ? 'target' : 'style')

function optionsOf(offer: Offer): z.output<typeof ExportFormat>['options'] {
  if (offer.kind === 'screenplay') return []
  const options: { readonly [name: string]: FormatOption } = formats[offer.format].options
  const places = { version: 'version', style: readerOption(offer.format) }
  return (['version', 'style'] as const).flatMap(name => {
    const option = options[places[name]]
    if (!option) return []
    return [{ name, label: option.label, values: Object.entries(option.values).map(([value, label]) => ({ value, label })) }]
  })
}

function chosenOptions(format: FormatId, { version, style }: Choice): { [name: string]: string } {
  const reader = readerOption(format)
  return { ...(version === undefined ? {} : { version }), ...(style === undefined ? {} : { [reader]: style }) }
}

function lossesOf(
  timeline: Timeline,
  offer: TimelineOffer,
  losses: FormatLosses['losses'],
): z.output<typeof ExportFormat>['losses'] {
  if (losses instanceof InvalidTimeline)
    return [{ code: 'not-writable', message: losses.message, where: 'timeline', count: losses.problems.length }]
  const report = lossReport(timeline, losses)
  return offer.carries === 'cut' ? [...offlineReport(timeline), ...report] : report
}
