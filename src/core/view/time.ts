/** Microseconds since the epoch as ISO 8601 text in UTC, with as much of the fraction as there is: `2014-07-01T00:00:00Z`. */
export function isoTime(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1e6);
  const fraction = String(microseconds - seconds * 1e6)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = new Date(seconds * 1000).toISOString().slice(0, -5);
  return `${whole}${fraction ? `.${fraction}` : ''}Z`;
}
