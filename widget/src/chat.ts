// The chat: loaded when it is first opened.

import type { Card, Choice, Draft, Message } from "./api";
import { Conversation } from "./conversation";
import { button, link, make } from "./dom";
import { strings, time } from "./strings";
import { css } from "./styles";

interface Options { api: string; name: string; phone: string; closed(): void }

class Chat extends HTMLElement {
  private options!: Options;
  private conversation!: Conversation;
  private readonly log = make("div", { class: "log", role: "log", "aria-label": strings.log, tabindex: "0" });
  private readonly choices = make("div", { class: "choices" });
  private readonly banner = make("p", { class: "banner", role: "alert" });
  private readonly state = make("p", { class: "state", role: "status" });
  private readonly field = make("textarea", {
    id: "field", rows: "1", maxlength: "4000", placeholder: strings.placeholder, enterkeyhint: "send",
  });
  private readonly call = make("a", { class: "tool call" }, strings.call);
  private readonly notice = make("span");
  private readonly sure = make("div", { class: "sure", role: "group", "aria-label": strings.clear });
  private readonly subtitle = make("small");
  private panel!: HTMLElement;
  private readonly pending = make("div", { class: "pending", "aria-live": "off" });
  private reachable = true;
  private isTyping = false;
  private configured = false;
  private failed: string | null = null;
  private note = "";
  private waiting = 0;

  begin(options: Options): void {
    this.options = options;
    this.lang = strings.language;
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    root.append(this.build());
    this.conversation = new Conversation(options.api, {
      message: (message) => this.show(message),
      drafts: (drafts, failed) => this.showDrafts(drafts, failed),
      typing: (typing) => { this.isTyping = typing; this.showState(); },
      reachable: (reachable) => { this.reachable = reachable; this.showState(); },
      reset: () => this.greet(),
      refused: (draft, why) => {
        this.note = why;
        // The words go back to who wrote them, to be changed and sent again.
        if (draft.text && !this.field.value) this.field.value = draft.text;
      },
      ended: () => this.inform(strings.ended),
    });
    // What the page itself says of the clinic is there even when our server is not.
    this.name(options.name, options.phone ? `tel:${options.phone}` : null, null);
    this.greet();
    addEventListener("offline", () => this.showState());
    addEventListener("online", () => this.showState());
  }

  open(): void {
    this.panel.hidden = false;
    if (!this.configured) void this.configure();
    this.conversation.resume();
    this.field.focus();
    this.toEnd();
  }

  private close(): void {
    this.panel.hidden = true;
    this.conversation.pause();
    this.options.closed();
  }

