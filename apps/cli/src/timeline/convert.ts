import { writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import {
  type FormatId,
  formats,
  InvalidTimeline,
  isFormatId,
  UnknownOption,
  writeAs,
  type WrittenFile,
  zipFiles,
} from '@storycanvas/timeline'
import type { Command } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { parseRate, readTimeline } from './read-timeline.ts'

const usage = `storycanvas convert <in> <out> [--rate 29.97] [--to FORMAT] [--version 1.10] [--target resolve] [--style avid] [--report loss.json]
  Turns a timeline of one program into that of another: .fcpxml .fcpxmld .xml .edl .otio .otioz .otiod .mlt .json .zip in,
  .fcpxml .xml .edl .otio .mlt .json .txt (Vegas) .ale (Avid) .zip (Resolve) .vtt .srt out. --to chooses where an extension
  leaves a choice. Where a format needs several files the others stand beside the first, which names them.
  Prints as JSON what was written and what it does not hold: { from, to, files, losses, notes }, losses being of the new
  file and notes of the one that was read. Exits with 2 and the line and element where a file is refused.`

const options = {
  rate: { type: 'string' },
  to: { type: 'string' },
  version: { type: 'string' },
  target: { type: 'string' },
  style: { type: 'string' },
  report: { type: 'string' },
} as const

const byExtension: Record<string, FormatId> = {
  '.fcpxml': 'fcpxml',
  '.xml': 'xmeml',
  '.edl': 'edl',
  '.otio': 'otio',
  '.mlt': 'mlt',
  '.json': 'json',
  '.txt': 'vegas',
  '.ale': 'avid',
  '.zip': 'resolve',
  '.vtt': 'webvtt',
  '.srt': 'srt',
}

/** Converts between any two formats, and prints the loss report. */
async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [source, target, ...more] = positionals
  if (source === undefined || target === undefined || more.length > 0)
    throw new UsageError('Name the file to read and the file to write.')
  const {
    timeline,
    notes,
    format: from,
  } = await readTimeline(source, values.rate === undefined ? undefined : parseRate(values.rate))
  const to = outputFormat(target, values.to)
  const { files, losses } = written(() =>
    writeAs(timeline, to, chosen(values), { fileName: stem(target), mediaBase: folderAddress(source) }),
  )
  const names = await store(files, resolve(target))
  const report = { from, to, files: names, losses, notes }
  if (values.report !== undefined) await writeFile(values.report, JSON.stringify(report, null, 2))
  console.log(JSON.stringify(report, null, 2))
}

function outputFormat(target: string, named: string | undefined): FormatId {
  if (named !== undefined) {
    if (isFormatId(named)) return named
    throw new UsageError(`--to ${named} is not one of ${Object.keys(formats).join(', ')}.`)
  }
  const format = byExtension[extname(target).toLowerCase()]
  if (!format)
    throw new UsageError(`${target}: a file of this kind is not written; there is ${Object.keys(byExtension).join(', ')}.`)
  return format
}

const chosen = ({ version, target, style }: { version?: string; target?: string; style?: string }) => ({
  ...(version === undefined ? {} : { version }),
  ...(target === undefined ? {} : { target }),
  ...(style === undefined ? {} : { style }),
})

function written<T>(write: () => T): T {
  try {
    return write()
  } catch (error) {
    if (error instanceof UnknownOption || error instanceof InvalidTimeline) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

/** One file goes where it was asked for; several go beside each other under their own names, or into one archive. */
async function store(files: readonly WrittenFile[], target: string): Promise<string[]> {
  if (extname(target).toLowerCase() === '.zip') {
    await writeFile(target, zipFiles(files))
    return [basename(target)]
  }
  const names = files.map(({ name }, index) => (index === 0 ? basename(target) : name))
  for (const [index, file] of files.entries()) {
    const path = join(dirname(target), names[index] as string)
    await writeFile(path, 'text' in file ? file.text : file.bytes)
  }
  return names
}

const stem = (path: string) => basename(path, extname(path))
const folderAddress = (path: string) => pathToFileURL(`${dirname(resolve(path))}/`).href

export const convert: Command = { usage, run }
