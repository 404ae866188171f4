import type { Grants } from '../../platform/media/grants.ts'

/** What a stream's grant covers: every file of one video. */
export const streamSubject = (videoId: string) => `stream\n${videoId}`

/** Names the WebVTT and the sheets of pictures for hovering, beside the manifests. */
export const storyboardName = 'storyboard'

/** Signed address below which the files of a video's stream lie; relative names in its manifests stay below it. */
export const streamAddress = (grants: Grants, videoId: string) => `/streams/${grants.grant(streamSubject(videoId))}/${videoId}`
