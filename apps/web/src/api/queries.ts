import type { ActivityPart } from '@storycanvas/api'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { JobFilter } from './jobLists.ts'
import { server } from './server.ts'
import { type Total, totalOf } from './total.ts'

/** Enough for one screen of a list and what one scrolls to next. */
const PAGE = 100
const nextPage = (page: { nextCursor: string | null }) => page.nextCursor ?? undefined

/** Keys of everything cached, from the widest to the narrowest: a change names the narrowest it touches. */
export const keys = {
  projects: ['projects'] as const,
  project: (id: string) => ['project', id] as const,
  tree: (id: string) => ['project', id, 'tree'] as const,
  comments: (id: string) => ['project', id, 'comments'] as const,
  directions: (id: string) => ['project', id, 'directions'] as const,
  drafts: (id: string) => ['project', id, 'drafts'] as const,
  members: (id: string) => ['project', id, 'members'] as const,
  invitations: (id: string) => ['project', id, 'invitations'] as const,
  timeline: (id: string) => ['project', id, 'timeline'] as const,
  formats: (id: string) => ['project', id, 'formats'] as const,
  renders: (id: string) => ['project', id, 'renders'] as const,
  batches: (id: string) => ['project', id, 'batches'] as const,
  batch: (projectId: string, id: string) => ['project', projectId, 'batches', id] as const,
  estimate: (projectId: string) => ['project', projectId, 'estimate'] as const,
  budget: (projectId: string) => ['project', projectId, 'budget'] as const,
  activity: (id: string) => ['project', id, 'activity'] as const,
  presets: ['presets'] as const,
  generationServers: ['generation-servers'] as const,
  styleTemplates: ['style-templates'] as const,
  providerKeys: ['provider-keys'] as const,
  panelPrompt: (id: string) => ['panel', id, 'prompt'] as const,
  /** Of a character or a place: pictures of it, and the prompt for one. */
  cast: (id: string) => ['cast', id] as const,
  panelTakes: (id: string) => ['panel', id, 'takes'] as const,
  takeTree: (panelId: string) => ['panel', panelId, 'takes', 'tree'] as const,
  take: (panelId: string, id: string) => ['panel', panelId, 'takes', id] as const,
  staleTakes: (id: string) => ['project', id, 'stale-takes'] as const,
  jobs: ['jobs'] as const,
  queueStatus: ['queue-status'] as const,
  /** The newest frame of what a job is making; filled by what the server reports, never asked for. */
  preview: (jobId: string) => ['preview', jobId] as const,
  assets: ['assets'] as const,
  videos: ['videos'] as const,
  storage: ['storage'] as const,
  uploads: ['uploads'] as const,
  video: (id: string) => ['video', id] as const,
  statistics: (id: string) => ['statistics', id] as const,
  forYou: ['for-you'] as const,
  related: (id: string) => ['related', id] as const,
  sessions: ['sessions'] as const,
  apiKeys: ['api-keys'] as const,
  admin: ['admin'] as const,
}

export const statusQuery = queryOptions({ queryKey: ['status'], queryFn: ({ signal }) => server.getStatus({}, { signal }) })

export const storageQuery = queryOptions({ queryKey: keys.storage, queryFn: ({ signal }) => server.getMyStorage({}, { signal }) })

export type ProjectShelf = 'active' | 'archived' | 'trash'
export const projectsQuery = (shelf: ProjectShelf, search: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.projects, shelf, search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      server.listProjects(
        {
          query: {
            limit: PAGE,
            cursor: pageParam,
            search: search || undefined,
            ...(shelf === 'trash' ? { deleted: 'true' } : { status: shelf }),
          },
        },
        { signal },
      ),
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })

export const treeQuery = (id: string) =>
  queryOptions({
    queryKey: keys.tree(id),
    queryFn: ({ signal }) => server.getProjectWithScenes({ params: { id } }, { signal }),
  })

export const directionsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.directions(id),
    queryFn: ({ signal }) => server.listInstructions({ params: { id }, query: {} }, { signal }),
    staleTime: 0,
  })

