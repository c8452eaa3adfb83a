/** A wording that many servers, or one large provider, put into refusals, and what is behind it. */
export interface ServerText {
  readonly id: string;
  /** Who says so: a provider, a program, a list. */
  readonly who: string;
  /** In lower case, single spaces: any of these, of which all parts have to be in the reply. */
  readonly says: readonly (readonly string[])[];
  /** Only in replies of this class (`4`, `5`) or with this code. */
  readonly code?: number;
  readonly meaning: string;
  /** What to do next. */
  readonly advice: string;
  /** The page of whoever says so. */
  readonly page?: string;
}

const GMAIL_CODES = 'https://support.google.com/a/answer/3726730';
const GMAIL_SENDERS = 'https://support.google.com/a/answer/81126';
const EXCHANGE_CODES =
  'https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online';
const OUTLOOK_SENDERS = 'https://sendersupport.olc.protection.outlook.com/pm/';
const YAHOO_CODES = 'https://senders.yahooinc.com/smtp-error-codes/';
const APPLE_SENDERS = 'https://support.apple.com/102322';

const GMAIL: readonly ServerText[] = [
  {
    id: 'gmail-dmarc',
    who: 'Gmail',
    says: [
      ['unauthenticated email from', 'dmarc policy'],
      ['gsmtp', 'dmarc policy'],
    ],
    meaning:
      'The domain in From asks by DMARC to refuse mail that does not pass, and this did not.',
    advice:
      'Let SPF or DKIM pass with a domain that matches the one in From; forwarders and lists have to rewrite From or keep the DKIM signature whole.',
    page: GMAIL_SENDERS,
  },
  {
    id: 'gmail-unauthenticated',
    who: 'Gmail',
    says: [
      ['5.7.26', 'unauthenticated'],
      ['gsmtp', 'requires all senders to authenticate'],
      ['gsmtp', 'authentication information'],
    ],
    meaning: 'Neither SPF nor DKIM passed for the sending domain, and Gmail takes nothing without.',
    advice:
      'Publish an SPF record that names this sending host, sign with DKIM, and look at Authentication-Results of a message that arrived elsewhere.',
    page: GMAIL_SENDERS,
  },
  {
    id: 'gmail-ptr',
    who: 'Gmail',
    says: [
      ['5.7.25', 'ptr'],
      ['4.7.23', 'ptr'],
      ['gsmtp', 'does not have a ptr record'],
      ['gsmtp', 'ipv6', 'ptr records'],
    ],
    meaning:
      'The address that sends has no reverse DNS name, or the name does not lead back to it.',
    advice:
      'Ask whoever runs the address for a PTR record whose name has an A or AAAA record with the same address; for IPv6 as well, or send by IPv4.',
    page: GMAIL_SENDERS,
  },
  {
    id: 'gmail-rate-unsolicited',
    who: 'Gmail',
    says: [['unusual rate of unsolicited mail'], ['gsmtp', '4.7.28']],
    meaning: 'Too much of what comes from this address, network or domain was marked as spam.',
    advice:
      'Send less and slower, stop mail nobody asked for, and watch the spam rate in Postmaster Tools; the limit lifts by itself when the rate falls.',
    page: GMAIL_SENDERS,
  },
  {
    id: 'gmail-likely-unsolicited',
    who: 'Gmail',
    says: [
      ['message is likely unsolicited mail'],
      ['likely suspicious due to'],
      ['gsmtp', '5.7.1', 'unsolicited'],
    ],
    meaning: 'The filter takes the message, or the reputation of its sender, for spam.',
    advice:
      'Check authentication, links and the reputation of address and domain; send a plain message for comparison.',
    page: GMAIL_SENDERS,
  },
  {
    id: 'gmail-not-authorised-host',
    who: 'Gmail',
    says: [["the ip you're using to send mail is not authorized"]],
    meaning:
      'The address is one of a network for homes and offices that does not send mail itself.',
    advice: "Send through your provider's server or another relay with a fixed address.",
    page: GMAIL_CODES,
  },
  {
    id: 'gmail-no-such-user',
    who: 'Gmail',
    says: [['the email account that you tried to reach does not exist']],
    meaning: 'There is no such mailbox.',
    advice: 'Look for a typing error, then take the address off the list.',
    page: GMAIL_CODES,
  },
  {
    id: 'gmail-disabled',
    who: 'Gmail',
    says: [
      ['the email account that you tried to reach is disabled'],
      ['the email account that you tried to reach is inactive'],
    ],
    meaning: 'The mailbox exists and takes no mail, for it was disabled or not used for long.',
    advice: 'Ask the person for another address; take this one off the list.',
    page: GMAIL_CODES,
  },
  {
    id: 'gmail-over-quota',
    who: 'Gmail',
    says: [
      ['the email account that you tried to reach is over quota'],
      ["the recipient's inbox is out of storage space"],
    ],
    meaning: 'The mailbox is full.',
    advice: 'Try again later; only the person who owns it can make room.',
    page: GMAIL_CODES,
  },
  {
    id: 'gmail-receives-too-quickly',
    who: 'Gmail',
    says: [
      ['trying to contact is receiving mail too quickly'],
      ['trying to contact is receiving mail at a rate'],
    ],
    meaning: 'This mailbox got more mail in a short time than it may.',
    advice: 'Try again later; send alerts and reports of machines in batches.',
    page: GMAIL_CODES,
  },
  {
    id: 'gmail-attachment',
    who: 'Gmail',
    says: [['content presents a potential security issue']],
    meaning: 'The message holds a kind of file, or a link, that Gmail never takes.',
    advice: 'Send a link to the file instead; an archive around it does not help.',
    page: 'https://support.google.com/mail/answer/6590',
  },
  {
    id: 'gmail-password',
    who: 'Gmail',
    says: [
      ['username and password not accepted'],
      ['application-specific password required'],
      ['please log in with your web browser and then try again'],
    ],
    meaning: 'The password of the account is not good for SMTP.',
    advice: 'Use OAuth 2, or an app password of an account with 2-step verification.',
    page: 'https://support.google.com/mail/answer/7126229',
  },
  {
    id: 'gmail-daily-limit',
    who: 'Gmail',
    says: [
      ['daily user sending limit exceeded'],
      ['daily user sending quota exceeded'],
      ['daily sending quota exceeded'],
    ],
    meaning: 'The account sent as many messages as it may in a day.',
    advice: 'Wait up to 24 hours; use a service for bulk mail, or the SMTP relay of Workspace.',
    page: GMAIL_CODES,
  },
  {
    id: 'gmail-message-form',
    who: 'Gmail',
    says: [
      ['gsmtp', 'not rfc 5322 compliant'],
      ['messages missing a valid', 'header are not accepted'],
      ['gsmtp', "multiple 'from' addresses"],
    ],
    meaning: 'A header field that every message needs is missing, wrong, or there twice.',
    advice: 'Lint the message: From, Date and Message-ID belong there once each.',
    page: GMAIL_CODES,
  },
];

