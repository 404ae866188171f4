import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Action, ProjectRole } from '@storycanvas/api'
import type { Actor } from './actor.ts'
import { type Decision, policy, type Subject } from './policy.ts'

const nobody: Actor = { kind: 'nobody' }
const session = (id: string, role: 'owner' | 'admin' | 'moderator' | 'member' = 'member'): Actor => ({
  kind: 'account',
  id,
  role,
  via: { kind: 'session', id: 's' },
})
const readKey: Actor = { kind: 'account', id: 'me', role: 'owner', via: { kind: 'api-key', id: 'k', scope: 'read' } }
const ask = (actor: Actor, action: Action, subject: Subject | null, includeDeleted = false): Decision =>
  policy(actor, { kind: 'object', action, subject, includeDeleted }, action !== 'view')
const inProject = (role: ProjectRole | null, deleted = false): Subject => ({ kind: 'in-project', role, deleted })

/** The whole table of what each project role may do; a missing cell is a refusal. */
const expected: Record<ProjectRole, Record<Action, Decision>> = {
  owner: { view: 'allow', comment: 'allow', edit: 'allow', manage: 'allow' },
  editor: { view: 'allow', comment: 'allow', edit: 'allow', manage: 'forbidden' },
  commenter: { view: 'allow', comment: 'allow', edit: 'forbidden', manage: 'forbidden' },
  viewer: { view: 'allow', comment: 'forbidden', edit: 'forbidden', manage: 'forbidden' },
}

describe('policy', () => {
  for (const [role, actions] of Object.entries(expected))
    for (const [action, decision] of Object.entries(actions))
      test(`a project ${role} asking to ${action}: ${decision}`, () => {
        assert.equal(ask(session('me'), action as Action, inProject(role as ProjectRole)), decision)
      })

  test('what is not mine, is deleted or does not exist all look alike, whatever my role on the server', () => {
    for (const role of ['owner', 'admin', 'moderator', 'member'] as const)
      for (const action of ['view', 'comment', 'edit', 'manage'] as const) {
        assert.equal(ask(session('me', role), action, inProject(null)), 'hidden')
        assert.equal(ask(session('me', role), action, inProject('owner', true)), 'hidden')
        assert.equal(ask(session('me', role), action, null), 'hidden')
      }
  })

  test('a restore reaches what is deleted, with the same roles', () => {
    assert.equal(ask(session('me'), 'edit', inProject('editor', true), true), 'allow')
    assert.equal(ask(session('me'), 'edit', inProject('viewer', true), true), 'forbidden')
    assert.equal(ask(session('me'), 'edit', inProject(null, true), true), 'hidden')
  })

  test('who is not signed in is asked to, for everything that is not open', () => {
    assert.equal(ask(nobody, 'view', inProject(null)), 'sign-in')
    assert.equal(ask(nobody, 'view', null), 'sign-in')
    assert.equal(policy(nobody, { kind: 'account' }, false), 'sign-in')
    assert.equal(policy(nobody, { kind: 'role', role: 'admin' }, false), 'sign-in')
    assert.equal(policy(nobody, { kind: 'anyone', because: 'test' }, true), 'allow')
  })

  test('a key that may only read changes nothing, though its owner may', () => {
    assert.equal(ask(readKey, 'view', inProject('owner')), 'allow')
    assert.equal(ask(readKey, 'edit', inProject('owner')), 'forbidden')
    assert.equal(policy(readKey, { kind: 'account' }, true), 'forbidden')
  })

  test('roles on the server rank from owner to member', () => {
    const may = (role: 'owner' | 'admin' | 'moderator' | 'member') =>
      policy(session('me', role), { kind: 'role', role: 'admin' }, false)
    assert.deepEqual([may('owner'), may('admin'), may('moderator'), may('member')], ['allow', 'allow', 'forbidden', 'forbidden'])
  })

  test('personal things are for their owner alone', () => {
    const mine: Subject = { kind: 'personal', ownerId: 'me', shared: false, deleted: false }
    assert.equal(ask(session('me'), 'manage', mine), 'allow')
    assert.equal(ask(session('you', 'owner'), 'view', mine), 'hidden')
  })

  test('what a project of mine plays I may view, and nothing more', () => {
    const played: Subject = { kind: 'personal', ownerId: 'you', shared: true, deleted: false }
    assert.equal(ask(session('me'), 'view', played), 'allow')
    for (const action of ['comment', 'edit', 'manage'] as const) assert.equal(ask(session('me'), action, played), 'forbidden')
    assert.equal(ask(session('me'), 'view', { ...played, deleted: true }), 'hidden')
    assert.equal(ask(nobody, 'view', played), 'sign-in')
  })

  test('public and unlisted videos are seen by everyone and changed by their owner; private ones are hidden', () => {
    const video = (visibility: 'public' | 'unlisted' | 'private', deleted = false): Subject => ({
      kind: 'video',
      ownerId: 'me',
      role: null,
      visibility,
      deleted,
    })
    assert.equal(ask(nobody, 'view', video('public')), 'allow')
    assert.equal(ask(nobody, 'view', video('unlisted')), 'allow')
    assert.equal(ask(nobody, 'view', video('private')), 'sign-in')
    assert.equal(ask(session('you'), 'edit', video('public')), 'forbidden')
    assert.equal(ask(session('you'), 'view', video('private')), 'hidden')
    assert.equal(ask(session('you'), 'view', video('public', true)), 'hidden')
    assert.equal(ask(session('me'), 'manage', video('private')), 'allow')
  })
})
