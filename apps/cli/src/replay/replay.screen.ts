import type { Terminal } from '../terminal/screen.js';
import type { Frame } from './replay.answer.js';
import { footerView, frameView, severityLine, statusLine } from './replay.view.js';

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
  let before = '';
  return (frame) => {
    out(frameView(frame, screen));
    out(`  ${severityLine(frame, { ...screen, width: screen.width - 2 })}`);
    const status = statusLine(frame, screen);
    if (status !== before) out(status);
    before = status;
  };
};