const MICROSOFT: readonly ServerText[] = [
  {
    id: 'outlook-network-block',
    who: 'Outlook.com',
    says: [['network is on our block list'], ['(s3140)'], ['(s3150)']],
    meaning:
      'The address, or the network around it, has a bad name at Outlook.com; no public list is meant.',
    advice:
      'Ask for mitigation with the form of the postmaster site, give the address and this reply; join SNDS and JMRP to see what they see.',
    page: OUTLOOK_SENDERS,
  },
  {
    id: 'outlook-rate',
    who: 'Outlook.com',
    says: [
      ['temporarily rate limited due to ip reputation'],
      ['421 rp-00'],
      ['rp-001'],
      ['rp-002'],
      ['rp-003'],
    ],
    meaning: 'The address sends more than its reputation allows at this time.',
    advice: 'Send slower and raise the volume over days; a new address has to earn its name first.',
    page: OUTLOOK_SENDERS,
  },
  {
    id: 'outlook-policy',
    who: 'Outlook.com',
    says: [
      ['sc-001'],
      ['sc-002'],
      ['sc-003'],
      ['sc-004'],
      ['dy-001'],
      ['dy-002'],
      ['ou-001'],
      ['ou-002'],
    ],
    meaning:
      'Refused by policy: SC for the content or reputation, DY for a dynamic address or an open proxy, OU for a block list.',
    advice:
      'Check the address against public lists and give it a PTR name that is not generic; then use the support form.',
    page: OUTLOOK_SENDERS,
  },
  {
    id: 'microsoft-banned-ip',
    who: 'Microsoft 365',
    says: [['access denied, banned sending ip']],
    meaning: 'The sending address is on the list of Microsoft 365 itself.',
    advice: 'Find what sent spam, then ask for removal on the delist portal; it takes up to a day.',
    page: 'https://sender.office.com/',
  },
  {
    id: 'microsoft-banned-sender',
    who: 'Microsoft 365',
    says: [['access denied, banned sender'], ['access denied, bad outbound sender']],
    meaning: 'The account or address that sends was blocked, usually after it sent spam.',
    advice:
      'Secure the account first. An administrator frees it on the page of restricted entities; other senders forward the report as it says.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-authentication-level',
    who: 'Microsoft',
    says: [['5.7.515'], ['does not meet the required authentication level']],
    meaning: 'A domain that sends much has to pass SPF and DKIM, and DMARC aligned with From.',
    advice:
      'Publish SPF, DKIM and a DMARC record, and see that one of the two passes with the domain in From.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-dmarc',
    who: 'Microsoft 365',
    says: [['5.7.509'], ['does not pass dmarc verification']],
    meaning: 'The domain in From asks by DMARC to refuse what does not pass.',
    advice: 'Let SPF or DKIM pass with a domain that matches the one in From.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-recipient-denied',
    who: 'Microsoft 365',
    says: [
      ['recipient address rejected: access denied'],
      ['resolver.adr.recipnotfound'],
      ['resolver.adr.recipientnotfound'],
    ],
    meaning: 'The tenant does not know this recipient, or its edge refuses the unknown.',
    advice:
      'Check the address. Its administrators look whether the mailbox exists and is synchronised, and whether MX points to the right tenant.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-tenant-attribution',
    who: 'Microsoft 365',
    says: [['tenantattribution']],
    meaning:
      'Microsoft 365 found no tenant for this mail: no connector matches the address or certificate of the sender.',
    advice: 'Correct the inbound connector: certificate name or address, and the accepted domains.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-not-authenticated',
    who: 'Microsoft 365',
    says: [['client was not authenticated to send anonymous mail'], ['5.7.57']],
    meaning: 'The port for submission wants AUTH before MAIL, and none succeeded.',
    advice: 'Authenticate, or send to the MX host of the domain where it goes.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-smtp-auth-disabled',
    who: 'Microsoft 365',
    says: [['smtpclientauthentication is disabled'], ['5.7.139']],
    meaning:
      'AUTH over SMTP is switched off for the tenant or the mailbox, or a policy forbids it.',
    advice:
      'An administrator allows authenticated SMTP for the mailbox; prefer OAuth 2, for passwords are being withdrawn.',
    page: 'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
  },
  {
    id: 'microsoft-authentication-failed',
    who: 'Exchange',
    says: [['5.7.3', 'authentication unsuccessful']],
    meaning: 'Name, password or mechanism were not accepted.',
    advice: 'Check the account and whether it may use SMTP at all.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-send-as',
    who: 'Exchange',
    says: [
      ['sendasdenied'],
      ['does not have permissions to send as this sender'],
      ['not allowed to send as this sender'],
    ],
    meaning: 'The account that authenticated may not use this sender address.',
    advice:
      'Send with the own address, or have the right "Send As" granted; it takes a while to work.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-outbound-threshold',
    who: 'Microsoft 365',
    says: [
      ['tenant has exceeded threshold'],
      ['5.7.705'],
      ['5.7.708'],
      ['5.7.750'],
      ['client blocked from sending from unregistered domain'],
    ],
    meaning:
      'The tenant may not send for now: too much, from an address of ill repute, or from a domain it did not register.',
    advice:
      'An administrator looks for abused accounts and connectors, registers the domain, then asks Microsoft.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-busy',
    who: 'Microsoft 365',
    says: [['server busy. please try again later from'], ['4.7.500']],
    code: 4,
    meaning: 'The sending address is slowed down: it is new to them, or sent more than usual.',
    advice: 'Let the queue retry; send evenly. It passes within hours.',
    page: EXCHANGE_CODES,
  },
  {
    id: 'microsoft-concurrency',
    who: 'Exchange',
    says: [
      ['storedrv', 'thread limit exceeded'],
      ['maximum number of concurrent connections'],
      ['concurrent connections limit exceeded'],
    ],
    meaning: 'Too many connections, or deliveries into one mailbox, at the same time.',
    advice: 'Use fewer connections at once and try again later.',
    page: EXCHANGE_CODES,
  },
];

