// The conversation's state: kept over reloads, in step with other tabs, sent once and in order.

import { Api, type Draft, type Message, Refused } from "./api";
import { keepQuiet } from "./quiet";

const WAIT_SECONDS = 20;
// How soon it is asked again while an answer is being written.
const TYPING_SECONDS = 3;
// How often it is told that the patient is typing.
const BEAT_MS = 3000;
// After so long without a word somebody else may sit here.
const PAUSE_MS = 30 * 60_000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;
// What is wrong with the message itself; anything else may be right in a moment.
const NEVER_TAKEN = [400, 413, 422];

/** What outlives the page: how far it was read (`seen`), and when somebody last did something (`at`). */
interface Kept { token: string | null; drafts: Draft[]; seen?: number; at?: number }

export interface Listener {
  message(message: Message): void;
  drafts(drafts: Draft[], failed: string | null): void;
  /** An answer is on its way; by a person at the clinic, or by the assistant. */
  typing(typing: boolean, person: boolean): void;
  /** What the conversation is held in by now. */
  language(language: string): void;
  reachable(reachable: boolean): void;
  reset(): void;
  /** A message the server will not take, and why. */
  refused(draft: Draft, why: string): void;
  /** A message could not be kept, and is an alarm: what is to be done now. */
  warned(tier: string, text: string): void;
  /** The server no longer has the conversation. */
  ended(): void;
}

export class Conversation {
  readonly api: Api;
  private drafts: Draft[] = [];
  private seen = 0;
  private tokenKept: string | null = null;
  private polling: AbortController | null = null;
  private sending = false;
  private clearing = false;
  private sendPause = FIRST_PAUSE;
  private failed: string | null = null;
  private reached = true;
  at: number;
  private readTo = 0;
  private told = 0;
  private again: ReturnType<typeof setTimeout> | undefined;
  private readonly key: string;
  // What the disk of a shared computer once held may be read there later, so words go into the
  // browser's storage only when the page is left before they could be sent.
  private leaving = false;

  constructor(url: string, private readonly listener: Listener) {
    this.key = `invivo-chat:${url}`;
    const kept = this.read();
    this.api = new Api(url, kept.token);
    this.tokenKept = kept.token;
    this.drafts = kept.drafts;
    this.at = kept.at ?? Date.now();
    this.readTo = kept.seen ?? 0;
    addEventListener("storage", (event) => event.key === this.key && this.otherTab());
    addEventListener("online", () => {
      this.pause();
      this.resume();
    });
    addEventListener("pagehide", () => this.goingAway(true));
    document.addEventListener("visibilitychange", () => this.goingAway(document.hidden));
  }

  /** Whether there is something to read already. */
  get begun(): boolean { return this.api.token !== null && this.seen === 0; }

  /** Whether it rested for so long that somebody else may be reading. */
  get rested(): boolean {
    return this.api.token !== null && Date.now() - Math.max(this.at, this.read().at ?? 0) > PAUSE_MS;
  }

  /** Somebody is there. */
  touch(): void {
    const before = this.at;
    this.at = Date.now();
    if (this.api.token && this.at - before > 20_000) this.keep();
  }

  /** Starts anew, and leaves what was said to who said it. */
  leave(): void {
    this.pause();
    clearTimeout(this.again);
    this.drafts = [];
    this.startOver();
  }

  /** Starts listening, and sends what could not be sent before the page was left. */
  resume(): void {
    this.tell();
    if (this.api.token) void this.poll();
    if (this.drafts.length) void this.flush();
  }

  pause(): void {
    this.polling?.abort();
    this.polling = null;
  }

  say(draft: Omit<Draft, "client_id">): void {
    this.at = Date.now();
    this.drafts.push({ ...draft, client_id: uuid() });
    this.failed = null;
    this.keep();
    this.tell();
    void this.flush();
  }

  /** The patient is typing: the clinic may see that. One beat at a time, and nothing waits for it. */
  typed(): void {
    if (!this.api.token || !this.reached || Date.now() - this.told < BEAT_MS) return;
    this.told = Infinity;
    void this.api.typing().catch(() => undefined).finally(() => { this.told = Date.now(); });
  }

  retry(): void {
    void this.flush();
  }

  /** Deletes the conversation; when that fails it goes on as it was. What is said meanwhile waits:
   * it belongs to what follows. */
  async clear(): Promise<void> {
    const { token } = this.api;
    const deleted = this.drafts.map((draft) => draft.client_id);
    this.pause();
    this.clearing = true;
    try {
      await this.api.clear();
    } catch (error) {
      if (!(error instanceof Refused && error.gone)) {
        this.clearing = false;
        this.resume();
        throw error;
      }
    }
    this.clearing = false;
    this.drafts = this.drafts.filter((draft) => !deleted.includes(draft.client_id));
    // Another tab may have begun the next one by now.
    if (this.api.token === token) this.startOver();
    this.resume();
  }