  private build(): HTMLElement {
    const form = make("form", {},
      make("label", { for: "field", class: "unseen" }, strings.field), this.field,
      make("button", { class: "send" }, strings.send));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.submit(); }
    });
    this.call.hidden = true;
    this.banner.hidden = this.sure.hidden = true;
    const close = button("✕", "tool", () => this.close());
    close.setAttribute("aria-label", strings.close);
    this.panel = make("section", { class: "chat", role: "dialog", "aria-labelledby": "title" },
      make("div", { class: "head" }, make("h2", { id: "title" }, strings.title, this.subtitle), this.call, close),
      this.banner, this.log, this.choices, this.state, this.sure, form,
      make("p", { class: "notice" }, this.notice,
        make("span", {}, button(strings.person, "plain", () => this.say({ text: strings.personSays, label: strings.personSays })), " · ",
          button(strings.clear, "plain", () => this.askToClear()))));
    this.panel.hidden = true;
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); this.sure.hidden ? this.close() : this.keepChat(); }
    });
    return this.panel;
  }

  /** Asks for the clinic's name, number and notice until they are there. */
  private async configure(): Promise<void> {
    this.configured = true;
    for (let pause = 1000; ; pause = Math.min(pause * 2, 15000)) {
      try {
        const { clinic, notice } = await this.conversation.api.config();
        this.name(clinic.name, clinic.phone_href, clinic.phone);
        this.notice.textContent = notice;
        this.reachable = true;
        return this.showState();
      } catch {
        this.reachable = false;
        this.showState();
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      if (this.panel.hidden) break;
    }
    this.configured = false;
  }

  private name(name: string, href: string | null, phone: string | null): void {
    this.subtitle.textContent = name;
    this.call.hidden = !href;
    if (!href) return;
    this.call.href = href;
    this.call.setAttribute("aria-label", `${strings.call} ${name} ${phone ?? ""}`.trim());
  }

  private greet(): void {
    this.log.replaceChildren(make("div", { class: "said assistant" }, make("p", {}, strings.hello)), this.pending);
    this.banner.hidden = true;
    this.waiting = 0;
    this.showChoices(strings.starters.map((text) => ({ label: text, token: "" })));
  }

  private submit(): void {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.say({ text, label: text });
    this.field.focus();
  }

  private say(draft: Omit<Draft, "client_id">): void {
    this.choices.replaceChildren();
    this.note = "";
    this.conversation.say(draft);
  }

  private show(message: Message): void {
    const own = message.from === "patient";
    this.waiting = own ? this.waiting + 1 : 0;
    const safety = message.kind === "safety" ? " safety" : "";
    const meta = make("div", { class: "meta" });
    if (message.source) {
      const source = link(message.source.title, message.source.url, "source");
      if (source) meta.append(source);
    }
    if (message.from !== "assistant" && !own) meta.append(strings[message.from]);
    meta.append(make("time", { datetime: message.at }, time(message.at)));
    const who = make("span", { class: "unseen" }, `${strings[message.from]}: `);
    const said = make("div", { class: `said ${message.from}${safety}` },
      make("p", {}, who, message.text), message.card ? this.card(message.card) : null, meta);
    this.log.insertBefore(said, this.pending);
    if (message.banner) {
      this.banner.textContent = message.text;
      this.banner.hidden = false;
    }
    if (own) this.choices.replaceChildren();
    else this.showChoices(message.choices ?? []);
    this.toEnd();
  }

  private card(card: Card): HTMLElement {
    const list = make("dl");
    for (const name of ["when", "where", "reference", "bring"] as const) {
      const value = card[name];
      if (value) list.append(make("dt", {}, strings[name]), make("dd", {}, value));
    }
    const calendar = card.calendar_url ? link(strings.calendar, card.calendar_url, "source") : null;
    return make("div", { class: "card" }, list, calendar);
  }

  private showChoices(choices: Choice[]): void {
    this.choices.replaceChildren(...choices.map(({ label, token }) =>
      button(label, "choice", () => {
        this.say(token ? { choice: token, label } : { text: label, label });
        this.field.focus();
      })));
  }

  /** What is on its way; silent, as each is announced once when it is in the log. */
  private showDrafts(drafts: Draft[], failed: string | null): void {
    this.failed = failed;
    this.pending.replaceChildren(...drafts.map((draft) => {
      const meta = make("div", { class: "meta" });
      if (draft.seq === undefined && failed === null) meta.append(strings.sending);
      if (draft.seq === undefined && failed !== null) {
        meta.append(strings.failed, button(strings.retry, "plain", () => this.conversation.retry()));
      }
      return make("div", { class: "said patient" }, make("p", {}, draft.label), meta);
    }));
    this.pending.hidden = !drafts.length;
    this.showState();
    this.toEnd();
  }

  private showState(): void {
    let text = "";
    if (!navigator.onLine) text = strings.offline;
    else if (!this.reachable) text = strings.unreachable;
    else if (this.failed !== null) text = this.failed || strings.unreachable;
    else text = this.note;
    const dots = this.isTyping && (!text || text === this.note);
    this.state.replaceChildren(dots
      ? make("span", { class: "dots" }, make("span", { class: "unseen" }, strings.typing), make("i"), make("i"), make("i"))
      : text);
    this.state.hidden = !text && !dots;
  }

  /** Says something until the visitor says something. */
  private inform(note: string): void {
    this.note = note;
    this.showState();
  }

  private askToClear(): void {
    const keep = button(strings.clearNo, "choice", () => this.keepChat());
    this.sure.replaceChildren(make("p", {}, strings.clearSure),
      button(strings.clearYes, "choice", () => void this.clearChat()), " ", keep);
    this.sure.hidden = false;
    keep.focus();
  }

  private keepChat(): void {
    this.sure.hidden = true;
    this.field.focus();
  }

  private async clearChat(): Promise<void> {
    try {
      await this.conversation.clear();
      this.inform(strings.cleared);
    } catch {
      this.inform(strings.notCleared);
    }
    this.keepChat();
  }

  private toEnd(): void {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

export function start(options: Options): { open(): void } {
  if (!customElements.get("invivo-chat")) customElements.define("invivo-chat", Chat);
  const chat = document.createElement("invivo-chat") as Chat;
  document.body.append(chat);
  chat.begin(options);
  return chat;
}
