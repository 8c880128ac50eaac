// The chat: loaded when it is first opened.

import type { Choice, Draft, Message } from "./api";
import { choiceButtons } from "./choices";
import { Refused } from "./api";
import { Conversation } from "./conversation";
import { button, link, make, settle } from "./dom";
import { exitButton } from "./exit";
import { element, words } from "./message";
import { Panel } from "./panel";
import { picker } from "./picker";
import { StatusLine } from "./status";
import { fill, speak, strings, time } from "./strings";
import { css } from "./styles";

// A screen reader is not told what was said before the chat was opened.
const HISTORY_MS = 300;
// The number to call at once, by the tier of an alarm; the tiers below have none.
const ALARMS: Record<string, string> = { E: "tel:911", C: "tel:988" };

interface Options { api: string; name: string; phone: string; closed(): void }

class Chat extends HTMLElement {
  private options!: Options;
  private conversation!: Conversation;
  private readonly log = make("div", { class: "log", role: "log", tabindex: "0" });
  private readonly choices = make("div", { class: "choices" });
  private readonly banner = make("div", { class: "banner", role: "alert" });
  private readonly field = make("textarea", {
    id: "field", rows: "1", enterkeyhint: "send",
  });
  private readonly call = make("a", { class: "tool call" });
  private readonly label = make("label", { for: "field", class: "unseen" });
  private readonly submitter = make("button", { class: "send" });
  private readonly closer = button("✕", "tool", () => this.close());
  private readonly heading = make("span");
  private clinic: { name: string; href: string | null; phone: string | null; text?: string } = { name: "", href: null, phone: null };
  private readonly notice = make("span");
  private readonly sure = make("div", { class: "sure", role: "group", "aria-labelledby": "sure" });
  private readonly ways = make("span");
  private readonly subtitle = make("small");
  private readonly exit = exitButton(() => this.leave());
  private readonly status = new StatusLine(() => !this.exit.hidden);
  private greeting: HTMLElement | undefined;
  private panel!: HTMLElement;
  private view!: Panel;
  private alarm = "";
  /** Where the newest answer begins. */
  private unread: HTMLElement | null = null;
  private turnOver = false;
  private readonly pending = make("div", { class: "pending", "aria-live": "off" });
  private configured = false;
  /** What is to be said when it is clear who is there. */
  private waiting: string | undefined;
  /** The last thing done was done with a finger: the keyboard then stays down. */
  private touched = matchMedia("(hover: none)").matches;

  begin(options: Options): void {
    this.options = options;
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    root.append(this.build());
    this.conversation = new Conversation(options.api, {
      message: (message) => this.show(message),
      drafts: (drafts, failed) => this.showDrafts(drafts, failed),
      typing: (typing, person) => {
        this.status.types(typing, person);
        // What a person sends is an answer each.
        this.turnOver = !typing || person;
        if (this.log.getAttribute("aria-live") === "off") setTimeout(() => this.log.setAttribute("aria-live", "polite"), HISTORY_MS);
      },
      reachable: (reachable) => { this.status.reachable = reachable; this.status.show(); },
      reset: () => this.greet(),
      language: (language) => { if (speak(language)) this.dress(); },
      refused: (draft, why) => {
        this.status.note = why;
        // The words go back to who wrote them, to be changed and sent again.
        if (draft.text && !this.field.value) this.field.value = draft.text;
      },
      warned: (tier, text) => this.warn(tier, text),
      ended: () => this.status.inform(strings.ended),
    });
    // What the page itself says of the clinic is there even when our server is not.
    this.clinic = { name: options.name, href: options.phone ? `tel:${options.phone}` : null, phone: null };
    this.dress();
    this.greet();
    addEventListener("pointerdown", (event) => { this.touched = event.pointerType === "touch"; }, true);
    // An open chat that nobody touches is asked about, too.
    setInterval(() => { if (!this.panel.hidden && this.conversation.rested) this.askWho(); }, 60_000);
    addEventListener("offline", () => this.status.show());
    addEventListener("online", () => this.status.show());
    document.addEventListener("visibilitychange", () => {
      if (this.panel.hidden) return;
      if (document.hidden) this.conversation.pause();
      else this.goOn();
    });
  }

