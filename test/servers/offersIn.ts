/** Whether a transcript shows a server that offers an EHLO keyword, with a parameter if one is named. */
export function offersIn(text: string, need: string): boolean {
  const [keyword = '', parameter] = need.split(' ');
  return [...text.matchAll(/^(?:S: )?250[- ](\S+)(.*)$/gmu)].some(([, name, words = '']) => {
    return name === keyword && (parameter === undefined || words.split(' ').includes(parameter));
  });
}
