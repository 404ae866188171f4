import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Makes the certificate; Node can only read them. */
const openssl = 'openssl'
const skip = spawnSync(openssl, ['version']).status !== 0 && 'openssl is not installed'

/** Fetches each URL in a process that trusts the certificate, and says `status body` or the kind of failure. */
const fetcher = (port: number) => `
  import { connect } from 'node:net'
  import { createOutgoing } from ${JSON.stringify(new URL('client.ts', import.meta.url).href)}
  const { fetch } = createOutgoing({
    resolve: async () => ['93.184.216.34'],
    ownAddresses: () => new Set(),
    dial: () => connect({ host: '127.0.0.1', port: ${port} }),
  })
  for (const url of process.argv.slice(1)) {
    const answer = await fetch({ url, maxBytes: 1000 }).catch(error => error.failure.kind)
    console.log(typeof answer === 'string' ? answer : answer.status + ' ' + (await answer.text()))
  }`

test('over TLS the certificate decides: the right name is spoken to, any other is not', { skip }, async t => {
  const directory = await mkdtemp(join(tmpdir(), 'outgoing-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  const [key, certificate] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  const names = ['-subj', '/CN=public.test', '-addext', 'subjectAltName=DNS:public.test']
  await run(openssl, ['req', '-x509', '-nodes', '-days', '2', ...curve, ...names, '-keyout', key, '-out', certificate])
  const hosts: string[] = []
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (request, response) => {
    hosts.push(request.headers.host ?? '')
    response.end('encrypted')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const urls = ['https://public.test/', 'https://public.test:8443/x', 'https://other.test/', 'https://93.184.216.34/']
  const script = fetcher((server.address() as AddressInfo).port)
  const fetchAll = async (env: NodeJS.ProcessEnv) => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script, ...urls], { env })
    return stdout.trim().split('\n')
  }
  const spoken = '200 encrypted'
  assert.deepEqual(await fetchAll({ NODE_EXTRA_CA_CERTS: certificate }), [spoken, spoken, 'unreachable', 'unreachable'])
  assert.deepEqual(hosts, ['public.test', 'public.test:8443'])
  assert.deepEqual(await fetchAll({}), ['unreachable', 'unreachable', 'unreachable', 'unreachable'])
})
