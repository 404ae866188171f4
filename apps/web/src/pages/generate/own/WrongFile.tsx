import { Alert, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { fieldErrors } from '../../../api/problem.ts'
import { Complaint } from '../../../shell/Complaint.tsx'
import styles from './Own.module.css'

/** What is wrong with a file, at each place in it; where no place is named, all that the server says. */
export function WrongFile({ title, error }: { title: string; error: unknown }) {
  const { file, ...errors } = fieldErrors(error)
  const fields = Object.entries(errors)
  if (file === undefined && fields.length === 0) return <Complaint error={error} />
  return (
    <Alert color="red" variant="outline" title={title} icon={<IconAlertTriangle aria-hidden />} maw={720}>
      {file}
      {fields.length > 0 && (
        <List size="sm" className={styles.wrong}>
          {fields.map(([field, message]) => (
            <List.Item key={field}>
              <code>{field.replace(/^preset\./, '')}</code>: {message}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  )
}
