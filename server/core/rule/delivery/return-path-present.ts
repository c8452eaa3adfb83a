import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { deleteField, fieldsNamed, messageHeader } from './messageField.ts';

const RETURN_PATH: ReadonlySet<string> = new Set(['return-path']);
const PASSED_ON = /^(?:received|resent-.*)$/;

/** What only final delivery adds. */
export const returnPathPresent = defineRule({
  id: 'return-path-present',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: 'The message already has a Return-Path field.',
  why: 'The server that delivers the message finally writes the address of MAIL there; one that is there before misleads whoever reads the field.',
  advice: 'Leave the field out: the address for reports is the one in MAIL.',
  refs: ['RFC 5321 §4.4'],
  offWhen: 'Stored messages are sent again for a test.',
  on: 'content',
  clues: ['odd-field'],
  check(node, context) {
    const header = messageHeader(node, context);
    const [field] = fieldsNamed(header, RETURN_PATH);
    if (field === undefined) return;
    // Who only passes a message on may not even look for it.
    const isPassedOn = header?.fields.some(({ name }) => PASSED_ON.test(name)) ?? false;
    context.report({
      at: field.nameSpan,
      ...(isPassedOn ? { severity: 'information' } : {}),
      fix: deleteField(context, node.content, field),
    });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}C: Return-Path: <a@client.example>
#~ ^^^^^^^^^^^ return-path-present
${HEADER}C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [WHOLE, `${UNTIL_CONTENT}${HEADER}C: \nC: Return-Path: <>\n${AFTER_CONTENT}`],
  },
});