  /** Opens the chat; with words of the page's own, says them. `unasked`: it was open before the
   * page was loaded anew, and takes no focus. `language`: what one begins in that is not begun. */
  open(text?: string, unasked = false, language?: string): void {
    this.panel.hidden = false;
    if (language && !this.conversation.api.token && speak(language)) {
      this.dress();
      this.greet();
    }
    if (!this.configured) void this.configure();
    if (this.conversation.begun) this.log.setAttribute("aria-live", "off");
    this.view.fit();
    this.goOn(text);
    if (!unasked && this.sure.hidden) this.focus();
    this.view.show(this.unread);
  }

  private close(): void {
    this.panel.hidden = true;
    this.view.fit();
    this.conversation.touch();
    this.conversation.pause();
    this.options.closed();
  }

  /** Goes on, or asks first whether it is still the same person. */
  private goOn(text?: string): void {
    if (this.conversation.rested) return this.askWho(text);
    this.conversation.touch();
    this.conversation.resume();
    if (text) this.say({ text, label: text });
  }

  /** To the field; after a tap only into the chat, as a phone's keyboard would cover the answer. */
  override focus(): void {
    (this.touched ? this.panel : this.field).focus({ preventScroll: true });
  }

  /** A link to a place on this very page: what it leads to must not stay behind the chat. */
  private follow(event: MouseEvent): void {
    const target = event.currentTarget as HTMLAnchorElement;
    const here = target.href.split("#")[0] === location.href.split("#")[0];
    if (here && this.view.fills) this.close();
  }