export const draftsQuery = (projectId: string, state: 'open' | 'chosen') =>
  queryOptions({
    queryKey: [...keys.drafts(projectId), state],
    queryFn: ({ signal }) => server.listDrafts({ query: { projectId, state, limit: PAGE } }, { signal }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  })

export const panelPromptQuery = (id: string) =>
  queryOptions({
    queryKey: keys.panelPrompt(id),
    queryFn: ({ signal }) => server.getPanelPrompt({ params: { id } }, { signal }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  })

export type CastTarget = { kind: 'character' | 'location'; id: string }

export const castPromptQuery = ({ kind, id }: CastTarget) =>
  queryOptions({
    queryKey: [...keys.cast(id), 'prompt'],
    queryFn: ({ signal }) =>
      server[kind === 'character' ? 'getCharacterPrompt' : 'getLocationPrompt']({ params: { id } }, { signal }),
    staleTime: 0,
  })

/** The newest pictures of a character or a place. */
export const castTakesQuery = ({ kind, id }: CastTarget) =>
  queryOptions({
    queryKey: [...keys.cast(id), 'takes'],
    queryFn: ({ signal }) =>
      server[kind === 'character' ? 'listCharacterTakes' : 'listLocationTakes'](
        { params: { id }, query: { limit: PAGE } },
        { signal },
      ),
    staleTime: 0,
  })

export const panelTakesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.panelTakes(id),
    queryFn: ({ signal }) => server.listPanelTakes({ params: { id } }, { signal }),
    staleTime: 0,
  })

export const takeTreeQuery = (panelId: string) =>
  queryOptions({
    queryKey: keys.takeTree(panelId),
    queryFn: ({ signal }) => server.getTakeTree({ params: { id: panelId } }, { signal }),
    staleTime: 0,
  })

export const takeQuery = (panelId: string, id: string) =>
  queryOptions({
    queryKey: keys.take(panelId, id),
    queryFn: ({ signal }) => server.getTake({ params: { id } }, { signal }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  })

export const comparisonQuery = (panelId: string, left: string, right: string) =>
  queryOptions({
    queryKey: [...keys.take(panelId, left), right],
    queryFn: ({ signal }) => server.compareTakes({ params: { id: left }, query: { with: right } }, { signal }),
    placeholderData: keepPreviousData,
  })

export const staleTakesQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.staleTakes(projectId),
    queryFn: ({ signal }) => server.listStaleTakes({ params: { id: projectId } }, { signal }),
    staleTime: 0,
  })

export type ActivityFilter = { by?: string; kind?: ActivityPart['kind'] }
export const activityQuery = (projectId: string, filter: ActivityFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.activity(projectId), filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      server.listActivity({ params: { id: projectId }, query: { ...filter, limit: PAGE, cursor: pageParam } }, { signal }),
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export const invitationsQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.invitations(projectId),
    queryFn: ({ signal }) => server.listInvitations({ params: { id: projectId } }, { signal }),
    staleTime: 0,
  })

export const membersQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.members(projectId),
    queryFn: ({ signal }) => server.listMembers({ params: { id: projectId } }, { signal }),
    staleTime: 0,
  })

/** Comments on one thing, all that are open, or all that speak to who asks. */
export type CommentFilter = { targetId?: string; kind?: 'panel' | 'scene' | 'cut'; mentioned?: 'true' }
export const commentsQuery = (projectId: string, filter: CommentFilter) =>
  queryOptions({
    queryKey: [...keys.comments(projectId), filter],
    queryFn: ({ signal }) => server.listComments({ params: { id: projectId }, query: filter }, { signal }),
  })

export const timelineQuery = (id: string) =>
  queryOptions({ queryKey: keys.timeline(id), queryFn: ({ signal }) => server.getTimeline({ params: { id } }, { signal }) })

export const formatsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.formats(id),
    queryFn: ({ signal }) => server.listExportFormats({ params: { id } }, { signal }),
    staleTime: 0,
  })

export const rendersQuery = (id: string) =>
  queryOptions({
    queryKey: keys.renders(id),
    queryFn: ({ signal }) => server.listRenders({ params: { id }, query: { limit: 20 } }, { signal }),
  })

export const batchesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.batches(id),
    queryFn: ({ signal }) => server.listBatches({ query: { projectId: id, limit: 20 } }, { signal }),
  })

export const batchQuery = (projectId: string, id: string) =>
  infiniteQueryOptions({
    queryKey: keys.batch(projectId, id),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      server.getBatch({ params: { id }, query: { limit: PAGE, cursor: pageParam } }, { signal }),
    getNextPageParam: nextPage,
    staleTime: 0,
  })

/** Servers come and go: what can draw now is asked for anew whenever it is looked at. */
export const presetsQuery = queryOptions({
  queryKey: keys.presets,
  queryFn: ({ signal }) => server.listPresets({}, { signal }),
  staleTime: 0,
})

