import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { bwrapArguments } from './bwrap.ts'
import { placeFiles } from './placement.ts'

export type MediaToolSettings = {
  /** Path or name of each program. */
  readonly ffmpeg: string
  readonly ffprobe: string
  /** Opens files of other people without a sandbox. Shown to the administrator, off by default. */
  readonly allowUnsandboxed: boolean
}

/** The media programs of this machine, found once at start and handed to every function here. Plain data. */
export type MediaTools = {
  readonly ffmpeg: string
  readonly ffprobe: string
  readonly version: string
  readonly prlimit: string | null
  readonly sandbox: { readonly kind: 'bwrap'; readonly path: string } | { readonly kind: 'none'; readonly why: string }
  readonly allowUnsandboxed: boolean
  /** True where HDR can be mapped to SDR with zscale and tonemap; otherwise its colours come out pale. */
  readonly canToneMap: boolean
}

/** The machine lacks something; the message says what to install. */
export class MediaToolsMissing extends Error {
  override readonly name = 'MediaToolsMissing'
}

const neededEncoders = ['libx264', 'aac', 'mjpeg'] as const
const neededFilters = ['scale', 'fps', 'ass', 'ebur128', 'aresample'] as const

export const defaultToolSettings: MediaToolSettings = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe', allowUnsandboxed: false }

/**
 * Finds ffmpeg and ffprobe, checks what they can do, and tries the sandbox by really running ffmpeg in it.
 * Throws {@link MediaToolsMissing} where rendering or transcoding could not work.
 */
export function openMediaTools(settings: MediaToolSettings = defaultToolSettings): MediaTools {
  const ffmpeg = found(settings.ffmpeg)
  const ffprobe = found(settings.ffprobe)
  if (ffmpeg === null || ffprobe === null) {
    const missing = ffmpeg === null ? settings.ffmpeg : settings.ffprobe
    throw new MediaToolsMissing(
      `${missing} was not found. Install ffmpeg 5 or newer (Debian and Ubuntu: apt install ffmpeg bubblewrap; Fedora: dnf install ffmpeg bubblewrap; macOS: brew install ffmpeg).`,
    )
  }
  const version = /^ffmpeg version n?(\S+)/.exec(said(ffmpeg, ['-version']))?.[1]
  if (version === undefined) throw new MediaToolsMissing(`${ffmpeg} does not answer -version as ffmpeg does.`)
  if (Number.parseInt(version, 10) < 5) throw new MediaToolsMissing(`${ffmpeg} is version ${version}; 5 or newer is needed.`)
  const encoders = listed(said(ffmpeg, ['-hide_banner', '-encoders']))
  const filters = listed(said(ffmpeg, ['-hide_banner', '-filters']))
  const lacking = [...neededEncoders.filter(name => !encoders.has(name)), ...neededFilters.filter(name => !filters.has(name))]
  if (lacking.length > 0) {
    throw new MediaToolsMissing(
      `${ffmpeg} was built without ${lacking.join(', ')}. Install a full build (Debian and Ubuntu: apt install ffmpeg).`,
    )
  }
  return {
    ffmpeg,
    ffprobe,
    version,
    prlimit: found('prlimit'),
    sandbox: findSandbox(ffmpeg),
    allowUnsandboxed: settings.allowUnsandboxed,
    canToneMap: filters.has('zscale') && filters.has('tonemap'),
  }
}

/** User namespaces may be switched off even where bwrap is installed: only running it tells. */
function findSandbox(ffmpeg: string): MediaTools['sandbox'] {
  const path = found('bwrap')
  if (path === null) return { kind: 'none', why: 'bubblewrap (bwrap) is not installed' }
  const line = [...bwrapArguments(path, ffmpeg, placeFiles('bwrap', null)), ffmpeg, '-version']
  const tried = spawnSync(path, line.slice(1), { encoding: 'utf8', timeout: 20_000, killSignal: 'SIGKILL' })
  if (tried.status === 0 && tried.stdout.startsWith('ffmpeg version')) return { kind: 'bwrap', path }
  return { kind: 'none', why: (tried.stderr || tried.error?.message || 'bwrap failed').trim().slice(0, 300) }
}

function found(program: string): string | null {
  const places = isAbsolute(program) ? [program] : (process.env['PATH'] ?? '').split(delimiter).map(place => join(place, program))
  return places.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function said(program: string, argv: readonly string[]): string {
  return spawnSync(program, argv, { encoding: 'utf8', timeout: 20_000, maxBuffer: 2 ** 22 }).stdout ?? ''
}

/** The second column of ffmpeg's lists. */
function listed(text: string): ReadonlySet<string> {
  return new Set(text.split('\n').map(line => line.trim().split(/\s+/)[1] ?? ''))
}
