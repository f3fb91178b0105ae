import type { Terminal } from '../terminal/screen.js';
import type { Frame } from './replay.answer.js';
import { footerView, frameView, severityLine, statusLine } from './replay.view.js';

/** Of what stands below the events of a frame. */
const INDENT = 2;

/** Up so many lines, to their beginning, and clear from there. */
const over = (lines: number): string => `\u001B[${lines}A\r\u001B[J`;

/**
 * Shows frames as they come. In a terminal what came scrolls, and status and severity stay below it; anywhere else each frame is its lines,
 * with the status where it changed.
 */
export const replayScreen = ({ screen, out, live }: Terminal): ((frame: Frame) => void) => {
  if (live !== undefined) {
    let drawn = 0;
    return (frame) => {
      const footer = footerView(frame, screen);
      live.write(`${drawn === 0 ? '' : over(drawn)}${frameView(frame, screen)}\n${footer}\n`);
      drawn = footer.split('\n').length;
    };
  }
  const within = { ...screen, width: screen.width - INDENT };
  const indented = (text: string): string => text.replaceAll(/^/gm, ' '.repeat(INDENT));
  let before: string | undefined;
  return (frame) => {
    if (before !== undefined) out('');
    out(frameView(frame, screen));
    out(indented(severityLine(frame, within)));
    const status = statusLine(frame, within);
    if (status !== before) out(indented(status));
    before = status;
  };
};
