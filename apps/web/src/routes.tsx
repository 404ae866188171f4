import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { ProjectTemplate } from '@storycanvas/api'
import { statusQuery, videoQuery } from './api/queries.ts'
import { queryClient, session } from './api/server.ts'
import { NotFound, PageError } from './shell/PageError.tsx'
import { PageSkeleton } from './shell/PageSkeleton.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: PageError })

/** Only paths of this server: a link that names another one must not lead away after logging in. */
const next = (search: Record<string, unknown>): { next?: string } =>
  typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {}

const signedOutOnly = async ({ search }: { search: { next?: string } }) => {
  if (await session.accessToken()) throw redirect({ href: search.next ?? '/projects' })
}

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./pages/welcome/Welcome.tsx'), 'Welcome'),
})
const logIn = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: next,
  beforeLoad: signedOutOnly,
  component: lazyRouteComponent(() => import('./pages/login/LogIn.tsx'), 'LogIn'),
})
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: next,
  beforeLoad: signedOutOnly,
  component: lazyRouteComponent(() => import('./pages/register/Register.tsx'), 'Register'),
})
/** `format` plays one of the two alone, for looking into troubles; `t` is the second to begin at. */
type WatchSearch = { format?: 'dash' | 'hls'; t?: number }
const watch = createRoute({
  getParentRoute: () => root,
  path: '/watch/$id',
  validateSearch: ({ format, t }: Record<string, unknown>): WatchSearch => ({
    ...(format === 'hls' || format === 'dash' ? { format } : {}),
    ...(typeof t === 'number' && t > 0 ? { t } : {}),
  }),
  // Public and unlisted videos play for everybody, so who is signed in is only asked here, not demanded.
  beforeLoad: () => session.accessToken(),
  // Asked for while the page itself is still on its way; the page says what went wrong.
  loader: ({ params }) => void queryClient.prefetchQuery(videoQuery(params.id)),
  component: lazyRouteComponent(() => import('./pages/watch/Watch.tsx'), 'Watch'),
})
const embed = createRoute({
  getParentRoute: () => root,
  path: '/embed/$id',
  validateSearch: ({ t }: Record<string, unknown>): { t?: number } => (typeof t === 'number' && t > 0 ? { t } : {}),
  beforeLoad: () => session.accessToken(),
  component: lazyRouteComponent(() => import('./pages/embed/Embed.tsx'), 'Embed'),
})

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  async beforeLoad({ location }) {
    if (await session.accessToken()) return
    const { needsOwner } = await queryClient.fetchQuery({ ...statusQuery, staleTime: 0 })
    if (needsOwner) throw redirect({ to: '/welcome' })
    throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } })
  },
  component: lazyRouteComponent(() => import('./shell/Frame.tsx'), 'Frame'),
})
const start = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/projects' })
  },
})

type Shelf = 'active' | 'archived' | 'trash'
const isShelf = (value: unknown): value is Exclude<Shelf, 'active'> => value === 'archived' || value === 'trash'
/** `make` asks for a new project, from a template that comes with StoryCanvas or from any. */
type ProjectsSearch = { shelf?: Shelf; search?: string; make?: true | ProjectTemplate }
const isTemplate = (value: unknown): value is ProjectTemplate => ProjectTemplate.safeParse(value).success
const projects = createRoute({
  getParentRoute: () => app,
  path: '/projects',
  validateSearch: ({ shelf, search, make }: Record<string, unknown>): ProjectsSearch => ({
    ...(isShelf(shelf) ? { shelf } : {}),
    ...(typeof search === 'string' && search ? { search } : {}),
    ...(make === true || isTemplate(make) ? { make } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/projects/Projects.tsx'), 'Projects'),
})

const project = createRoute({
  getParentRoute: () => app,
  path: '/projects/$id',
  component: lazyRouteComponent(() => import('./pages/project/Project.tsx'), 'Project'),
})
const projectStart = createRoute({
  getParentRoute: () => project,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/projects/$id/story', params })
  },
})
const story = createRoute({
  getParentRoute: () => project,
  path: '/story',
  validateSearch: ({ scene, whole }: Record<string, unknown>): { scene?: string; whole?: true } => ({
    ...(typeof scene === 'string' ? { scene } : {}),
    ...(whole === true ? { whole } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/story/Story.tsx'), 'Story'),
})
const board = createRoute({
  getParentRoute: () => project,
  path: '/board',
  validateSearch: ({ panel }: Record<string, unknown>): { panel?: string } => (typeof panel === 'string' ? { panel } : {}),
  component: lazyRouteComponent(() => import('./pages/board/Board.tsx'), 'Board'),
})
const cast = createRoute({
  getParentRoute: () => project,
  path: '/cast',
  component: lazyRouteComponent(() => import('./pages/cast/Cast.tsx'), 'Cast'),
})
const timeline = createRoute({
  getParentRoute: () => project,
  path: '/timeline',
  component: lazyRouteComponent(() => import('./pages/timeline/Timeline.tsx'), 'Timeline'),
})
const generate = createRoute({
  getParentRoute: () => project,
  path: '/generate',
  component: lazyRouteComponent(() => import('./pages/generate/Generate.tsx'), 'Generate'),
})
const activity = createRoute({
  getParentRoute: () => project,
  path: '/activity',
  validateSearch: ({ show }: Record<string, unknown>): { show?: 'open' | 'mentions' } =>
    show === 'open' || show === 'mentions' ? { show } : {},
  component: lazyRouteComponent(() => import('./pages/activity/Activity.tsx'), 'Activity'),
})
const takes = createRoute({
  getParentRoute: () => project,
  path: '/takes/$panel',
  component: lazyRouteComponent(() => import('./pages/takes/Takes.tsx'), 'Takes'),
})
const exporting = createRoute({
  getParentRoute: () => project,
  path: '/export',
  component: lazyRouteComponent(() => import('./pages/export/Export.tsx'), 'Export'),
})

const queue = createRoute({
  getParentRoute: () => app,
  path: '/queue',
  component: lazyRouteComponent(() => import('./pages/queue/Queue.tsx'), 'Queue'),
})
const library = createRoute({
  getParentRoute: () => app,
  path: '/library',
  component: lazyRouteComponent(() => import('./pages/library/Library.tsx'), 'Library'),
})
const assets = createRoute({
  getParentRoute: () => app,
  path: '/assets',
  component: lazyRouteComponent(() => import('./pages/assets/Assets.tsx'), 'Assets'),
})
const admin = createRoute({
  getParentRoute: () => app,
  path: '/admin',
  component: lazyRouteComponent(() => import('./pages/admin/Admin.tsx'), 'Admin'),
})
const join = createRoute({
  getParentRoute: () => app,
  path: '/join',
  component: lazyRouteComponent(() => import('./pages/join/Join.tsx'), 'Join'),
})
const account = createRoute({
  getParentRoute: () => app,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/AccountPage.tsx'), 'AccountPage'),
})

const routeTree = root.addChildren([
  welcome,
  logIn,
  register,
  watch,
  embed,
  app.addChildren([
    start,
    projects,
    project.addChildren([projectStart, story, board, cast, timeline, generate, takes, exporting, activity]),
    queue,
    library,
    assets,
    admin,
    account,
    join,
  ]),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 200,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
