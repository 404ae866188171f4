import { Button, EmptyState, Group } from '@mantine/core'
import { IconFileImport, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { editProject } from '../../api/editing.ts'
import { treeQuery } from '../../api/queries.ts'
import { scenesOf } from '../../api/tree.ts'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { ImportStory } from './ImportStory.tsx'
import { Outline } from './Outline.tsx'
import { SceneScript } from './SceneScript.tsx'
import { StoryDrop } from './StoryDrop.tsx'
import styles from './Story.module.css'

export function Story() {
  const { id } = useParams({ from: '/app/projects/$id/story' })
  const { scene: shownScene } = useSearch({ from: '/app/projects/$id/story' })
  const { data: tree } = useQuery(treeQuery(id))
  const [incoming, setIncoming] = useState<{ name: string; text: string } | null>(null)
  if (!tree) return <PageSkeleton />
  const edit = editProject(id)
  const importStory = () => setIncoming({ name: '', text: '' })
  const isEmpty = tree.chapters.length === 0
  return (
    <>
      {isEmpty ? (
        <EmptyState
          mt={80}
          title="No story yet"
          description="Drop a screenplay (.fountain, .fdx) or prose (.txt, .md) anywhere on this page, paste one, or write it here scene by scene."
        >
          <Group mt="md" justify="center">
            <Button leftSection={<IconFileImport size={16} aria-hidden />} onClick={importStory}>
              Import story
            </Button>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() =>
                void edit.addChapter('Chapter 1').then(made => made && edit.addScene(made.id, 'INT. SOMEWHERE - DAY'))
              }
            >
              Write the first scene
            </Button>
          </Group>
        </EmptyState>
      ) : (
        <div className={styles.story}>
          <Outline tree={tree} edit={edit} shownScene={shownScene} onImport={importStory} />
          <div className={styles.script}>
            {scenesOf(tree).map((scene, at) => (
              <SceneScript key={scene.id} scene={scene} number={scene.number ?? String(at + 1)} edit={edit} projectId={id} />
            ))}
          </div>
        </div>
      )}
      <StoryDrop onText={setIncoming} />
      {incoming && <ImportStory projectId={id} start={incoming} onClose={() => setIncoming(null)} />}
    </>
  )
}
