/** What progress is shown of. */
export interface Shown {
  /** What is going on: a command. */
  readonly label: string;
  /** What is counted, in the plural. */
  readonly counted: string;
  readonly done: number;
  /** 1 for a single computation: its end is not foreseen. */
  readonly total: number;
  /** Parts of a single computation that are done, of so many; 0 where it has none. */
  readonly partsDone: number;
  readonly parts: number;
  readonly milliseconds: number;
}

const BAR = 20;

/** One line on how far a computation is; with a bar for a terminal, cut to its width, which nothing then has to wrap. */
export function progressLine(shown: Shown, columns: number | null): string {
  const { label, counted, milliseconds } = shown;
  const single = shown.total <= 1;
  const [done, total] = single ? [shown.partsDone, shown.parts] : [shown.done, shown.total];
  const seconds = milliseconds / 1000;
  const parts = [duration(seconds)];
  if (total > 0) {
    const rate = done / Math.max(seconds, 1e-3);
    parts.unshift(`${done}/${total}${counted && ` ${counted}`}`);
    if (done > 0) {
      parts.push(`${rate >= 10 ? rate.toFixed(0) : rate.toPrecision(2)}/s`);
      if (done < total) parts.push(`${duration((total - done) / rate)} left`);
    }
  }
  const figures = parts.join(', ');
  if (columns === null) return `${label}: ${figures}`;
  const full = total > 0 ? Math.floor((BAR * Math.min(done, total)) / total) : 0;
  const bar = total > 0 ? ` ${'█'.repeat(full)}${'░'.repeat(BAR - full)}` : ':';
  return `${label}${bar} ${figures}`.slice(0, Math.max(1, columns - 1));
}

/** 7 s, 3 min 20 s, 5 h 12 min */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