const YAHOO: readonly ServerText[] = [
  {
    id: 'yahoo-deferred',
    who: 'Yahoo',
    says: [
      ['[tss0'],
      ['[tss1'],
      ['[ts01]'],
      ['[ts02]'],
      ['[ts03]'],
      ['unexpected volume or user complaints'],
    ],
    meaning: 'Mail from this address is put off: its volume is unusual, or people complained.',
    advice:
      'Slow down, take off who complains (join the feedback loop), and let the queue retry; TS03 is permanent until the cause is gone.',
    page: YAHOO_CODES,
  },
  {
    id: 'yahoo-listed',
    who: 'Yahoo',
    says: [['[bl21]'], ['[bl22]'], ['[bl23]']],
    meaning: 'The address stands on a block list that Yahoo uses, as a rule one of Spamhaus.',
    advice: 'Have it removed there; Yahoo follows within a day.',
    page: YAHOO_CODES,
  },
  {
    id: 'yahoo-policy',
    who: 'Yahoo',
    says: [['message not accepted for policy reasons'], ['message not accepted due to domain']],
    meaning: 'Refused by policy: DMARC of the domain in From, or what the message holds.',
    advice: 'See that DKIM or SPF passes with the domain in From; then look at links and content.',
    page: YAHOO_CODES,
  },
  {
    id: 'yahoo-no-such-user',
    who: 'Yahoo',
    says: [["this user doesn't have a yahoo.com account"], ["user doesn't have a", 'account (']],
    meaning: 'There is no such mailbox.',
    advice: 'Take the address off the list.',
    page: YAHOO_CODES,
  },
  {
    id: 'apple-policy',
    who: 'iCloud',
    says: [['[cs01]'], ['[hm08]'], ['message rejected due to local policy', 'icloud']],
    meaning: 'Refused by the filters of iCloud Mail for content or reputation.',
    advice: 'Check authentication and reputation; then write to its postmasters with the reply.',
    page: APPLE_SENDERS,
  },
];

