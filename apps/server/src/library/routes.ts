import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { publishRender } from './publish-render.ts'
import { oEmbed } from './sharing/oembed.ts'
import { videoFeed } from './sharing/rss.ts'
import { streamAddress } from './streams/address.ts'
import { rebaseDash, rebaseHls } from './streams/manifests.ts'
import { firstPlay, firstPlayJob } from './streams/first-play.ts'
import { prepareStream, prepareStreamJob } from './streams/prepare.ts'
import { storyboard, storyboardJob } from './streams/storyboard-job.ts'
import { webVttOf } from './streams/read-captions.ts'
import { readManifest } from './streams/read-manifest.ts'
import { deleteMediaFile } from './uploads/delete-media-file.ts'
import { getMediaFile, uploadFace, uploadMusic } from './uploads/media-file.ts'
import { getMediaPeaks } from './uploads/peaks.ts'
import { listUploads } from './uploads/resumable/read.ts'
import type { Spool } from './uploads/resumable/spool.ts'
import { storageOf } from './uploads/room.ts'
import { uploadVideo } from './uploads/video.ts'
import { deleteVideo, restoreVideo, updateVideo } from './videos/change.ts'
import { bulkDelete, bulkEdit, bulkRestore } from './videos/bulk.ts'
import { listVideos } from './videos/list.ts'
import { purgeOwn } from './videos/purge.ts'
import { getVideo } from './videos/read.ts'
import { forgetWatched, videosForYou } from './watching/for-you.ts'
import { noteWatching } from './watching/note.ts'
import { relatedVideos } from './watching/related.ts'
import { videoStatistics } from './watching/statistics.ts'

type Operations =
  | 'publishRender'
  | 'uploadVideo'
  | 'listUploads'
  | 'listVideos'
  | 'getVideo'
  | 'updateVideo'
  | 'deleteVideo'
  | 'restoreVideo'
  | 'bulkDeleteVideos'
  | 'bulkRestoreVideos'
  | 'bulkEditVideos'
  | 'bulkPurgeVideos'
  | 'noteWatching'
  | 'getOEmbed'
  | 'getVideoFeed'
  | 'getVideoStatistics'
  | 'listRelatedVideos'
  | 'listVideosForYou'
  | 'forgetWatchedVideos'
  | 'setVideoCaptions'
  | 'getDashManifest'
  | 'getHlsPlaylist'
  | 'uploadMusic'
  | 'uploadFace'
  | 'getMyStorage'
  | 'getMedia'
  | 'deleteMedia'
  | 'getMediaPeaks'

export function libraryRoutes(context: Context, spool: Spool): Handlers<Pick<typeof contract, Operations>> {
  const { database, grants } = context
  return {
    publishRender: async ({ actor, params, body }) => getVideo(context, await publishRender(context, actor.id, params.id, body)),
    uploadVideo: async ({ actor, upload, body, facts }) =>
      getVideo(context, await uploadVideo(context, actor.id, upload, body, facts.signal)),
    listUploads: ({ actor }) => listUploads(database, spool, actor.id),
    listVideos: ({ actor, query }) => listVideos(context, actor.id, query),
    getVideo: ({ params }) => getVideo(context, params.id),
    updateVideo: async ({ params, body }) => {
      await updateVideo(database, params.id, body)
      return getVideo(context, params.id)
    },
    deleteVideo: ({ params }) => deleteVideo(database, params.id),
    restoreVideo: async ({ params }) => {
      await restoreVideo(database, params.id)
      return getVideo(context, params.id)
    },
    bulkDeleteVideos: ({ actor, body }) => bulkDelete(database, actor.id, body.ids),
    bulkRestoreVideos: ({ actor, body }) => bulkRestore(database, actor.id, body.ids),
    bulkPurgeVideos: ({ actor, body }) => purgeOwn(context, actor.id, body.ids),
    bulkEditVideos: ({ actor, body: { ids, ...change } }) => bulkEdit(database, actor.id, ids, change),
    noteWatching: ({ actor, params, body, facts }) => noteWatching(database, params.id, body, { actor, ...facts }),
    getVideoStatistics: ({ params }) => videoStatistics(database, params.id),
    listRelatedVideos: ({ actor, params }) => relatedVideos(context, params.id, actor.kind === 'account' ? actor.id : null),
    listVideosForYou: ({ actor }) => videosForYou(context, actor),
    forgetWatchedVideos: ({ actor }) => forgetWatched(context, actor.id),
    setVideoCaptions: async ({ params, body }) => {
      await updateVideo(database, params.id, { captions: body.text === null ? null : webVttOf(body.text) })
      return getVideo(context, params.id)
    },
    getOEmbed: ({ query }) => oEmbed(context, query),
    getVideoFeed: async ({ query }) => ({
      mediaType: 'application/rss+xml; charset=utf-8',
      body: await videoFeed(context, query.ownerId),
      caching: 'revalidate',
    }),
    getDashManifest: async ({ params }) => {
      const { text, folder } = await readManifest(context, params.id, 'manifest.mpd')
      return {
        mediaType: 'application/dash+xml',
        body: rebaseDash(text, streamAddress(grants, params.id) + folder),
        caching: 'revalidate',
      }
    },
    getHlsPlaylist: async ({ params }) => {
      const { text, folder } = await readManifest(context, params.id, 'master.m3u8')
      return {
        mediaType: 'application/vnd.apple.mpegurl',
        body: rebaseHls(text, streamAddress(grants, params.id) + folder),
        caching: 'revalidate',
      }
    },
    uploadMusic: ({ actor, upload, facts }) => uploadMusic(context, actor.id, upload, facts.signal),
    uploadFace: ({ actor, upload, facts }) => uploadFace(context, actor.id, upload, facts.signal),
    getMyStorage: ({ actor }) => storageOf(context, actor.id),
    getMedia: ({ params }) => getMediaFile(context, params.id),
    deleteMedia: ({ actor, params }) => deleteMediaFile(database, actor.id, params.id),
    getMediaPeaks: ({ params }) => getMediaPeaks(context, params.id),
  }
}

export const libraryJobs = (context: Context) => [firstPlayJob(context), prepareStreamJob(context), storyboardJob(context)]

/** Kinds of jobs that keep what is not finished in a folder of their own. */
export const libraryJobKinds = [firstPlay, prepareStream, storyboard].map(({ kind }) => kind)
