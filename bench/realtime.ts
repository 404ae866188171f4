import { once } from 'node:events'
import { WebSocket } from 'ws'
import { changed, projectTopic, publish } from '../apps/server/src/platform/bus/publish.ts'
import { addMember, createTestServer } from '../apps/server/src/testing.ts'
import { median } from './measuring/rounds.ts'
import { report } from './measuring/report.ts'

/** Events of one project to a hundred open lines: every line gets every one, in order; and how long each is on its way. */
const lines = 100
const events = 50
const accounts = 10

await using server = await createTestServer()
const { id: projectId } = await server.owner.client.createProject({ body: { name: 'A shared one' } })
const topic = projectTopic(projectId)
const sentAt: number[] = []
const delays: number[] = []
let open = lines * events
let allHeard = () => {}
const heard = new Promise<void>(resolve => {
  allHeard = resolve
})

const sockets: WebSocket[] = []
for (let line = 0; line < lines; line += 1) sockets.push(await listen(line))
const cpuBefore = process.cpuUsage()
const began = performance.now()
for (let event = 0; event < events; event += 1) {
  await server.context.database.transaction().execute(tx => publish(tx, [topic], changed('bench', String(event), projectId)))
  sentAt[event] = performance.now()
}
await heard
const ms = performance.now() - began
const cpu = process.cpuUsage(cpuBefore)
for (const socket of sockets) socket.close()
report('realtime', {
  deliveriesPerSecond: { value: (lines * events) / (ms / 1000), unit: '/s' },
  delay: { value: median(delays), unit: 'ms' },
  delayWorst: { value: Math.max(...delays), unit: 'ms' },
  cpuPerDelivery: { value: (cpu.user + cpu.system) / (lines * events), unit: 'µs' },
})

async function listen(line: number): Promise<WebSocket> {
  const account = await server.account(`listener${line % accounts}`)
  if (line < accounts) await addMember(server, projectId, account, 'viewer')
  const { ticket } = await account.client.createRealtimeTicket()
  const socket = new WebSocket(`${server.address.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`)
  await once(socket, 'open')
  let next = 0
  const subscribed = new Promise<void>(resolve => {
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { type: string; event?: { what?: string; id?: string } }
      if (frame.type === 'subscribed') resolve()
      if (frame.type !== 'event' || frame.event?.what !== 'bench') return
      if (Number(frame.event.id) !== next) throw new Error(`line ${line} heard event ${frame.event.id} instead of ${next}`)
      delays.push(Math.max(0, performance.now() - (sentAt[next] ?? performance.now())))
      next += 1
      open -= 1
      if (open === 0) allHeard()
    })
  })
  socket.send(JSON.stringify({ type: 'subscribe', topic }))
  await subscribed
  return socket
}
