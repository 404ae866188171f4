import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Azure's internal service answers at an address that is public by every register. */
const internalDespiteRegister = new Set(['168.63.129.16'])
/** All that IANA has given out for the public internet; what lies outside is a transition mechanism or not in use. */
const publicIPv6 = ipaddr.IPv6.parse('2000::')
const publicIPv6Bits = 3

/**
 * Whether an address is an ordinary one of the public internet. Decided by what it must be, not by a list of what it
 * must not be: everything that embeds another address (IPv4-mapped, NAT64, 6to4, Teredo) fails too.
 */
export function isPublicAddress(address: string): boolean {
  if (!isPlainAddress(address) || internalDespiteRegister.has(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(publicIPv6, publicIPv6Bits)
}

const local = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'])

/** Whether an address lies in a network of our own, where a host that the administrator named may live. Never link-local: metadata services live there. */
export function isLocalAddress(address: string): boolean {
  if (!isPlainAddress(address)) return false
  return local.has(ipaddr.process(address).range())
}

/** The library alone would also take `1.2.3`, octal and hexadecimal numbers, and zones. */
function isPlainAddress(address: string) {
  return isIP(address) !== 0 && !address.includes('%')
}
