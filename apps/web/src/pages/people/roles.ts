import type { Invitation } from '@storycanvas/api'

export type GivenRole = Invitation['role']

/** Every role that an owner gives, in words. */
export const givenRoles: { value: GivenRole; label: string }[] = [
  { value: 'editor', label: 'may edit' },
  { value: 'commenter', label: 'may comment' },
  { value: 'viewer', label: 'may look' },
]

export const isGivenRole = (value: string | null): value is GivenRole => givenRoles.some(role => role.value === value)
