/** How far a cited section was compared with the text of its RFC. */
export type ReferenceState = 'read' | 'contents' | 'not available';

/** Sections of one RFC, and how far they were compared. */
export interface Reference {
  readonly rfc: number;
  /** Section numbers, or appendices as "Appendix F.1". */
  readonly sections: readonly string[];
  /** `contents`: only the heading was seen; `not available`: the text could not be had. */
  readonly state: ReferenceState;
}

/** A section as a reference names it. */
export interface Citation {
  readonly rfc: number;
  readonly section: string;
}

const CITED = /RFC (\d+) (?:§([\d., ]*\d)|(?:Appendix )?([A-Z](?:\.\d+)*)\b)/g;

/** The sections that a text cites: "RFC 5321 §3.1, 4.2; RFC 5321 F.1", but no RFC as a whole. */
export function citationsIn(text: string): Citation[] {
  return [...text.matchAll(CITED)].flatMap(([, rfc, sections, appendix]) =>
    (sections?.split(', ') ?? [`Appendix ${appendix ?? ''}`]).map(section => ({
      rfc: Number(rfc),
      section,
    })),
  );
}

/**
 * Every section that rules and protocol tables cite. Enter a new one here after reading it: does it
 * say what the rule or the table says?
 */
export const REFERENCES: readonly Reference[] = [
  { rfc: 821, sections: ['3.4', '3.8'], state: 'read' },
  { rfc: 1035, sections: ['2.3.4'], state: 'read' },
  { rfc: 1123, sections: ['5.2.16'], state: 'read' },
  { rfc: 1845, sections: ['3'], state: 'read' },
  { rfc: 1870, sections: ['3', '4', '6', '6.1', '6.3'], state: 'read' },
  { rfc: 1918, sections: ['3'], state: 'read' },
  { rfc: 1985, sections: ['5', '5.1'], state: 'read' },
  { rfc: 2033, sections: ['4.1', '4.2', '4.3'], state: 'read' },
  { rfc: 2034, sections: ['4'], state: 'read' },
  { rfc: 2045, sections: ['2.7', '4', '5.1', '6.1', '6.2', '6.4', '6.7', '6.8'], state: 'read' },
  { rfc: 2046, sections: ['5.1.1', '5.2.1'], state: 'read' },
  { rfc: 2183, sections: ['2'], state: 'read' },
  { rfc: 2195, sections: ['2'], state: 'read' },
  { rfc: 2505, sections: ['2.1'], state: 'read' },
  { rfc: 2645, sections: ['5.2.1'], state: 'read' },
  { rfc: 2852, sections: ['4'], state: 'read' },
  { rfc: 2920, sections: ['3', '3.1', '3.2'], state: 'read' },
  { rfc: 3030, sections: ['2', '3'], state: 'read' },
  { rfc: 3207, sections: ['4', '4.1', '4.2', '6'], state: 'read' },
  { rfc: 3461, sections: ['4', '4.1', '4.2', '4.3', '4.4', '4.5'], state: 'read' },
  { rfc: 3463, sections: ['2', '3.5'], state: 'read' },
  { rfc: 3464, sections: ['2'], state: 'read' },
  { rfc: 3885, sections: ['2'], state: 'read' },
  { rfc: 4422, sections: ['3.5', '6.2', 'Appendix A'], state: 'read' },
  { rfc: 4468, sections: ['3'], state: 'read' },
  { rfc: 4616, sections: ['2', '5'], state: 'read' },
  { rfc: 4865, sections: ['3', '4.1'], state: 'read' },
  { rfc: 4954, sections: ['3', '4', '5', '6', '8', '9'], state: 'read' },
  { rfc: 5248, sections: ['2'], state: 'read' },
  {
    rfc: 5321,
    sections: [
      '2.1',
      '2.2',
      '2.2.1',
      '2.2.2',
      '2.3.1',
      '2.3.5',
      '2.3.8',
      '2.4',
      '3.1',
      '3.2',
      '3.3',
      '3.4',
      '3.5',
      '3.5.3',
      '3.8',
      '4.1.1',
      '4.1.1.1',
      '4.1.1.2',
      '4.1.1.3',
      '4.1.1.4',
      '4.1.1.5',
      '4.1.1.6',
      '4.1.1.7',
      '4.1.1.8',
      '4.1.1.9',
      '4.1.1.10',
      '4.1.1.11',
      '4.1.2',
      '4.1.3',
      '4.1.4',
      '4.1.5',
      '4.2',
      '4.2.1',
      '4.2.2',
      '4.2.4',
      '4.2.5',
      '4.3.1',
      '4.3.2',
      '4.4',
      '4.5.1',
      '4.5.2',
      '4.5.3',
      '4.5.3.1.1',
      '4.5.3.1.2',
      '4.5.3.1.3',
      '4.5.3.1.4',
      '4.5.3.1.5',
      '4.5.3.1.6',
      '4.5.3.1.8',
      '4.5.3.1.10',
      '4.5.3.2',
      '4.5.3.2.6',
      '4.5.5',
      '6.1',
      '6.3',
      '6.4',
      '7.2',
      '7.3',
      '7.5',
      '7.8',
      '7.9',
      'Appendix C',
      'Appendix D',
      'Appendix F.1',
      'Appendix F.2',
      'Appendix F.3',
      'Appendix F.4',
      'Appendix F.6',
    ],
    state: 'read',
  },
  {
    rfc: 5322,
    sections: [
      '2.1',
      '2.1.1',
      '2.2',
      '2.2.3',
      '3.3',
      '3.4',
      '3.6',
      '3.6.2',
      '3.6.3',
      '3.6.4',
      '3.6.7',
      '3.6.8',
      '4.1',
      '4.3',
    ],
    state: 'read',
  },
  { rfc: 5802, sections: ['7'], state: 'read' },
  { rfc: 5890, sections: ['2.3.2.1'], state: 'read' },
  { rfc: 6152, sections: ['2', '3'], state: 'read' },
  { rfc: 6331, sections: ['1'], state: 'read' },
  { rfc: 6409, sections: ['4.3'], state: 'read' },
  {
    rfc: 6531,
    sections: ['1.2', '3.1', '3.2', '3.3', '3.4', '3.5', '3.7.4.1', '3.7.4.2'],
    state: 'read',
  },
  { rfc: 6532, sections: ['3'], state: 'read' },
  { rfc: 6533, sections: ['3'], state: 'read' },
  { rfc: 6710, sections: ['7'], state: 'read' },
  { rfc: 6854, sections: ['2'], state: 'read' },
  { rfc: 7293, sections: ['3.1'], state: 'read' },
  { rfc: 7489, sections: ['3.1'], state: 'read' },
  { rfc: 7504, sections: ['3', '4'], state: 'read' },
  { rfc: 7628, sections: ['3.1', '3.2.3'], state: 'read' },
  { rfc: 7677, sections: ['3'], state: 'read' },
  { rfc: 8098, sections: ['3'], state: 'read' },
  { rfc: 8314, sections: ['3', '3.3', '4.1', '7.3'], state: 'read' },
  { rfc: 8461, sections: ['1'], state: 'read' },
  { rfc: 8689, sections: ['2', '4.2.1'], state: 'read' },
  { rfc: 9422, sections: ['3.5', '3.6', '3.7', '4'], state: 'read' },
];
