import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fix } from '../core/rule/rule.ts';
import { applyFixes } from './applyFixes.ts';
import type { ChunkFinding } from './findingsIn.ts';

type Edits = readonly (readonly [start: number, end: number, text: string])[];

function finding(
  edits: Edits,
  more: { readonly safe?: boolean; readonly base?: number } = {},
): ChunkFinding {
  const fix: Fix = {
    title: 'fix',
    safe: more.safe ?? true,
    edits: edits.map(([start, end, text]) => ({ at: { start, end }, text })),
  };
  const at = { start: 0, end: 0 };
  return {
    base: more.base ?? 0,
    finding: { rule: 'x', severity: 'error', at, template: '', values: {}, related: [], fix },
  };
}

function apply(text: string, findings: readonly ChunkFinding[], which: 'safe' | 'all' = 'safe') {
  const { octets, applied } = applyFixes(Buffer.from(text), findings, which);
  return [Buffer.from(octets).toString(), applied];
}

test('edits apply wherever their finding stands in the list', () => {
  const fixes = [finding([[6, 7, 'G']]), finding([[0, 1, 'A']]), finding([[3, 3, '-']])];
  assert.deepEqual(apply('abcdefg', fixes), ['Abc-defG', 3]);
});

test('a fix that touches another one waits for the next pass', () => {
  assert.deepEqual(apply('abcdef', [finding([[0, 3, 'X']]), finding([[2, 5, 'Y']])]), ['Xdef', 1]);
  assert.deepEqual(apply('abcdef', [finding([[0, 3, 'X']]), finding([[3, 5, 'Y']])]), ['Xdef', 1]);
  assert.deepEqual(apply('abc', [finding([[1, 1, 'X']]), finding([[1, 1, 'Y']])]), ['aXbc', 1]);
});

test('a fix with several edits applies as a whole or not at all', () => {
  const both = finding([
    [0, 1, 'A'],
    [4, 5, 'E'],
  ]);
  assert.deepEqual(apply('abcdef', [both]), ['AbcdEf', 1]);
  assert.deepEqual(apply('abcdef', [both, finding([[4, 6, 'x']])]), ['AbcdEf', 1]);
});

test('edits of one fix that overlap, or lie outside, are left out', () => {
  const overlapping = finding([
    [0, 3, 'X'],
    [2, 4, 'Y'],
  ]);
  const fixes = [overlapping, finding([[3, 99, 'Z']]), finding([[2, 1, 'Z']]), finding([])];
  assert.deepEqual(apply('abcdef', fixes), ['abcdef', 0]);
});

test('unsafe fixes only where all are asked for', () => {
  const unsafe = finding([[0, 1, 'X']], { safe: false });
  assert.deepEqual(apply('abc', [unsafe]), ['abc', 0]);
  assert.deepEqual(apply('abc', [unsafe], 'all'), ['Xbc', 1]);
});

test('spans count from the beginning of the chunk', () => {
  assert.deepEqual(apply('abcdef', [finding([[1, 2, 'é']], { base: 3 })]), ['abcdéf', 1]);
});
