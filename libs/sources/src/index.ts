export { ATTRIBUTION, BadRow, noticeOfRow, type NoticeLine } from './fcdo-change-history/fcdo-change-history.js';