/** A list that mail servers ask by DNS about addresses or domains. */
function listed(
  id: string,
  who: string,
  names: readonly string[],
  advice: string,
  page?: string,
): ServerText {
  return {
    id,
    who,
    says: names.map(name => [name]),
    meaning: `${who} lists the address or domain, and this server refuses what is listed there.`,
    advice,
    ...(page !== undefined && { page }),
  };
}

const REMOVE =
  'Find out what sent spam (an infected host, a hacked site or account) and stop it; then ask there for removal.';

const LISTS: readonly ServerText[] = [
  {
    id: 'list-query-refused',
    who: 'A block list',
    says: [
      ['open resolver', 'spamhaus'],
      ['returnc/pub'],
      ['127.255.255.254'],
      ['127.255.255.252'],
      ['127.255.255.255'],
    ],
    meaning:
      'The receiving server asked the list in a way that is refused, for instance through a public resolver, and takes the error for a listing.',
    advice:
      'You are not listed. Tell the receiving side: they need a resolver or a key of their own.',
    page: 'https://www.spamhaus.org/resource-hub/dnsbl/using-our-public-mirrors-check-your-return-codes-now/',
  },
  {
    id: 'list-spamhaus-pbl',
    who: 'Spamhaus PBL',
    says: [['pbl.spamhaus.org'], ['spamhaus.org/pbl'], ['spamhaus', 'policy block list']],
    meaning:
      'The address belongs to those that, as their owner says, do not send mail to servers themselves.',
    advice:
      "Send through your provider's server with AUTH; for a mail server at a fixed address, remove it there yourself.",
    page: 'https://check.spamhaus.org/',
  },
  {
    id: 'list-spamhaus-dbl',
    who: 'Spamhaus DBL',
    says: [['dbl.spamhaus.org'], ['spamhaus.org/dbl']],
    meaning: 'A domain in the hello, the sender or the message is listed, not an address.',
    advice: 'Look the domain up there, clean what is hosted under it, then ask for removal.',
    page: 'https://check.spamhaus.org/',
  },
  listed('list-spamhaus', 'Spamhaus', ['spamhaus'], REMOVE, 'https://check.spamhaus.org/'),
  listed(
    'list-barracuda',
    'Barracuda',
    ['barracudacentral'],
    REMOVE,
    'https://www.barracudacentral.org/lookups',
  ),
  listed(
    'list-spamcop',
    'SpamCop',
    ['spamcop'],
    'Stop what was reported; a listing ends by itself within a day after the last report.',
    'https://www.spamcop.net/bl.shtml',
  ),
  listed(
    'list-uceprotect',
    'UCEPROTECT',
    ['uceprotect'],
    'Levels 2 and 3 list whole networks: they end by themselves after seven days without abuse; do not pay for removal. Ask your provider, or the receiver for an exception.',
    'https://www.uceprotect.net/en/rblcheck.php',
  ),
  listed(
    'list-sorbs',
    'SORBS',
    ['sorbs.net'],
    'This list closed in June 2024: tell the receiving side to stop asking it.',
  ),
  listed(
    'list-nix-spam',
    'NiX Spam',
    ['manitu.net'],
    'This list closed in January 2025: tell the receiving side to stop asking it.',
  ),
  listed('list-psbl', 'PSBL', ['psbl.surriel', 'psbl.org'], REMOVE, 'https://psbl.org/'),
  listed('list-mailspike', 'Mailspike', ['mailspike'], REMOVE, 'https://mailspike.org/'),
  listed(
    'list-cloudmark',
    'Cloudmark CSI',
    ['csi.cloudmark.com'],
    REMOVE,
    'https://csi.cloudmark.com/en/reset/',
  ),
  listed(
    'list-proofpoint',
    'Proofpoint',
    ['ipcheck.proofpoint.com', 'proofpoint dynamic reputation'],
    REMOVE,
    'https://ipcheck.proofpoint.com/',
  ),
  listed(
    'list-talos',
    'Cisco Talos',
    ['senderbase', 'talosintelligence', "sender's reputation is poor", 'poor sbrs'],
    'Stop what harms the reputation of the address; it recovers by itself, and there is a form for disputes.',
    'https://talosintelligence.com/reputation_center',
  ),
  listed(
    'list-trend-micro',
    'Trend Micro',
    ['trendmicro', 'mail-abuse.com'],
    REMOVE,
    'https://servicecentral.trendmicro.com/',
  ),
  listed(
    'list-uribl',
    'URIBL or SURBL',
    ['uribl.com', 'surbl.org'],
    'A link in the message leads to a listed domain: take it out, or have the domain removed there.',
  ),
  {
    id: 'list-generic',
    who: 'A block list',
    says: [
      ['blocked using'],
      ['blacklisted'],
      ['blocklisted'],
      ['listed in', 'dnsbl'],
      ['listed in', 'rbl'],
      ['is listed at'],
      ['on our blacklist'],
      ['on our blocklist'],
      ['on a blacklist'],
      ['rejected by rbl'],
      ['in rbl'],
      ['dnsbl'],
    ],
    meaning: 'The sending address or domain stands on a list that this server asks.',
    advice:
      'Look the address up on the list that the reply names, remove the cause, then ask there for removal; without a name, ask the receiving side.',
  },
];

