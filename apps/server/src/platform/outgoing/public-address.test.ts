import assert from 'node:assert/strict'
import { test } from 'node:test'
import ipaddr from 'ipaddr.js'
import { assert as assertProperty, integer, ipV4, property } from 'fast-check'
import { isLocalAddress, isPublicAddress } from './public-address.ts'

const publicAddresses = ['93.184.216.34', '1.1.1.1', '8.8.8.8', '2606:4700::1111', '2a00:1450:4001::200e']
const local = ['127.0.0.1', '10.0.0.1', '172.31.255.255', '192.168.1.20', '100.64.0.1', '::1', 'fc00::1', 'fd12::5']
const never = (
  '0.0.0.0 0.1.2.3 169.254.169.254 168.63.129.16 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 ' +
  '224.0.0.1 240.0.0.1 255.255.255.255 :: fe80::1 fec0::1 ff02::1 64:ff9b::7f00:1 64:ff9b:1::7f00:1 2002:7f00:1:: ' +
  '2001:0:7f00:1:: 2001:db8::1 100::1 3fff::1 5f00::1 4000::1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 ::8.8.8.8 localhost 1.2.3 fe80::1%lo'
).split(' ')

for (const address of publicAddresses) test(`${address} is public`, () => assert.equal(isPublicAddress(address), true))
for (const address of [...local, ...never]) test(`${address} is not public`, () => assert.equal(isPublicAddress(address), false))
for (const address of local) test(`${address} is local`, () => assert.equal(isLocalAddress(address), true))
for (const address of ['169.254.169.254', '0.0.0.0', 'fe80::1', '224.0.0.1', '8.8.8.8', 'localhost']) {
  test(`${address} is not local`, () => assert.equal(isLocalAddress(address), false))
}

test('no IPv4 address becomes public by being written inside an IPv6 one', () => {
  const prefixes = ['::ffff:0:0', '::', '64:ff9b::', '::ffff:0:0:0', '64:ff9b:1::']
  assertProperty(
    property(ipV4(), integer({ min: 0, max: prefixes.length - 1 }), (address, index) => {
      const bytes = ipaddr.parse(prefixes[index] ?? '::').toByteArray()
      bytes.splice(12, 4, ...ipaddr.parse(address).toByteArray())
      assert.equal(isPublicAddress(ipaddr.fromByteArray(bytes).toString()), false)
    }),
  )
})
