import { Transaction } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { Alert, Button, Group, List, Loader, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import type { ProjectTree } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { keys, treeQuery } from '../../api/queries.ts'
import { queryClient, server, useAccount } from '../../api/server.ts'
import { Complaint } from '../../shell/Complaint.tsx'
import type { ImportReport } from './counts.ts'
import type { Names } from './editor/completions.ts'
import { changesBetween, type Merge, mergeThree } from './editor/merge.ts'
import { WholeEditor } from './editor/WholeEditor.tsx'
import { isHeading } from './screenplay.ts'
import styles from './Story.module.css'
import { type Draft, drafts, wholeTextOf } from './wholeText.ts'

const PAUSE_MS = 1200

type Props = { tree: ProjectTree; names: Names }

/**
 * The story as one text. It is a draft of one's own until it is merged: what the merge would change stands above it, and
 * panels with takes stay in any case.
 */
export function WholeText({ tree, names }: Props) {
  const { id } = tree.project
  const account = useAccount()?.id ?? 'nobody'
  const theirs = useMemo(() => wholeTextOf(tree), [tree])
  const [draft, setDraft] = useState(() => drafts.read(account, id) ?? { base: theirs, text: theirs })
  const { base, text, overruled = [] } = draft
  const [generation, setGeneration] = useState(0)
  const [settled] = useDebouncedValue(text, PAUSE_MS)
  const isChanged = text !== base
  const editing = useRef<EditorView>(null)
  const body = (preview: boolean) => ({ text, format: 'fountain' as const, preview })
  const preview = useQuery({
    queryKey: ['whole-text', id, settled, theirs],
    enabled: settled !== base && settled.trim() !== '',
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) => server.importIntoProject({ params: { id }, body: { ...body(true), text: settled } }, { signal }),
  })
  const keep = (next: Draft) => {
    setDraft(next)
    if (next.text === next.base) drafts.clear(account, id)
    else drafts.write(account, id, next)
  }
  const startOver = (from: ProjectTree) => {
    const now = wholeTextOf(from)
    keep({ base: now, text: now })
    setGeneration(generation + 1)
  }
  // What the others write meanwhile comes into the draft, under the hand of whoever types in it.
  const follow = useRef(() => {})
  follow.current = () => {
    if (base === theirs) return
    const typed = editing.current?.state.doc.toString() ?? text
    const merged = mergeThree(base, typed, theirs)
    keep({ base: theirs, text: merged.text, overruled: [...new Set([...overruled, ...headingsAt(merged)])] })
    editing.current?.dispatch({
      changes: changesBetween(typed, merged.text),
      annotations: [Transaction.addToHistory.of(false), Transaction.remote.of(true)],
    })
  }
  useEffect(() => follow.current(), [theirs])
  const merge = useAction({
    run: () => server.importIntoProject({ params: { id }, body: body(false) }),
    refreshes: [keys.projects],
    async done(report) {
      await queryClient.invalidateQueries({ queryKey: keys.project(id) })
      startOver(await queryClient.fetchQuery({ ...treeQuery(id), staleTime: 0 }))
      notifications.show({ title: 'Merged', message: sentence(report) })
    },
  })
  const isReading = isChanged && (preview.isFetching || settled !== text)
  return (
    <div className={styles.whole}>
      <div className={styles.merging} aria-live="polite">
        {!isChanged && (
          <Text size="sm" c="dimmed">
            Write anywhere. Nothing changes for the others until you merge it; scenes that you take out stay in the project.
          </Text>
        )}
        {isChanged && (
          <Alert variant="default" p="xs" title="Not merged yet; kept in this browser">
            {isReading && <Loader size="xs" />}
            {!isReading && preview.data && <Changes report={preview.data} />}
            {preview.error && !isReading && <Complaint error={preview.error} />}
            {overruled.length > 0 && (
              <Text size="sm" mt={4} c="var(--mantine-color-error)">
                Somebody else has written in the same lines as you: {overruled.join('; ')}. Yours stand here, and merging puts
                them in the place of theirs. Everything else that was written meanwhile is in your text already.
              </Text>
            )}
            <Group gap="xs" mt="xs">
              <Button loading={merge.isPending} disabled={isReading || !preview.data} onClick={() => merge.mutate()}>
                {overruled.length > 0 ? 'Merge all the same' : 'Merge into the story'}
              </Button>
              <Button variant="default" onClick={() => startOver(tree)}>
                Throw my changes away
              </Button>
            </Group>
          </Alert>
        )}
      </div>
      <div className={styles.wholeSheet}>
        <WholeEditor
          key={generation}
          text={text}
          names={names}
          editing={editing}
          onText={(next, isOwn) => isOwn && keep({ base, text: next, overruled })}
        />
      </div>
    </div>
  )
}

/** In which scenes the lines stand that both have changed. */
function headingsAt({ text, overruled }: Merge): string[] {
  const lines = text.split('\n')
  return overruled.map(line => lines.slice(0, line + 1).findLast(isHeading) ?? 'the beginning')
}

const sentence = ({ merged: { added, changed, kept }, made }: ImportReport) =>
  `scenes: ${added} new, ${changed} changed, ${kept} as they were; panels: ${made.panels} new.`

function Changes({ report }: { report: ImportReport }) {
  const { merged, made, notes } = report
  if (merged.added + merged.changed + merged.missing + made.panels === 0 && notes.length === 0)
    return <Text size="sm">The same scenes in the same words.</Text>
  return (
    <>
      <Text size="sm">Merging comes to: {sentence(report)}</Text>
      {notes.length > 0 && (
        <List size="sm">
          {notes.map(note => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
    </>
  )
}