const MAIL_SERVERS: readonly ServerText[] = [
  {
    id: 'greylisting',
    who: 'Greylisting',
    says: [
      ['greylist'],
      ['graylist'],
      ['grey-list'],
      ['gray-list'],
      ['grey list'],
      ['first seen, try again'],
      ['please come back in'],
      ['postgrey'],
    ],
    code: 4,
    meaning:
      'The server puts off the first message of an unknown combination of address, sender and recipient.',
    advice:
      'Do nothing: a queue tries again after some minutes and is then let in. A program without a queue has to try again itself, from the same address.',
  },
  {
    id: 'relay-denied',
    who: 'Most mail servers',
    says: [
      ['relay access denied'],
      ['relaying denied'],
      ['relay not permitted'],
      ['unable to relay'],
      ['relay denied'],
      ['relaying not allowed'],
      ['not permitted to relay'],
      ['we do not relay'],
      ['relaying is not allowed'],
    ],
    meaning: 'The recipient is not of this server, and this client may not send through it.',
    advice:
      "Authenticate on the submission port, or send to the MX host of the recipient's domain; a server that should take the domain has to be told so.",
  },
  {
    id: 'unknown-user',
    who: 'Most mail servers',
    says: [
      ['user unknown'],
      ['unknown user'],
      ['no such user'],
      ['no mailbox here'],
      ['mailbox unavailable'],
      ['mailbox not found'],
      ['recipient not found'],
      ['unrouteable address'],
      ['unroutable address'],
      ['invalid recipient'],
      ['recipient unknown'],
      ['address unknown'],
      ['no such recipient'],
    ],
    code: 5,
    meaning: 'The server knows no such recipient.',
    advice:
      'Look for a typing error; take the address off the list. If it should exist, check alias and virtual maps on the receiving server.',
  },
  {
    id: 'mailbox-full',
    who: 'Most mail servers',
    says: [
      ['mailbox full'],
      ['mailbox is full'],
      ['over quota'],
      ['quota exceeded'],
      ['overquota'],
      ['exceeded storage allocation'],
      ['not enough storage space'],
    ],
    meaning: 'The mailbox has no room.',
    advice: 'Try again later; only its owner can make room.',
  },
  {
    id: 'helo-name',
    who: 'Postfix and others',
    says: [
      ['helo command rejected'],
      ['invalid helo'],
      ['need fully-qualified hostname'],
      ['invalid ehlo'],
      ['helo rejected'],
    ],
    meaning: 'The name in EHLO or HELO is not one that the server believes.',
    advice:
      'Say a full host name that resolves to the sending address; set myhostname, smtp_helo_name or what your program has for it.',
  },
  {
    id: 'reverse-dns',
    who: 'Postfix and others',
    says: [
      ['cannot find your reverse hostname'],
      ['cannot find your hostname'],
      ['reverse dns'],
      ['no ptr'],
      ['missing ptr'],
      ['ptr record'],
      ['fix reverse dns'],
    ],
    meaning: 'The sending address has no reverse name, or it does not lead back to the address.',
    advice: 'Have a PTR record set whose name resolves to the same address.',
  },
  {
    id: 'sender-domain',
    who: 'Postfix and others',
    says: [
      ['sender address rejected: domain not found'],
      ['sender verify failed'],
      ['domain of sender address'],
      ['sender domain must exist'],
      ['sender address verification failed'],
      ['invalid sender domain'],
      ['sender unknown'],
    ],
    meaning: 'The domain or mailbox in MAIL FROM does not exist for this server.',
    advice:
      'Use a sender that can receive mail: a domain with MX or address records, and a mailbox that exists.',
  },
  {
    id: 'sender-not-owned',
    who: 'Postfix and others',
    says: [
      ['not owned by user'],
      ['sender address rejected: not logged in'],
      ['sender is not allowed'],
      ['sender mismatch'],
    ],
    meaning: 'The account that authenticated may not use this sender, or nobody authenticated.',
    advice: 'Send with an address of the account; or allow it (Postfix: smtpd_sender_login_maps).',
  },
  {
    id: 'spf-fail',
    who: 'Most mail servers',
    says: [
      ['spf fail'],
      ['spf check failed'],
      ['failed spf'],
      ['openspf'],
      ['spf: fail'],
      ['not authorized to send', 'spf'],
      ['spf validation failed'],
      ['does not pass spf'],
    ],
    meaning: 'The domain of the sender does not name this host in its SPF record.',
    advice:
      'Add the host to the SPF record, or send through one that is in it; a forwarder rewrites the sender (SRS).',
  },
  {
    id: 'dmarc-fail',
    who: 'Most mail servers',
    says: [['dmarc']],
    code: 5,
    meaning:
      'The domain in From asks by DMARC to refuse mail that passes neither SPF nor DKIM with this domain.',
    advice: 'Sign with DKIM for the domain in From, or send through its own servers.',
  },
  {
    id: 'dkim-fail',
    who: 'Most mail servers',
    says: [['dkim', 'fail'], ['dkim', 'invalid'], ['no valid dkim']],
    meaning: 'No signature of the message could be verified.',
    advice:
      'Check selector and key in DNS, and that nothing changes the message after it was signed.',
  },
  {
    id: 'tls-needed',
    who: 'Most mail servers',
    says: [
      ['must issue a starttls command'],
      ['starttls is required'],
      ['starttls required'],
      ['encryption required'],
      ['tls required'],
      ['session encryption is required'],
    ],
    meaning: 'The server takes this command only inside TLS.',
    advice: 'Send STARTTLS after EHLO, then EHLO again.',
  },
  {
    id: 'authentication-needed',
    who: 'Most mail servers',
    says: [
      ['authentication required'],
      ['authentication is required'],
      ['please authenticate'],
      ['must authenticate'],
      ['authenticate first'],
    ],
    meaning: 'The server takes mail here only from clients that authenticated.',
    advice: 'Send AUTH, inside TLS, before MAIL.',
  },
  {
    id: 'authentication-failed',
    who: 'Most mail servers',
    says: [
      ['authentication failed'],
      ['authentication credentials invalid'],
      ['incorrect authentication data'],
      ['invalid credentials'],
      ['bad username or password'],
      ['authentication unsuccessful'],
    ],
    meaning: 'Name or password were not accepted.',
    advice:
      'Check both, and how the server wants the name (with or without domain); many providers want an app password.',
  },
  {
    id: 'size-limit',
    who: 'Most mail servers',
    says: [
      ['size exceeds'],
      ['message too large'],
      ['message too big'],
      ['exceeds fixed limit'],
      ['exceeds fixed maximum'],
      ['exceeds maximum'],
      ['exceeded size limit'],
      ['message size limit'],
    ],
    meaning:
      'The message is larger than this server takes; base64 adds a third to what was attached.',
    advice: 'Send less, or a link; SIZE in the EHLO reply tells the limit.',
  },
  {
    id: 'too-many-recipients',
    who: 'Most mail servers',
    says: [['too many recipients']],
    meaning: 'The server takes no more recipients in this transaction.',
    advice: 'Send the rest in further transactions.',
  },
  {
    id: 'rate-limit',
    who: 'Most mail servers',
    says: [
      ['rate limit'],
      ['ratelimit'],
      ['too many connections'],
      ['too many messages'],
      ['too many errors'],
      ['too many concurrent'],
      ['too much mail from'],
      ['throttled'],
      ['sending too fast'],
      ['exceeded the rate'],
    ],
    meaning: 'This client did more in a short time than the server allows.',
    advice: 'Use fewer connections, wait between messages, and let the queue try again.',
  },
  {
    id: 'spam-content',
    who: 'Most mail servers',
    says: [
      ['as spam'],
      ['is spam'],
      [' spam '],
      ['spam score'],
      ['spam message'],
      ['spam detected'],
      ['content rejected'],
      ['message content rejected'],
      ['unsolicited'],
      ['looks like junk'],
      ['high probability'],
    ],
    code: 5,
    meaning: 'The filter of the server takes the message for spam.',
    advice:
      'Compare with a plain message: links, attachments, headers. Its postmaster can tell which test it was.',
  },
  {
    id: 'virus-content',
    who: 'Most mail servers',
    says: [['virus'], ['malware'], ['infected']],
    code: 5,
    meaning: 'A scanner found something harmful in the message.',
    advice:
      'Scan what was attached and the machine it came from; send a link instead if it is a false alarm.',
  },
  {
    id: 'mail-loop',
    who: 'Most mail servers',
    says: [
      ['mail loops back to'],
      ['too many hops'],
      ['mail loop'],
      ['routing loop'],
      ['hop count exceeded'],
      ['mail forwarding loop'],
      ['too many received'],
    ],
    meaning: 'The message goes in circles between hosts that each think another one keeps it.',
    advice:
      'Follow the Received fields; correct the MX record, forwarding or the domains that a host takes as its own.',
  },
  {
    id: 'server-resources',
    who: 'Most mail servers',
    says: [
      ['insufficient system storage'],
      ['insufficient system resources'],
      ['insufficient disk space'],
      ['disk full'],
      ['queue file write error'],
      ['server configuration problem'],
      ['local error in processing'],
      ['temporary lookup failure'],
    ],
    meaning: 'The server has a problem of its own.',
    advice: 'Try again later; its administrator looks into the log of that minute.',
  },
];

