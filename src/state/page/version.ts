/** Of the app; equal to package.json's (version.test.ts). */
export const version = '0.1.0';
