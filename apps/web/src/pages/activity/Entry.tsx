import { Avatar, Button } from '@mantine/core'
import type { ActivityEntry } from '@storycanvas/api'
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import { useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { colourOf } from '../../live/people.ts'
import { ago } from '../../shell/humanTime.ts'
import styles from './Activity.module.css'
import { sentenceOf } from '../../film/deeds.ts'

type Props = { projectId: string; entry: ActivityEntry; mayEdit: boolean }

/** One change: who, what, when, and the way back. */
export function Entry({ projectId, entry, mayEdit }: Props) {
  const { by, at, way, isTakenBack } = entry
  const params = { id: projectId, entryId: entry.id }
  const name = by?.name ?? 'Somebody who has left'
  const sentence = sentenceOf(entry)
  const turn = useAction({
    run: () => (isTakenBack ? server.redoActivity({ params }) : server.undoActivity({ params })),
    refreshes: [keys.project(projectId), ['panel']],
  })
  const time = new Date(at).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false })
  return (
    <li className={styles.entry} data-taken-back={isTakenBack || undefined}>
      <Avatar
        size="sm"
        radius="xl"
        name={name}
        aria-hidden
        style={{ '--colour': colourOf(by?.accountId ?? '') }}
        className={styles.who}
      />
      <span className={styles.words}>
        <b>{name}</b> <span className={styles.deed}>{sentence}</span>
        {isTakenBack && <span className={styles.mark}>taken back</span>}
      </span>
      <time dateTime={at} title={ago(at)} className={styles.time}>
        {time}
      </time>
      {mayEdit && way === 'change' ? (
        <Button
          size="compact-xs"
          variant="default"
          loading={turn.isPending}
          leftSection={isTakenBack ? <IconArrowForwardUp size={14} aria-hidden /> : <IconArrowBackUp size={14} aria-hidden />}
          aria-label={`${isTakenBack ? 'Redo' : 'Undo'}: ${name} ${sentence}`}
          onClick={() => turn.mutate()}
        >
          {isTakenBack ? 'Redo' : 'Undo'}
        </Button>
      ) : (
        <span />
      )}
    </li>
  )
}
