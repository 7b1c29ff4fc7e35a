/** Weights of a scoring profile: what a detected window adds, a false positive and a missed window take (config/profiles.json of NAB). */
export interface Profile {
  tp: number;
  fp: number;
  fn: number;
}

export const profiles = {
  standard: { tp: 1, fp: 0.11, fn: 1 },
  reward_low_FP_rate: { tp: 1, fp: 0.22, fn: 1 },
  reward_low_FN_rate: { tp: 1, fp: 0.11, fn: 2 },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as ProfileName[];
