import { ActionIcon, Button, Group, Menu, TextInput } from '@mantine/core'
import type { Take, TakeTree } from '@storycanvas/api'
import { IconDots, IconGitBranch } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { Mark } from '../../shell/Mark.tsx'
import styles from './Takes.module.css'
import type { TakeActions } from './useTakes.ts'

type Props = { tree: TakeTree; shown: Take; nameOf: (take: Take) => string; actions: TakeActions }
type Branch = TakeTree['branches'][number]

/** Lines of work on the panel: the one it is on, the others, and a new one. */
export function Branches({ tree, shown, nameOf, actions }: Props) {
  const active = tree.branches.find(branch => branch.active)
  return (
    <div className={styles.branches}>
      <ul aria-label="Branches">
        {tree.branches.map(branch => (
          <li key={branch.id} className={styles.branch}>
            <span className={styles.swatch} data-lane={branch.lane % 6} aria-hidden />
            <AutosaveText
              key={branch.id}
              aria-label={`Name of the branch ${branch.name}`}
              variant="unstyled"
              required
              maxLength={100}
              value={branch.name}
              save={name => actions.rename.mutateAsync({ id: branch.id, name })}
            />
            {branch.active && <Mark tone="good">on it</Mark>}
            <BranchMenu branch={branch} active={active} actions={actions} />
          </li>
        ))}
      </ul>
      <NewBranch
        from={nameOf(shown)}
        isBusy={actions.branch.isPending}
        onMake={name => actions.branch.mutate({ name, fromTakeId: shown.id })}
      />
    </div>
  )
}

function BranchMenu({ branch, active, actions }: { branch: Branch; active: Branch | undefined; actions: TakeActions }) {
  const { switch: switchTo, merge, back, remove } = actions.onBranch
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon ml="auto" aria-label={`What to do with the branch ${branch.name}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {branch.active ? (
          <Menu.Item onClick={() => back.mutate(branch)}>Go back to what was chosen before</Menu.Item>
        ) : (
          <>
            <Menu.Item onClick={() => switchTo.mutate(branch)}>Switch to it</Menu.Item>
            <Menu.Item
              disabled={!branch.chosenTakeId || !active}
              onClick={() => active && merge.mutate({ into: active, from: branch })}
            >
              Take its choice over to {active?.name}
            </Menu.Item>
            <Menu.Item color="red" onClick={() => remove.mutate(branch)}>
              Delete the branch; its takes stay
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function NewBranch({ from, isBusy, onMake }: { from: string; isBusy: boolean; onMake: (name: string) => void }) {
  const [name, setName] = useState('')
  function make(event: FormEvent) {
    event.preventDefault()
    onMake(name.trim())
    setName('')
  }
  return (
    <form onSubmit={make}>
      <Group gap={6} wrap="nowrap">
        <TextInput
          flex={1}
          aria-label={`Name of a new branch from ${from}`}
          placeholder={`New branch from ${from}`}
          maxLength={100}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<IconGitBranch size={14} aria-hidden />}
          loading={isBusy}
          disabled={name.trim() === ''}
        >
          Branch
        </Button>
      </Group>
    </form>
  )
}
