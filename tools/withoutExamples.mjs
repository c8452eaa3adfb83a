import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** What a rule shows is for its tests and its page: programs ship without it. */
export const withoutExamples = {
  name: 'without-examples',
  setup(build) {
    build.onLoad({ filter: /[\\/]core[\\/]rule[\\/]\w+[\\/][a-z0-9-]+\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const span = examplesIn(ts.createSourceFile(path, source, ts.ScriptTarget.Latest));
      if (span === undefined) return undefined;
      const contents = `${source.slice(0, span.pos)} { bad: [], good: [] }${source.slice(span.end)}`;
      return { contents, loader: 'ts' };
    });
  },
};

/** Where the value of `examples` in `defineRule({ … })` stands. */
function examplesIn(file) {
  let found;
  const visit = node => {
    if (ts.isCallExpression(node) && node.expression.getText(file) === 'defineRule') {
      const [rule] = node.arguments;
      if (rule !== undefined && ts.isObjectLiteralExpression(rule)) {
        found = rule.properties.find(
          property =>
            ts.isPropertyAssignment(property) && property.name.getText(file) === 'examples',
        )?.initializer;
      }
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
