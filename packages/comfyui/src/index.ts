export { Graph, isLink, type GraphNode, type InputValue, type Link, nodeTitle } from './graph/graph.ts'
export { readObjectInfo, type InputSpec, type NodeClass, type ObjectInfo } from './graph/object-info.ts'
export { type Lora, withLoras } from './graph/loras.ts'
export type { GraphProblem, GraphProblemKind } from './graph/problem.ts'
export { type ModelStack, modelStack } from './graph/stack.ts'
export { validateGraph } from './graph/validate.ts'
export { readBuiltInPresets, readPreset } from './preset/built-in.ts'
export { type FrameSize, sizeForAspect } from './preset/check-size.ts'
export type { ParameterValue, ParameterValues } from './preset/check-parameters.ts'
export { type Compiled, type CompileOptions, compilePreset } from './preset/compile.ts'
export { nearestOnGrid } from './graph/step.ts'
export { checkReferences } from './preset/check-references.ts'
export { checkEligibility, type Eligibility, type ServerFacts } from './preset/eligibility.ts'
export { type CostEstimate, estimateCost } from './preset/estimate.ts'
export {
  type ParameterProblem,
  Preset,
  PresetError,
  type PresetFile,
  type PresetKind,
  type PresetParameter,
  type PresetVariant,
  requiredNodes,
  variantOf,
} from './preset/preset.ts'
export { convertWorkflow } from './workflow/convert.ts'
export { findInputs, type InputRole, type InputSuggestion } from './workflow/find-inputs.ts'
export { readWorkflow, type Workflow, WorkflowError } from './workflow/read.ts'
export { type InputMapping, setInputs } from './workflow/set-inputs.ts'
export { type MappedPlace, type MappedWorkflow, needsOfGraph, type PlaceRole, presetOfWorkflow } from './workflow/to-preset.ts'
export type { UiWorkflow } from './workflow/ui.ts'
export { type ComfyServer, type ComfyServerOptions, openComfyServer } from './comfyui/server.ts'
export type { ComfyDescription } from './comfyui/describe.ts'
export { prefixOf, prefixOfSeveral } from './comfyui/left-behind.ts'
export { openRunPodServer, type RunPodAddress, type RunPodOptions } from './runpod/server.ts'
export { type AttemptId, isAttemptId, newAttemptId } from './server/attempt-id.ts'
export type { ServerAddress } from './server/calls.ts'
export type { Clock } from './server/clock.ts'
export type { ServerEvent } from './server/events.ts'
export { isCertainlyNotThere, type RefusalReason, ServerError, type ServerFailure } from './server/failure.ts'
export { createNodeTransport, type NodeTransport } from './server/node-transport.ts'
export type { Output, OutputFile, OutputSource, OutputText } from './server/output.ts'
export type { RunFailure } from './server/run-failure.ts'
export type {
  Abilities,
  Accepted,
  Attempt,
  AttemptKey,
  AttemptState,
  Download,
  DownloadOptions,
  GenerationServer,
  Health,
  InputFile,
  QueuedJob,
} from './server/server.ts'
export type { Headers, Transport, TransportBody, TransportRequest, TransportResponse } from './server/transport.ts'
export { type EndState, evict, follow, type FollowOptions, reconcile } from './follow.ts'
