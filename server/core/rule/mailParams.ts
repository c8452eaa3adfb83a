import type { Param } from '../smtp/params.ts';
import type { Exchange } from '../transcript/model.ts';
import type { RuleContext } from './context.ts';

/** The MAIL of the transaction in which the server dealt with this exchange. */
export function mailOf(exchange: Exchange): Exchange | undefined {
  return exchange.before.transaction?.mail ?? exchange.known.transaction?.mail;
}

/** A parameter of MAIL by its keyword, the first where it is given twice. */
export function mailParam(
  context: RuleContext,
  mail: Exchange | undefined,
  keyword: string,
): Param | undefined {
  if (mail === undefined) return undefined;
  return context.envelope(mail).params.params.find(param => param.keyword === keyword);
}

/** The value of that parameter in upper case, or undefined. */
export function mailParamValue(
  context: RuleContext,
  mail: Exchange | undefined,
  keyword: string,
): string | undefined {
  const value = mailParam(context, mail, keyword)?.valueSpan;
  return value && context.text(value).toUpperCase();
}
