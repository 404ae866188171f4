import './without-eval.ts'
export * from './client.ts'
export * from './contract.ts'
export * from './problems.ts'
export { ProjectFile } from './project-file.ts'
export * from './roles.ts'
export * from './route.ts'
export * from './vocabulary.ts'
export { openapi } from './openapi.ts'
export { Account, type ApiKey, InstanceRole as InstanceRoleName, Tokens } from './resources/accounts.ts'
export { ActivityEntry, ActivityPart } from './resources/activity.ts'
export { Asset } from './resources/assets.ts'
export { Budget } from './resources/budgets.ts'
export { CastReference, Character, Location } from './resources/cast.ts'
export { Clip, Overlap } from './resources/clips.ts'
export { Comment, CommentTarget } from './resources/comments.ts'
export type { Draft, DraftTarget } from './resources/drafts.ts'
export {
  Generation,
  GenerationBatch,
  GenerationKind,
  GenerationState,
  type GuidesAsked,
  Preset,
  type PresetGuide,
  type PresetNow,
} from './resources/generation.ts'
export { Feature, ServerStatus } from './resources/health.ts'
export { MediaFile, type Storage } from './resources/media.ts'
export { Invitation, Member } from './resources/members.ts'
export { DialogueLine, Panel, PanelPrompt, Take } from './resources/panels.ts'
export type { BuiltInTemplate, SavedTemplate } from './resources/project-templates.ts'
export { StoryboardLayout } from './resources/storyboard.ts'
export { AspectRatio, Project, ProjectTemplate, ProjectTree } from './resources/projects.ts'
export { WorkflowRole, type WorkflowPlace, type WorkflowRead } from './resources/presets.ts'
export { KeyedService, type ProviderKey } from './resources/provider-keys.ts'
export { Job, JobState, PullWorker } from './resources/queue.ts'
export {
  ClientFrame,
  longestTextFrame,
  Place as PlaceOfPerson,
  type RealtimeEvent,
  type ServerFrame,
  textColumns,
  type TextOf,
} from './resources/realtime.ts'
export type { ScenePlan } from './resources/scene-plans.ts'
export type { GenerationServer } from './resources/servers.ts'
export { Chapter, Instruction, Scene, TimelineAnalysis } from './resources/story.ts'
export type { StyleTemplate } from './resources/templates.ts'
export { TakeBranch, type TakeDetail, TakeTree } from './resources/takes.ts'
export { ExportFormat, Loss, Render, StoryCounts } from './resources/timeline.ts'
export { MediaPeaks, TimelineChange, TimelineEdit, TimelineStep } from './resources/timeline-edits.ts'
export { resumableUploads, Upload, Video, VideoStatistics, Visibility } from './resources/videos.ts'
export { type Webhook, type WebhookDelivery, WebhookEvent } from './resources/webhooks.ts'
