/** Licences that data sets usually have, by their SPDX identifiers (spdx.org/licenses). */
export const usualLicences = [
  { id: 'CC0-1.0', name: 'no rights reserved' },
  { id: 'CC-BY-4.0', name: 'name the creators' },
  { id: 'CC-BY-SA-4.0', name: 'name the creators, share alike' },
  { id: 'CC-BY-NC-4.0', name: 'name the creators, not commercial' },
  { id: 'CC-BY-NC-SA-4.0', name: 'not commercial, share alike' },
  { id: 'CC-BY-ND-4.0', name: 'name the creators, no changes' },
  { id: 'ODC-By-1.0', name: 'Open Data Commons, name the creators' },
  { id: 'ODbL-1.0', name: 'Open Database License' },
  { id: 'PDDL-1.0', name: 'Open Data Commons, public domain' },
  { id: 'CDLA-Permissive-2.0', name: 'Community Data License, permissive' },
  { id: 'MIT', name: 'MIT License' },
  { id: 'Apache-2.0', name: 'Apache License' },
] as const;
