// The conversation's state: kept over reloads, in step with other tabs, sent once and in order.

import { Api, type Draft, type Message, Refused } from "./api";

const WAIT_SECONDS = 20;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;

interface Kept { token: string | null; drafts: Draft[] }

export interface Listener {
  message(message: Message): void;
  drafts(drafts: Draft[], failed: string | null): void;
  typing(typing: boolean): void;
  reachable(reachable: boolean): void;
  reset(): void;
}

export class Conversation {
  readonly api: Api;
  private drafts: Draft[] = [];
  private seen = 0;
  private polling: AbortController | null = null;
  private sending = false;
  private readonly key: string;

  constructor(url: string, private readonly listener: Listener) {
    this.key = `invivo-chat:${url}`;
    const kept = this.read();
    this.api = new Api(url, kept.token);
    this.drafts = kept.drafts;
    addEventListener("storage", (event) => event.key === this.key && this.otherTab());
    addEventListener("online", () => this.resume());
  }

  /** Starts listening, and sends what could not be sent before the page was left. */
  resume(): void {
    this.listener.drafts(this.drafts, null);
    if (this.api.token) void this.poll();
    if (this.drafts.length) void this.flush();
  }

  pause(): void {
    this.polling?.abort();
    this.polling = null;
  }

  say(draft: Omit<Draft, "client_id">): void {
    this.drafts.push({ ...draft, client_id: uuid() });
    this.keep();
    this.listener.drafts(this.drafts, null);
    void this.flush();
  }

  retry(): void {
    void this.flush();
  }

  async clear(): Promise<void> {
    this.pause();
    await this.api.clear().catch((error) => {
      if (!(error instanceof Refused && error.gone)) throw error;
    });
    this.drop();
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      while (this.drafts.length) {
        if (this.api.token === null) {
          await this.api.begin();
          this.keep();
        }
        const draft = this.drafts[0]!;
        await this.api.send(draft);
        this.drafts.shift();
        this.keep();
        void this.poll();
      }
      this.listener.drafts(this.drafts, null);
    } catch (error) {
      if (error instanceof Refused && error.gone) {
        this.api.token = null;
        this.seen = 0;
        this.keep();
        this.listener.reset();
        this.sending = false;
        return this.flush();
      }
      if (error instanceof Refused && [404, 413, 422].includes(error.status)) this.drafts.shift();
      this.keep();
      this.listener.drafts(this.drafts, error instanceof Refused ? error.message : "");
    } finally {
      this.sending = false;
    }
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    const control = (this.polling = new AbortController());
    let pause = FIRST_PAUSE;
    let wait = 0;
    while (this.polling === control && this.api.token) {
      try {
        const page = await this.api.messages(this.seen, wait, control.signal);
        for (const message of page.messages) {
          if (message.seq <= this.seen) continue;
          this.seen = message.seq;
          if (message.client_id) {
            this.drafts = this.drafts.filter((draft) => draft.client_id !== message.client_id);
          }
          this.listener.message(message);
        }
        if (page.messages.length) this.listener.drafts(this.drafts, null);
        this.listener.typing(page.typing);
        this.listener.reachable(true);
        wait = WAIT_SECONDS;
        pause = FIRST_PAUSE;
      } catch (error) {
        if (control.signal.aborted) break;
        if (error instanceof Refused && error.gone) {
          this.drop();
          break;
        }
        this.listener.reachable(false);
        const after = error instanceof Refused ? error.retryAfter * 1000 : 0;
        await new Promise((resolve) => setTimeout(resolve, Math.max(pause, after)));
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
    if (this.polling === control) this.polling = null;
  }

  /** Another tab began or cleared the conversation: this one follows. */
  private otherTab(): void {
    const kept = this.read();
    if (kept.token === this.tokenKept) return;
    this.pause();
    this.seen = 0;
    this.listener.reset();
    this.api.token = this.tokenKept = kept.token;
    this.resume();
  }

  private tokenKept: string | null = null;

  private drop(): void {
    this.api.token = null;
    this.drafts = [];
    this.seen = 0;
    this.keep();
    this.listener.reset();
  }

  private keep(): void {
    const token = (this.tokenKept = this.api.token);
    try {
      if (token || this.drafts.length) {
        localStorage.setItem(this.key, JSON.stringify({ token, drafts: this.drafts }));
      } else localStorage.removeItem(this.key);
    } catch {
      // Storage may be switched off: the conversation then lasts as long as the page.
    }
  }

  private read(): Kept {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null") as Kept | null;
      this.tokenKept = kept?.token ?? null;
      return { token: kept?.token ?? null, drafts: Array.isArray(kept?.drafts) ? kept.drafts : [] };
    } catch {
      return { token: null, drafts: [] };
    }
  }
}

/** A random id; crypto.randomUUID is there in secure contexts only. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 15) | 64;
  bytes[8] = (bytes[8]! & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
