import { MOST_SCRIPTED_OCTETS } from './messageText.ts';
import type { Script } from './script.ts';

/** What a command-line mail client cannot be told of this session, in whole sentences. */
export function clientLosses(script: Script, client: string): readonly string[] {
  const { messages, session, auth } = script;
  const when = (is: boolean, loss: string): readonly string[] => (is ? [loss] : []);
  const params = messages.some(
    ({ mailParams, recipients }) =>
      mailParams.length > 0 || recipients.some(recipient => recipient.params.length > 0),
  );
  const chunked = session.exchanges.some(({ content }) => content?.how === 'bdat');
  const cut = messages.some(({ content }) => content && !endsWithLineEnd(content));
  return [
    ...script.losses,
    ...when(messages.length > 1, 'Each message has a connection of its own.'),
    ...when(params, `The parameters of MAIL and RCPT are left to ${client}.`),
    ...when(
      messages.some(({ content }) => (content?.length ?? 0) > MOST_SCRIPTED_OCTETS),
      'A message is too long for a script, and a short one stands in for it; eml has it.',
    ),
    ...when(chunked, 'What was sent with BDAT is sent with DATA.'),
    ...when(cut, 'A message that did not end with a line end gets one.'),
    ...when(auth?.user === '', 'The user is not shown; it is taken from SMTP_USER.'),
  ];
}

function endsWithLineEnd(octets: Uint8Array): boolean {
  return octets[octets.length - 2] === 13 && octets[octets.length - 1] === 10;
}
