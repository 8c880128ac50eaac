// Talks to the channel under /webhooks/webchat; see channels/web/openapi.yml.

import { strings } from "./strings";

/** A button; where it is a time, `day` and `time` say which, in the clinic's zone. */
export interface Choice { label: string; token: string; day?: string; time?: string }
export interface Card {
  type: string; when?: string; where?: string; reference?: string; bring?: string;
  calendar_url?: string; phone?: string; therapist?: string; minutes?: number; map_url?: string;
  google_url?: string; outlook_url?: string;
}
export interface Message {
  seq: number; id: string; from: "patient" | "assistant" | "staff" | "system"; at: string; text: string;
  client_id?: string; choices?: Choice[]; source?: { title: string; url: string }; card?: Card;
  banner?: string; discreet?: boolean; kind?: string;
  /** Whether it can be said if it helped; and whether it was. */
  rating?: "open" | "given";
}
/** `person`: it is a person at the clinic who is typing. */
export interface Page { messages: Message[]; typing: boolean; person?: boolean; closed: boolean; language?: string }
/** Every time that can be booked, by its day. */
export interface Times { zone: string; days: { day: string; times: { label: string; time: string }[] }[] }
export interface Config {
  clinic: { name: string; phone: string | null; phone_href: string | null; text_href?: string };
  retention_days: number; notice: string;
}
/** A message on its way; with `seq` the server has it. */
export interface Draft { client_id: string; text?: string; choice?: string; label: string; seq?: number }

/** A request the server refused; `gone` when the conversation can't go on. */
export class Refused extends Error {
  constructor(
    readonly status: number, message: string, readonly retryAfter: number,
    /** The safety tier the message is about: it was read although it could not be kept. */
    readonly banner: string = "",
  ) { super(message); }
  get gone(): boolean { return this.status === 401 || this.status === 410; }
}

export class Api {
  constructor(private readonly url: string, public token: string | null) {}

  config(): Promise<Config> { return this.ask("GET", "/config"); }

  /** Whether the server says that it does not know this website: browsers hide why a request to it
   * fails. False also when that can't be asked. */
  async bars(): Promise<boolean> {
    const asked = new URL(`/embed.json?site=${encodeURIComponent(location.origin)}`, this.url).href;
    const answer = await fetch(asked, { credentials: "omit" }).then((response) => response.json()).catch(() => null) as { allowed?: boolean } | null;
    return answer?.allowed === false;
  }

  async begin(): Promise<void> {
    this.token = (await this.ask<{ token: string }>("POST", "/conversations", {})).token;
  }

  send(draft: Draft): Promise<{ seq: number; at: string }> {
    const { client_id, text, choice } = draft;
    return this.ask("POST", "/messages", { client_id, text, choice });
  }

  messages(after: number, wait: number, signal: AbortSignal): Promise<Page> {
    return this.ask("GET", `/messages?after=${after}&wait=${wait}`, undefined, signal);
  }

  /** Says that somebody is typing here, and nothing of what. */
  typing(): Promise<void> { return this.ask("POST", "/typing", {}); }

  times(): Promise<Times> { return this.ask("GET", "/times"); }

  rate(seq: number, helpful: boolean): Promise<void> { return this.ask("POST", "/ratings", { seq, helpful }); }

  async clear(): Promise<void> {
    if (this.token) await this.ask("DELETE", "/conversation");
  }

  private async ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const headers: Record<string, string> = { "Accept-Language": strings.language };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const response = await fetch(this.url + path, {
      method, headers, signal, credentials: "omit", cache: "no-store",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.status === 204) return undefined as T;
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      const wait = Number(response.headers.get("Retry-After")) || 0;
      const { message = "", banner = "" } = answer?.error ?? {};
      throw new Refused(response.status, message, wait, banner);
    }
    return answer as T;
  }
}