  private build(): HTMLElement {
    const form = make("form", {}, this.label, this.field, this.submitter);
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.field.addEventListener("keydown", (event) => {
      // 229: an input method takes this Enter; Safari says so after the composition has ended.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); this.submit(); }
    });
    const grows = CSS.supports("field-sizing", "content");
    this.field.addEventListener("input", () => {
      this.measure();
      if (this.status.length && !this.asking) this.conversation.typed();
      if (grows) return;
      this.field.style.height = "auto";
      this.field.style.height = `${this.field.scrollHeight + 3}px`;
    });
    this.call.hidden = true;
    this.banner.hidden = this.sure.hidden = true;
    const main = make("div", { class: "main" }, this.log, this.status.element, this.choices, this.sure);
    const notice = make("p", { class: "notice" }, this.notice,
      this.ways);
    this.panel = make("section", { class: "chat", role: "dialog", "aria-labelledby": "title", tabindex: "-1" },
      make("div", { class: "head" }, make("h2", { id: "title" }, this.heading, this.subtitle), this.exit, this.call, this.closer),
      this.banner, main, form, notice);
    this.panel.hidden = true;
    this.view = new Panel(this.panel, main, this.log, notice);
    for (const sign of ["pointerdown", "keydown"]) this.panel.addEventListener(sign, () => { if (!this.asking) this.conversation.touch(); });
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Tab") this.touched = false;
      if (event.key === "Escape") { event.stopPropagation(); this.sure.hidden || this.asking ? this.close() : this.keepChat(); }
    });
    return this.panel;
  }

  /** Puts every word of the chat's own into the language that is spoken now. */
  private dress(): void {
    this.lang = strings.language;
    this.log.setAttribute("aria-label", strings.log);
    this.field.placeholder = strings.placeholder;
    this.label.textContent = strings.field;
    this.submitter.textContent = strings.send;
    this.closer.setAttribute("aria-label", strings.close);
    this.exit.textContent = strings.exit;
    this.heading.textContent = strings.title;
    this.ways.replaceChildren(
      button(strings.person, "plain", () => this.say({ text: strings.personSays, label: strings.personSays })), " · ",
      button(strings.clear, "plain", () => this.askToClear()));
    this.name();
    // What was said until now: who said it, and when; and what the chat said itself to begin with.
    for (const from of ["patient", "assistant", "staff", "system"] as const) {
      for (const who of this.log.querySelectorAll(`.said.${from} > .words > .unseen`)) who.textContent = `${strings[from]}: `;
    }
    for (const at of this.log.querySelectorAll("time")) at.textContent = time(at.dateTime);
    this.greeting?.replaceChildren(words(strings.hello));
    if (this.configured) void this.configure();
  }

  /** Asks for the clinic's name, number and notice until they are there. */
  private async configure(): Promise<void> {
    this.configured = true;
    for (let pause = 1000; ; pause = Math.min(pause * 2, 15000)) {
      try {
        const { clinic, notice } = await this.conversation.api.config();
        this.clinic = { name: clinic.name, href: clinic.phone_href, phone: clinic.phone, text: clinic.text_href };
        this.name();
        this.notice.textContent = notice;
        this.status.reachable = true;
        return this.status.show();
      } catch (error) {
        if (!(error instanceof Refused) && await this.conversation.api.bars()) return this.bar();
        this.status.reachable = false;
        this.status.show();
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      if (this.panel.hidden) break;
    }
    this.configured = false;
  }

  /** Going on by text begins with a text of the patient's own: so the number is theirs, and they
   * want it. `?&` is read by every phone. */
  private offerTexting(href: string): void {
    const way = link(strings.text, `${href}?&body=${encodeURIComponent(strings.textSays)}`, "plain");
    if (way && !this.ways.querySelector("a")) this.ways.append(" · ", way);
  }

  /** The server does not know this website: nothing can be sent from here, and who set it up is told. */
  private bar(): void {
    this.status.barred = true;
    this.conversation.pause();
    this.choices.replaceChildren();
    this.status.show();
    const page = new URL(`/embed?site=${encodeURIComponent(location.origin)}`, this.options.api).href;
    console.error(`The chat does not work on ${location.origin}: its server does not list this site in SITE_ORIGINS. See ${page}`);
  }

  private name(): void {
    const { name, href, phone, text } = this.clinic;
    if (text) this.offerTexting(text);
    this.subtitle.textContent = name;
    this.call.textContent = strings.call;
    this.call.hidden = !href;
    if (!href) return;
    this.call.href = href;
    this.call.setAttribute("aria-label", `${strings.call} ${name} ${phone ?? ""}`.trim());
  }

  private greet(): void {
    this.greeting = make("div", { class: "said assistant" }, words(strings.hello));
    this.log.replaceChildren(this.greeting, this.pending);
    this.banner.hidden = this.exit.hidden = true;
    this.alarm = "";
    this.unread = null;
    this.showChoices(strings.starters.map((text) => ({ label: text, token: "" })));
  }

  private submit(): void {
    const text = this.field.value.trim();
    this.measure();
    if (!text || this.status.tooLong || this.status.barred) return;
    this.field.value = "";
    this.measure();
    this.say({ text, label: text });
    this.field.focus();
  }

  /** Counts what is being written, and says it when it is long. */
  private measure(): void {
    this.status.measure([...this.field.value.trim()].length);
    this.field.setAttribute("aria-invalid", String(this.status.tooLong));
  }

  private say(draft: Omit<Draft, "client_id">): void {
    // Who writes without having said that it is still them begins anew.
    if (this.asking) this.answerWho(false);
    this.choices.replaceChildren();
    this.status.note = "";
    this.conversation.say(draft);
  }

  private show(message: Message): void {
    const own = message.from === "patient";
    const said = element(message, {
      follow: (event) => this.follow(event),
      say: (text) => {
        this.say({ text, label: text });
        this.focus();
      },
      // A rating that does not arrive is not worth a word.
      rate: (seq, helpful) => void this.conversation.api.rate(seq, helpful).catch(() => undefined),
    });
    if (own) this.unread = null;
    else if (this.turnOver || !this.unread) this.unread = said;
    this.turnOver = false;
    this.status.said();
    if (message.banner) {
      // The banner says it, at once; said twice it would be heard twice.
      said.setAttribute("aria-live", "off");
      this.warn(message.banner, message.text);
    } else if (message.kind === "safety_over") {
      // The patient says that it was none.
      this.alarm = "";
      this.banner.hidden = true;
    }
    if (message.discreet) {
      this.exit.hidden = false;
      this.conversation.keepQuiet();
    }
    this.log.insertBefore(said, this.pending);
    if (own) this.choices.replaceChildren();
    else this.showChoices(message.choices ?? []);
    this.view.show(this.unread);
  }

  /** Keeps a warning in sight; one that can wait till later today does not replace an alarm. */
  private warn(tier: string, text: string): void {
    if (ALARMS[this.alarm] && !ALARMS[tier]) return;
    this.alarm = tier;
    const label = tier === "E" ? strings.callEmergency : strings.callCrisis;
    const href = ALARMS[tier];
    this.banner.replaceChildren(make("p", {}, text), href ? make("a", { class: "button", href }, label) : "");
    this.banner.hidden = false;
  }

  /** Takes the chat off the page, and the conversation out of this browser; the staff keep it. */
  private leave(): void {
    this.conversation.forget();
    this.options.closed();
    this.remove();
  }

  private showChoices(choices: Choice[]): void {
    this.choices.replaceChildren(...choiceButtons(choices, ({ label, token }) => {
      this.say(token ? { choice: token, label } : { text: label, label });
      this.focus();
    }));
    if (choices.some((choice) => choice.day)) {
      this.choices.append(button(strings.timesMore, "plain", () => void this.pickTime(choices)));
    }
  }

  /** Shows every free time in place of those on offer. */
  private async pickTime(offered: Choice[]): Promise<void> {
    const back = (): void => {
      this.showChoices(offered);
      this.view.show(this.unread);
      this.focus();
    };
    try {
      const times = await picker(this.conversation.api, (label) => {
        this.say({ text: label, label });
        this.focus();
      }, back);
      this.choices.replaceChildren(times);
      times.querySelector<HTMLElement>("summary, button")?.focus();
    } catch {
      this.status.inform(strings.unreachable);
    }
  }

  /** What is on its way; silent, as each is announced once when it is in the log. */
  private showDrafts(drafts: Draft[], failed: string | null): void {
    this.status.failed = failed;
    this.pending.replaceChildren(...drafts.map((draft) => {
      const meta = make("div", { class: "meta" });
      if (draft.seq === undefined && failed === null) meta.append(strings.sending);
      if (draft.seq === undefined && failed !== null) {
        meta.append(strings.failed, button(strings.retry, "plain", () => this.conversation.retry()));
      }
      return make("div", { class: "said patient" }, make("div", { class: "words" }, make("p", {}, draft.label)), meta);
    }));
    this.pending.hidden = !drafts.length;
    this.status.show();
    if (drafts.length) this.view.show(null);
  }

  private askToClear(): void {
    const keep = button(strings.clearNo, "choice", () => this.keepChat());
    const clear = button(strings.clearYes, "choice", () => void this.clearChat());
    settle(clear);
    this.sure.replaceChildren(make("p", { id: "sure" }, strings.clearSure), clear, " ", keep);
    this.sure.hidden = false;
    this.sure.scrollIntoView({ block: "nearest" });
    keep.focus();
  }

  private keepChat(): void {
    this.sure.hidden = true;
    this.focus();
  }

  private get asking(): boolean { return this.panel.classList.contains("asking"); }

  /** Asks who is there before it shows what was said a while ago. */
  private askWho(text?: string): void {
    this.waiting = text;
    if (this.asking) return;
    this.conversation.pause();
    this.panel.classList.add("asking");
    const yes = button(strings.stillYouYes, "choice", () => this.answerWho(true));
    this.sure.replaceChildren(make("p", { id: "sure" }, fill(strings.stillYou, { when: time(new Date(this.conversation.at).toISOString()) })),
      yes, " ", button(strings.stillYouNo, "choice", () => this.answerWho(false)));
    this.sure.hidden = false;
    yes.focus();
  }

  private answerWho(same: boolean): void {
    this.panel.classList.remove("asking");
    this.sure.hidden = true;
    if (same) this.conversation.touch();
    else this.conversation.leave();
    this.goOn(this.waiting);
    this.waiting = undefined;
    this.focus();
    this.view.show(this.unread);
  }

  private async clearChat(): Promise<void> {
    try {
      await this.conversation.clear();
      this.status.inform(strings.cleared);
    } catch {
      this.status.inform(strings.notCleared);
    }
    this.keepChat();
  }
}

export function start(options: Options): { open(text?: string, unasked?: boolean, language?: string): void } {
  if (!customElements.get("invivo-chat")) customElements.define("invivo-chat", Chat);
  const chat = document.createElement("invivo-chat") as Chat;
  // Beside the body: a site that swaps its body keeps the chat, one that transforms it does not move it.
  document.documentElement.append(chat);
  chat.begin(options);
  return chat;
}
