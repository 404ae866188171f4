import { Button, FileButton, Input } from '@mantine/core'
import type { MediaFile, Panel } from '@storycanvas/api'
import { IconMicrophone } from '@tabler/icons-react'
import { useAction } from '../../../api/actions.tsx'
import { server } from '../../../api/server.ts'
import { spell } from '../../../shell/humanTime.ts'
import styles from './From.module.css'

type Props = { panel: Panel; voice: MediaFile | null; onVoice: (voice: MediaFile) => void }

/** The sound that is spoken: a recording of what the panel says. */
export function Voice({ panel, voice, onVoice }: Props) {
  const bring = useAction({
    run: (file: File) => server.uploadMusic({ file, fileName: file.name, body: {} }),
    done: onVoice,
  })
  return (
    <div className={styles.voice}>
      <Input.Label labelElement="div">Speaks</Input.Label>
      {panel.dialogue.map(({ character, text }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id, and are only read here.
        <p key={at} className={styles.lines}>
          <b>{character}</b> {text}
        </p>
      ))}
      {/* biome-ignore lint/a11y/useMediaCaption: the words that are spoken stand above it. */}
      {voice && <audio controls src={voice.url} aria-label={voice.name} />}
      {voice?.durationMs != null && (
        <p className={styles.note}>
          {voice.name}, {spell(voice.durationMs / 1000)}. The film is as long, as far as the model goes.
        </p>
      )}
      <FileButton accept="audio/*" onChange={file => file && bring.mutate(file)}>
        {props => (
          <Button {...props} variant="default" loading={bring.isPending} leftSection={<IconMicrophone size={16} aria-hidden />}>
            {voice ? 'Another recording' : 'Choose a recording'}
          </Button>
        )}
      </FileButton>
    </div>
  )
}
