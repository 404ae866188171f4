import { z } from 'zod'
import { byId, frames, id, instant, page, pageQuery, Rate, text, line } from '../fields.ts'
import { bytes, json, routes } from '../route.ts'
import { TimelineChange, TimelineEdit, TimelineStep } from './timeline-edits.ts'

export const Loss = z.object({ code: z.string(), message: z.string(), where: z.string(), count: z.int() })

const ExportOption = z.object({
  /** The name under which the choice is sent. */
  name: z.enum(['version', 'style']),
  label: z.string(),
  /** The first is the default. */
  values: z.array(z.object({ value: z.string(), label: z.string() })),
})

export const ExportFormat = z.object({
  id: z.string().meta({ examples: ['fcpxml'] }),
  label: z.string(),
  programs: z.string().meta({ examples: ['Final Cut Pro, DaVinci Resolve'] }),
  extension: z.string(),
  mediaType: z.string(),
  /** Whether the files that it names can come along. */
  takesMedia: z.boolean(),
  options: z.array(ExportOption),
  /** What this format cannot carry of this very timeline. */
  losses: z.array(Loss),
})
export type ExportFormat = z.output<typeof ExportFormat>

export const StoryCounts = z.object({
  chapters: z.int(),
  scenes: z.int(),
  panels: z.int(),
  characters: z.int(),
  locations: z.int(),
  dialogueLines: z.int(),
  durationMs: z.int(),
})

/** Pictures of another shape: whole between black bars, cut to the canvas, or whole before their own blurred likeness. */
const Fitting = z.enum(['bars', 'fill', 'blurred'])

export const Render = z.object({
  id,
  projectId: id,
  jobId: id.nullable(),
  state: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
  progress: z.number(),
  stage: z.string(),
  secondsLeft: z.number().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  captions: z.enum(['burnt-in', 'sidecar', 'none']),
  fitting: Fitting,
  slate: z.boolean(),
  rate: Rate,
  width: z.int(),
  height: z.int(),
  durationFrames: frames,
  bytes: z.int().nullable(),
  /** Signed download address once it is done. */
  url: z.string().nullable(),
  /** Captions beside the film, as WebVTT and as SubRip. */
  captionsUrl: z.string().nullable(),
  captionsSrtUrl: z.string().nullable(),
  /** Signed address of a small picture of what was drawn last, while it runs; another picture has another address. */
  previewUrl: z.string().nullable(),
  videoId: id.nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
})
export type Render = z.output<typeof Render>

/** A cut as an editor has written it. 10,000 clips make 3 to 25 million characters. */
const HomeDocument = {
  fileName: line(300).meta({ examples: ['recut.fcpxml'] }),
  text: z.string().min(1).max(32_000_000),
}
const homeBodyBytes = 64 * 1024 ** 2

const onProject = { kind: 'object', object: 'project', at: 'params.id' } as const
const onRender = { kind: 'object', object: 'render', at: 'params.id' } as const

/** The document of packages/timeline; its exact shape is published as a JSON Schema there. */
const TimelineDocument = z.object({ schema: z.literal('storycanvas.timeline/1') }).loose()

