import { parentPort, workerData } from 'node:worker_threads'
import { tell, type Task } from './told.ts'

/** Thread that breaks one text down. */
const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')
port.postMessage(tell(workerData as Task))
