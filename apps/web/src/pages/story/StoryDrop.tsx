import { Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { notifications } from '@mantine/notifications'

/** A 5 MB story is about a thousand pages; the server takes no more. */
const LARGEST = 5_000_000

/** Takes a story dropped anywhere on the page. */
export function StoryDrop({ onText }: { onText: (story: { name: string; text: string }) => void }) {
  return (
    <Dropzone.FullScreen
      multiple={false}
      inputProps={{ 'aria-label': 'Choose a story' }}
      maxSize={LARGEST}
      accept={{ 'text/plain': ['.fountain', '.spmd', '.txt', '.md', '.markdown'], 'application/xml': ['.fdx'] }}
      onDrop={([file]) => void file?.text().then(text => onText({ name: file.name, text }))}
      onReject={() =>
        notifications.show({
          color: 'red',
          title: 'This file is no story',
          message: 'Drop one .fountain, .fdx, .txt or .md file of at most 5 MB.',
        })
      }
    >
      <Text ta="center" size="xl" mt="30vh" aria-hidden>
        Drop the story to import it
      </Text>
    </Dropzone.FullScreen>
  )
}
