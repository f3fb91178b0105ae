import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { OutgoingHttpHeaders } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problems.js';
import { ALLOWANCES } from '../infrastructure.module.js';
import type { Allowances } from './allowance.js';
import { SseResponse } from './sse-response.js';

/** Clients come back so long after the end, in milliseconds; at random between the two, so that they do not all come at once. */
const RETRY_MS = [1_000, 4_000] as const;
/** Whoever does not take the last words within so many milliseconds is cut off. */
const LAST_WORDS_MS = 1_000;

/** Every answer that goes on until it is ended (SSE), and their common end. */
@Injectable()
export class OpenStreams implements OnModuleDestroy {
  private readonly open = new Set<SseResponse>();
  private closing = false;

  constructor(@Inject(ALLOWANCES) private readonly allowances: Allowances) {}

  /**
   * Answers `request` with what `run` writes, once `prepare` is through: until then a {@link Problem} is still an answer. Resolves when the
   * client is gone or `run` is done; nothing of it is left then. Throws Problem where there are too many of its `kind`.
   */
  async serve<Prepared>(
    kind: keyof Allowances,
    request: FastifyRequest,
    reply: FastifyReply,
    prepare: () => Promise<Prepared>,
    run: (prepared: Prepared, out: SseResponse) => Promise<void>,
    release: (prepared: Prepared) => void = () => undefined,
  ): Promise<void> {
    const leave = this.allowances[kind].enter(request.ip);
    try {
      const prepared = await prepare();
      try {
        if (this.closing) throw new Problem('not-ready', 'this server is about to end; ask again');
        reply.hijack();
        const out = new SseResponse(reply.raw, reply.getHeaders() as OutgoingHttpHeaders);
        this.open.add(out);
        try {
          await run(prepared, out);
        } catch (error) {
          if (!out.closed) request.log.error({ err: error }, 'a stream broke off');
        } finally {
          out.end();
          await out.gone;
          this.open.delete(out);
        }
      } finally {
        release(prepared);
      }
    } finally {
      leave();
    }
  }

  /** Ends every stream, telling when to come back. Resolves when none is left. */
  async closeAll(): Promise<void> {
    this.closing = true;
    const open = [...this.open];
    const [least, most] = RETRY_MS;
    for (const out of open) out.end(`retry: ${Math.round(least + Math.random() * (most - least))}\n: this server ends\n\n`);
    const all = Promise.all(open.map(({ gone }) => gone));
    const late = new AbortController();
    await Promise.race([all, setTimeout(LAST_WORDS_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    for (const out of open) out.cutOff();
    await all;
  }

  /** The server waits for its answers before it ends, and these have no end of their own. */
  onModuleDestroy(): Promise<void> {
    return this.closeAll();
  }
}
