export { renderTimeline, type RenderOptions, type RenderProgress, type RenderResult } from './render/render.ts'
export { RenderError, type RenderFailureCode } from './render/failure.ts'
export { pictureSize } from './render/picture-size.ts'
export type { Fitting } from './render/fitting.ts'
export type { RenderPreset } from './render/preset.ts'
export type { Slate } from './render/segment.ts'
export type { CaptionFont } from './render/caption.ts'
export { type Ducking, usualDucking } from './render/duck.ts'
export { type Loudness, measureLoudness } from './sound/loudness.ts'
export { type FailureReason, MediaRunError, type RunFacts } from './sandbox/failure.ts'
export type { InputFile } from './sandbox/placement.ts'
export type { RunProgress } from './sandbox/progress.ts'
export {
  defaultToolSettings,
  MediaToolsMissing,
  type MediaTools,
  type MediaToolSettings,
  openMediaTools,
} from './sandbox/tools.ts'
export {
  isWebReady,
  type Ladder,
  type LadderOptions,
  type MeasuredSound,
  remuxForPlayback,
  transcodeLadder,
  transcodeQuickly,
} from './ladder/ladder.ts'
export { foreseeRemux, withForeseen } from './ladder/source-index.ts'
export type { LadderEncoding } from './ladder/transcode-command.ts'
export { manifestFiles } from './manifest/files.ts'
export { plannedRendition } from './manifest/planned.ts'
export {
  type AudioRendition,
  initialisationName,
  type Rendition,
  segmentName,
  type VideoRendition,
} from './manifest/rendition.ts'
export { sniffContainer, sniffedBytes } from './probe/container.ts'
export { type Probe, probeMedia } from './probe/probe.ts'
export {
  type AudioFacts,
  defaultProbeLimits,
  type MediaFacts,
  type ProbeLimits,
  type Refusal,
  type RefusalCode,
  type VideoFacts,
} from './probe/facts.ts'
export {
  inspectPicture,
  type PictureFacts,
  type PictureInspection,
  type PictureOutput,
  type PictureRefusal,
  type PictureRefusalCode,
  reencodePicture,
} from './image/picture.ts'
export type { PictureFormat } from './image/format.ts'
export { extractPoster, type PosterOptions } from './image/poster.ts'
export { makeStoryboard, type Storyboard } from './image/storyboard.ts'
export { extractCaptions } from './captions/extract.ts'
export { measurePeaks, type Peaks } from './sound/peaks.ts'
