import { Button, Combobox, Group, useCombobox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { membersQuery } from '../api/queries.ts'
import { GrowingText } from '../fields/GrowingText.tsx'
import { useAccount } from '../api/server.ts'
import styles from './Live.module.css'
import { mentionAt, mentionedIn, offersFor, withMention } from './mentions.ts'

export type Said = { text: string; mentions: string[] }
type Props = {
  projectId: string
  label: string
  isBusy: boolean
  /** `sent` empties the field for the next one. */
  onSay: (said: Said, sent: () => void) => void
}

/** Where one writes a comment; @ offers the members, Ctrl+Enter sends. */
export function Saying({ projectId, label, isBusy, onSay }: Props) {
  const me = useAccount()
  const members = useQuery(membersQuery(projectId)).data?.items ?? []
  const others = members.filter(({ accountId }) => accountId !== me?.id)
  const [text, setText] = useState('')
  const [caret, setCaret] = useState(0)
  const area = useRef<HTMLTextAreaElement>(null)
  const offering = useCombobox()
  const asked = mentionAt(text, caret)
  const offers = asked ? offersFor(asked.typed, others) : []
  const isEmpty = text.trim() === ''
  const send = () => !isEmpty && !isBusy && onSay({ text, mentions: mentionedIn(text, others) }, () => setText(''))

  function follow({ value, selectionStart }: HTMLTextAreaElement) {
    setText(value)
    setCaret(selectionStart)
    if (mentionAt(value, selectionStart)) offering.openDropdown()
    else offering.closeDropdown()
    offering.updateSelectedOptionIndex()
  }
  function put(name: string) {
    if (!asked) return
    const put = withMention(text, asked.from, caret, name)
    setText(put.text)
    setCaret(put.caret)
    offering.closeDropdown()
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(put.caret, put.caret)
    })
  }

  return (
    <Group gap={4} align="flex-end" wrap="nowrap">
      <Combobox store={offering} onOptionSubmit={put} position="top-start" width={220}>
        <Combobox.Target withKeyboardNavigation={offers.length > 0}>
          <GrowingText
            ref={area}
            flex={1}
            size="xs"
            aria-label={label}
            placeholder={others.length > 0 ? `${label}; @ names somebody` : label}
            lines={1}
            mostLines={8}
            value={text}
            onChange={event => follow(event.currentTarget)}
            onClick={event => follow(event.currentTarget)}
            onBlur={() => offering.closeDropdown()}
            onKeyDown={event => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={offers.length === 0}>
          <Combobox.Options className={styles.offers} aria-label="People">
            {offers.map(({ accountId, name }) => (
              <Combobox.Option key={accountId} value={name}>
                {name}
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <Button size="compact-sm" variant="default" loading={isBusy} disabled={isEmpty} onClick={send}>
        Send
      </Button>
    </Group>
  )
}
