import { accounts } from './resources/accounts.ts'
import { activity } from './resources/activity.ts'
import { admin } from './resources/admin.ts'
import { assets } from './resources/assets.ts'
import { budgets } from './resources/budgets.ts'
import { cast } from './resources/cast.ts'
import { clips } from './resources/clips.ts'
import { comments } from './resources/comments.ts'
import { drafts } from './resources/drafts.ts'
import { generation } from './resources/generation.ts'
import { health } from './resources/health.ts'
import { media } from './resources/media.ts'
import { people } from './resources/members.ts'
import { panels } from './resources/panels.ts'
import { projectFiles } from './resources/project-files.ts'
import { projectTemplates } from './resources/project-templates.ts'
import { projects } from './resources/projects.ts'
import { ownPresets } from './resources/presets.ts'
import { providerKeys } from './resources/provider-keys.ts'
import { queue } from './resources/queue.ts'
import { realtime } from './resources/realtime.ts'
import { scenePlans } from './resources/scene-plans.ts'
import { servers } from './resources/servers.ts'
import { story } from './resources/story.ts'
import { storyboard } from './resources/storyboard.ts'
import { takes } from './resources/takes.ts'
import { templates } from './resources/templates.ts'
import { timeline } from './resources/timeline.ts'
import { videos } from './resources/videos.ts'
import { webhooks } from './resources/webhooks.ts'

/** Every endpoint of the API by its operation id. */
export const contract = {
  ...health,
  ...accounts,
  ...projects,
  ...projectFiles,
  ...projectTemplates,
  ...storyboard,
  ...people,
  ...comments,
  ...activity,
  ...story,
  ...scenePlans,
  ...panels,
  ...cast,
  ...assets,
  ...drafts,
  ...clips,
  ...generation,
  ...servers,
  ...takes,
  ...queue,
  ...budgets,
  ...templates,
  ...ownPresets,
  ...providerKeys,
  ...webhooks,
  ...timeline,
  ...videos,
  ...media,
  ...realtime,
  ...admin,
}
export type Contract = typeof contract
