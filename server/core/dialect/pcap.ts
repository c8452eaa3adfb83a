import type { Dialect } from './dialect.ts';
import { smtp } from './smtp.ts';

/** The `.smtp` text of a packet capture: octets of the wire, but only what the capture holds. */
export const pcap: Dialect = {
  ...smtp,
  id: 'pcap',
  aliases: ['pcapng'],
  label: 'Packet capture',
  description: 'SMTP connections in a .pcap or .pcapng file, as a .smtp transcript.',
  whole: false,
  // The octets of a capture are recognised before they become text.
  probe: () => ({ certainty: 0, why: '' }),
};