export const timeline = routes({
  getTimeline: {
    method: 'GET',
    path: '/api/v1/projects/:id/timeline',
    group: 'timeline',
    summary: "The project's cut with captions and signed media addresses",
    access: { ...onProject, action: 'view' },
    params: byId,
    reply: json(TimelineDocument),
  },
  editTimeline: {
    method: 'POST',
    path: '/api/v1/projects/:id/timeline/edits',
    group: 'timeline',
    summary: 'Edit the cut: all edits or none, as one step that can be undone',
    access: { ...onProject, action: 'edit' },
    params: byId,
    body: z.strictObject({ edits: z.array(TimelineEdit).min(1).max(500), label: line(200).optional() }),
    reply: json(TimelineStep),
  },
  undoTimeline: {
    method: 'POST',
    path: '/api/v1/projects/:id/timeline/undo',
    group: 'timeline',
    summary: "Take the caller's latest step back",
    access: { ...onProject, action: 'edit' },
    params: byId,
    body: z.strictObject({}),
    reply: json(TimelineStep),
  },
  redoTimeline: {
    method: 'POST',
    path: '/api/v1/projects/:id/timeline/redo',
    group: 'timeline',
    summary: 'Make the step again that the caller took back last',
    access: { ...onProject, action: 'edit' },
    params: byId,
    body: z.strictObject({}),
    reply: json(TimelineStep),
  },
  compareTimeline: {
    method: 'POST',
    path: '/api/v1/projects/:id/timeline/compare',
    group: 'timeline',
    summary: 'What an editor has done: FCPXML, FCP 7 XML, EDL, OTIO, MLT or JSON against the cut; nothing is changed',
    access: { ...onProject, action: 'edit' },
    limit: { max: 60, seconds: 60 },
    params: byId,
    maxBodyBytes: homeBodyBytes,
    body: z.strictObject(HomeDocument),
    reply: json(
      z.object({
        format: z.enum(['fcpxml', 'xmeml', 'edl', 'otio', 'mlt', 'json']),
        changes: z.array(TimelineChange),
        /** What the document holds and the cut cannot. */
        notes: z.array(z.string()),
        revision: z.int(),
      }),
    ),
  },
  takeTimelineChanges: {
    method: 'POST',
    path: '/api/v1/projects/:id/timeline/changes',
    group: 'timeline',
    summary: 'Take changes of an editor over, one by one or all, as one step that can be undone',
    access: { ...onProject, action: 'edit' },
    limit: { max: 60, seconds: 60 },
    params: byId,
    maxBodyBytes: homeBodyBytes,
    body: z.strictObject({
      ...HomeDocument,
      /** As the comparison answered it. */
      revision: z.int(),
      take: z.union([z.literal('all'), z.array(z.string().max(500)).min(1).max(100_000)]),
    }),
    reply: json(
      TimelineStep.extend({
        /** Changes that cannot be made without others. */
        skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
      }),
    ),
  },
  listExportFormats: {
    method: 'GET',
    path: '/api/v1/projects/:id/export',
    group: 'export',
    summary: 'Formats, and what each would lose of this timeline',
    access: { ...onProject, action: 'view' },
    params: byId,
    reply: json(z.object({ items: z.array(ExportFormat) })),
  },
  exportProject: {
    method: 'GET',
    path: '/api/v1/projects/:id/export/:format',
    group: 'export',
    summary: 'Download the cut for an editor, the captions or the screenplay',
    access: { ...onProject, action: 'view' },
    params: z.object({
      id,
      format: z
        .string()
        .max(40)
        .meta({ examples: ['fcpxml'] }),
    }),
    query: z.object({
      version: z.string().max(10).optional(),
      style: z.string().max(20).optional(),
      media: z.enum(['package']).optional().meta({ description: 'package: a zip of the document with the files that it names' }),
    }),
    reply: bytes('application/xml', 'text/plain', 'application/json', 'application/zip', 'text/vtt'),
  },
  importIntoProject: {
    method: 'POST',
    path: '/api/v1/projects/:id/import',
    group: 'export',
    summary: 'Import a story: Fountain or prose becomes chapters, scenes, characters and panels; a second import merges',
    access: { ...onProject, action: 'edit' },
    status: 201,
    limit: { max: 30, seconds: 60 },
    params: byId,
    body: z.strictObject({
      kind: z.literal('story').default('story'),
      format: z.enum(['auto', 'fountain', 'final-draft', 'prose']).default('auto'),
      title: line(200).optional(),
      text: text(5_000_000),
      /** Only report what would be made. */
      preview: z.boolean().default(false),
    }),
    reply: json(
      z.object({
        format: z.enum(['fountain', 'final-draft', 'prose']),
        writer: z.literal('built-in writer'),
        made: StoryCounts,
        merged: z.object({ added: z.int(), changed: z.int(), kept: z.int(), missing: z.int() }),
        notes: z.array(z.string()),
      }),
    ),
  },
  createRender: {
    method: 'POST',
    path: '/api/v1/projects/:id/renders',
    group: 'export',
    summary: 'Render the cut to MP4',
    access: { ...onProject, action: 'edit' },
    status: 202,
    params: byId,
    body: z.strictObject({
      captions: z.enum(['burnt-in', 'sidecar', 'none']).default('burnt-in'),
      slate: z.boolean().default(false),
      /** Words in the corner of every picture. */
      watermark: line(100).nullable().default(null),
      /** Integrated loudness in LUFS; null leaves the mix as it is. */
      loudness: z.number().min(-40).max(-5).nullable().default(-14),
      /** Music gives way while somebody speaks. */
      ducking: z.boolean().default(true),
      fitting: Fitting.default('bars'),
      /** Frames a second of the film; null keeps those of the cut. Each cut goes to the first frame at or after it. */
      frameRate: Rate.nullable().default(null),
      height: z.union([z.literal(360), z.literal(480), z.literal(720), z.literal(1080)]).default(720),
    }),
    reply: json(Render),
  },
  listRenders: {
    method: 'GET',
    path: '/api/v1/projects/:id/renders',
    group: 'export',
    summary: 'Renders of a project, newest first',
    access: { ...onProject, action: 'view' },
    params: byId,
    query: z.object(pageQuery),
    reply: json(page(Render)),
  },
  getRender: {
    method: 'GET',
    path: '/api/v1/renders/:id',
    group: 'export',
    summary: 'One render',
    access: { ...onRender, action: 'view' },
    params: byId,
    reply: json(Render),
  },
  getRenderPreview: {
    method: 'GET',
    path: '/api/v1/renders/:id/preview/:grant',
    group: 'export',
    summary: 'A small picture of what a running render has drawn last',
    access: { kind: 'anyone', because: 'the address is signed, and pictures of a page cannot carry a token' },
    params: byId.extend({ grant: z.string().max(100) }),
    reply: bytes('image/jpeg'),
  },
  cancelRender: {
    method: 'POST',
    path: '/api/v1/renders/:id/cancel',
    group: 'export',
    summary: 'Cancel a render',
    access: { ...onRender, action: 'edit' },
    params: byId,
    reply: json(Render),
  },
})
