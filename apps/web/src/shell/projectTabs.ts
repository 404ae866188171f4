/** The second bar, in the order in which a film is made. */
export const projectTabs = [
  { to: '/projects/$id/story', label: 'Story' },
  { to: '/projects/$id/board', label: 'Board' },
  { to: '/projects/$id/cast', label: 'Cast' },
  { to: '/projects/$id/timeline', label: 'Timeline' },
  { to: '/projects/$id/generate', label: 'Generate' },
  { to: '/projects/$id/export', label: 'Export' },
] as const