/** The special ones first: what is found first says most. */
export const SERVER_TEXTS: readonly ServerText[] = [
  ...GMAIL,
  ...MICROSOFT,
  ...YAHOO,
  ...LISTS,
  ...MAIL_SERVERS,
];

/** More than these say nothing new, and longer replies nobody reads. */
const MOST = 2;
const LONGEST = 4_096;

/**
 * The known wordings in a reply: its code and its text, enhanced code included, without the codes
 * at the beginning of its further lines. At most two, the most special first.
 */
export function serverTextsIn(code: number, text: string): readonly ServerText[] {
  if (code < 400) return [];
  const plain = plainText(text.slice(0, LONGEST));
  const found: ServerText[] = [];
  for (const entry of SERVER_TEXTS) {
    if (!fitsCode(entry, code) || !isSaid(entry, plain)) continue;
    // Of the lists the one that is named; a general wording adds nothing to it.
    if (entry.id === 'list-generic' && found.some(({ id }) => id.includes('list'))) continue;
    found.push(entry);
    if (found.length === MOST) break;
  }
  return found;
}

/** Refusals by providers that go by a list. */
const OF_PROVIDERS: ReadonlySet<string> = new Set([
  ...['outlook-network-block', 'microsoft-banned-ip', 'yahoo-listed'],
]);

