import { z } from 'zod'

/** Roles within one project, from the widest to the narrowest. */
export const ProjectRole = z.enum(['owner', 'editor', 'commenter', 'viewer'])
export type ProjectRole = z.output<typeof ProjectRole>