  /** Sends what is to be sent, in order; a draft stays on screen until a poll brings the message. */
  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.again);
    try {
      for (let draft = this.next(); draft; draft = this.next()) {
        try {
          if (this.api.token === null) {
            await this.api.begin();
            this.keep();
          }
          draft.seq = (await this.api.send(draft)).seq;
          this.failed = null;
          this.sendPause = FIRST_PAUSE;
        } catch (error) {
          if (!(error instanceof Refused && NEVER_TAKEN.includes(error.status))) throw error;
          this.drafts = this.drafts.filter((one) => one !== draft);
          this.listener.refused(draft, error.message);
        }
        this.settle();
        this.keep();
        this.tell();
        if (this.api.token) void this.poll();
      }
    } catch (error) {
      const refused = error instanceof Refused ? error : null;
      this.failed = refused?.message ?? "";
      if (refused?.banner) this.listener.warned(refused.banner, refused.message);
      this.sendLater((refused?.retryAfter ?? 0) * 1000);
      if (refused?.gone) this.end();
      else this.tell();
    } finally {
      this.sending = false;
    }
  }

  private next(): Draft | undefined {
    return this.clearing ? undefined : this.drafts.find((draft) => draft.seq === undefined);
  }

  /** Tries again by itself: nobody should have to watch a message that is still to go. */
  private sendLater(atLeast: number): void {
    clearTimeout(this.again);
    this.again = setTimeout(() => void this.flush(), Math.max(this.sendPause, atLeast));
    this.sendPause = Math.min(this.sendPause * 2, LONGEST_PAUSE);
  }

  /** Takes away the drafts that came back as messages; a second click came back as the first. */
  private settle(): void {
    this.drafts = this.drafts.filter((draft) => draft.seq === undefined || draft.seq > this.seen);
  }

  private tell(): void {
    this.listener.drafts(this.drafts, this.failed);
  }

  private reach(reached: boolean): void {
    const back = reached && !this.reached;
    this.reached = reached;
    this.listener.reachable(reached);
    if (back) void this.flush();
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    const control = (this.polling = new AbortController());
    let pause = FIRST_PAUSE;
    let wait = 0;
    while (this.polling === control && this.api.token) {
      try {
        const page = await this.api.messages(this.seen, wait, control.signal);
        if (page.language) this.listener.language(page.language);
        for (const message of page.messages) {
          if (message.seq <= this.seen) continue;
          this.seen = message.seq;
          this.drafts = this.drafts.filter((draft) => draft.client_id !== message.client_id);
          this.listener.message(message);
        }
        if (page.closed) {
          this.end();
          break;
        }
        if (page.messages.length) {
          this.settle();
          this.keep();
          this.tell();
        }
        // What was just answered is not being written any more; if there is more to come, the next
        // answer says so.
        const answered = page.messages.some((message) => message.from !== "patient");
        this.listener.typing(page.typing && !answered, page.person ?? false);
        this.reach(true);
        wait = page.typing ? (answered ? 1 : TYPING_SECONDS) : WAIT_SECONDS;
        pause = FIRST_PAUSE;
      } catch (error) {
        if (control.signal.aborted) break;
        if (error instanceof Refused && error.gone) {
          this.end();
          break;
        }
        this.listener.typing(false, false);
        // One who is told to wait did reach us.
        this.reach(error instanceof Refused && error.status === 429);
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
    if (kept.token !== this.tokenKept) this.follow(kept.token);
  }

  /** What was not sent goes into a new conversation, unless another tab began one already. */
  private end(): void {
    this.pause();
    const kept = this.read();
    if (kept.token && kept.token !== this.api.token) return this.follow(kept.token);
    this.startOver();
    this.listener.ended();
    if (this.drafts.length && !this.sending) void this.flush();
  }

  private follow(token: string | null): void {
    this.pause();
    this.api.token = this.tokenKept = token;
    this.begin();
    this.resume();
  }

  /** Nothing outside the chat hints at this conversation any more. */
  keepQuiet(): void {
    keepQuiet(this.key, true);
  }

  /** Leaves nothing of the conversation in this browser. */
  forget(): void {
    this.pause();
    clearTimeout(this.again);
    this.drafts = [];
    this.startOver();
  }

  private startOver(): void {
    this.api.token = null;
    keepQuiet(this.key, false);
    this.begin();
    this.keep();
    this.tell();
  }

  /** A new conversation knows nothing of the buttons of the last one: their words remain. */
  private begin(): void {
    this.seen = this.readTo = 0;
    this.failed = null;
    this.drafts = this.drafts
      .filter((draft) => draft.seq === undefined)
      .map(({ client_id, label, text }) => ({ client_id, label, text: text ?? label }));
    this.listener.typing(false, false);
    this.listener.reset();
  }

  private goingAway(leaving: boolean): void {
    const unsent = this.drafts.some((draft) => draft.seq === undefined);
    this.leaving = leaving;
    if (unsent) this.keep();
  }

  private keep(): void {
    const token = (this.tokenKept = this.api.token);
    try {
      const drafts = this.leaving ? this.drafts.filter((draft) => draft.seq === undefined) : [];
      if (token || drafts.length) {
        this.readTo = Math.max(this.readTo, this.seen);
        localStorage.setItem(this.key, JSON.stringify({ token, drafts, seen: this.readTo, at: Math.max(this.at, this.read().at ?? 0) }));
      } else localStorage.removeItem(this.key);
    } catch {
      // Storage may be switched off: the conversation then lasts as long as the page.
    }
  }

  private read(): Kept {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "null") as Kept | null;
      return { ...kept, token: kept?.token ?? null, drafts: Array.isArray(kept?.drafts) ? kept.drafts : [] };
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