export type DrawScope = { sceneId?: string; panelIds?: string[]; onlyMissing?: boolean }
export const estimateQuery = (projectId: string, scope: DrawScope, preset: string) =>
  queryOptions({
    queryKey: [...keys.estimate(projectId), scope, preset],
    queryFn: ({ signal }) => server.estimateGeneration({ body: { projectId, preset, ...scope } }, { signal }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  })

export const budgetQuery = (projectId: string) =>
  queryOptions({
    queryKey: keys.budget(projectId),
    queryFn: ({ signal }) => server.getProjectBudget({ params: { id: projectId } }, { signal }),
    staleTime: 0,
  })

export const styleTemplatesQuery = queryOptions({
  queryKey: keys.styleTemplates,
  queryFn: ({ signal }) => server.listTemplates({ query: { limit: PAGE } }, { signal }),
})

export const providerKeysQuery = queryOptions({
  queryKey: keys.providerKeys,
  queryFn: ({ signal }) => server.listProviderKeys({}, { signal }),
})

/** The pool is looked at, not told about: this often while it is on screen. */
const POOL_MS = 1500
export const generationServersQuery = queryOptions({
  queryKey: keys.generationServers,
  queryFn: ({ signal }) => server.listGenerationServers({}, { signal }),
  refetchInterval: POOL_MS,
  staleTime: 0,
})

export const jobsQuery = (filter: JobFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.jobs, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => server.listJobs({ query: { ...filter, limit: PAGE, cursor: pageParam } }, { signal }),
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })

export const queueStatusQuery = queryOptions({
  queryKey: keys.queueStatus,
  queryFn: async ({ signal, client }) => {
    const status = await server.getQueueStatus({}, { signal })
    return { ...status, ...totalOf(status, client.getQueryData<Total>(keys.queueStatus)) }
  },
})

type VideosQuery = NonNullable<Parameters<typeof server.listVideos>[0]>['query']
export type VideoFilter = Omit<VideosQuery, 'limit' | 'cursor' | 'search' | 'deleted'> & { search: string; trash: boolean }
export const videosQuery = ({ search, trash, ...filter }: VideoFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.videos, { search, trash, ...filter }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      server.listVideos(
        { query: { ...filter, limit: PAGE, cursor: pageParam, search: search || undefined, deleted: trash ? 'true' : 'false' } },
        { signal },
      ),
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })

export type AssetFilter = Omit<NonNullable<NonNullable<Parameters<typeof server.listAssets>[0]>['query']>, 'limit' | 'cursor'>
export const assetsQuery = (filter: AssetFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.assets, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => server.listAssets({ query: { ...filter, limit: PAGE, cursor: pageParam } }, { signal }),
    getNextPageParam: nextPage,
    placeholderData: keepPreviousData,
  })

export const statisticsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.statistics(id),
    queryFn: ({ signal }) => server.getVideoStatistics({ params: { id } }, { signal }),
    staleTime: 0,
  })

export const forYouQuery = queryOptions({
  queryKey: keys.forYou,
  queryFn: ({ signal }) => server.listVideosForYou({}, { signal }),
  staleTime: 0,
})

export const relatedQuery = (id: string) =>
  queryOptions({
    queryKey: keys.related(id),
    queryFn: ({ signal }) => server.listRelatedVideos({ params: { id } }, { signal }),
  })

export const videoQuery = (id: string) =>
  queryOptions({ queryKey: keys.video(id), queryFn: ({ signal }) => server.getVideo({ params: { id } }, { signal }) })

const CATCH_UP_MS = 4000

/** A video on a page that plays it: asked again while it is being processed, since without an account nothing is reported live. */
export const watchedVideoQuery = (id: string) =>
  queryOptions({
    ...videoQuery(id),
    refetchInterval: ({ state }) => (state.data?.status === 'processing' ? CATCH_UP_MS : false),
  })

export const uploadsQuery = queryOptions({
  queryKey: keys.uploads,
  queryFn: ({ signal }) => server.listUploads({}, { signal }),
  staleTime: 0,
})

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: ({ signal }) => server.listSessions({}, { signal }),
  staleTime: 0,
})

export const apiKeysQuery = queryOptions({
  queryKey: keys.apiKeys,
  queryFn: ({ signal }) => server.listApiKeys({}, { signal }),
  staleTime: 0,
})

export const adminStatusQuery = queryOptions({
  queryKey: keys.admin,
  queryFn: ({ signal }) => server.getAdminStatus({}, { signal }),
  refetchInterval: 10_000,
  staleTime: 0,
})