/** The wordings that name a list of senders. */
const NAMING_LISTS = SERVER_TEXTS.filter(
  ({ id }) => id.startsWith('list-') || OF_PROVIDERS.has(id),
);

/** A text without any of these names no list: most refusals need no closer look. */
const TELLTALES = telltalesOf(NAMING_LISTS);

/** The list of senders by which a reply refuses, as the reply names it. */
export function blockListIn(code: number, text: string): ServerText | undefined {
  if (code < 400) return undefined;
  const lower = text.slice(0, LONGEST).toLowerCase();
  if (!TELLTALES.some(word => lower.includes(word))) return undefined;
  const plain = plainText(lower);
  return NAMING_LISTS.find(entry => fitsCode(entry, code) && isSaid(entry, plain));
}

/** Of each wording the longest word; those that hold another one tell nothing more. */
function telltalesOf(texts: readonly ServerText[]): readonly string[] {
  const words = new Set(
    texts
      .flatMap(({ says }) => says)
      .map(parts => {
        const all = parts.flatMap(part => part.split(' '));
        return all.reduce((one, other) => (other.length > one.length ? other : one), '');
      }),
  );
  return [...words].filter(word => ![...words].some(o => o !== word && word.includes(o)));
}

function isSaid({ says }: ServerText, plain: string): boolean {
  return says.some(parts => parts.every(part => plain.includes(part)));
}

/** In lower case and single spaces; an enhanced code that every line repeats stays once. */
function plainText(text: string): string {
  const plain = ` ${text.toLowerCase().replace(/\s+/g, ' ').trim()} `;
  const [enhanced] = /^ [245]\.\d{1,3}\.\d{1,3} /.exec(plain) ?? [];
  if (enhanced === undefined) return plain;
  return enhanced + plain.slice(enhanced.length).replaceAll(enhanced, ' ');
}

function fitsCode({ code }: ServerText, given: number): boolean {
  return code === undefined || code === given || code === Math.trunc(given / 100);
}
