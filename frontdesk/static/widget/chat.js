class d extends Error {
  constructor(e, t, i) {
    super(t), this.status = e, this.retryAfter = i;
  }
  get gone() {
    return this.status === 401 || this.status === 410;
  }
}
class g {
  constructor(e, t) {
    this.url = e, this.token = t;
  }
  config() {
    return this.ask("GET", "/config");
  }
  async begin() {
    this.token = (await this.ask("POST", "/conversations", {})).token;
  }
  send(e) {
    const { client_id: t, text: i, choice: s } = e;
    return this.ask("POST", "/messages", { client_id: t, text: i, choice: s });
  }
  messages(e, t, i) {
    return this.ask("GET", `/messages?after=${e}&wait=${t}`, void 0, i);
  }
  async clear() {
    this.token && await this.ask("DELETE", "/conversation"), this.token = null;
  }
  async ask(e, t, i, s) {
    const a = {};
    this.token && (a.Authorization = `Bearer ${this.token}`), i !== void 0 && (a["Content-Type"] = "application/json");
    const l = await fetch(this.url + t, {
      method: e,
      headers: a,
      signal: s,
      credentials: "omit",
      cache: "no-store",
      body: i === void 0 ? void 0 : JSON.stringify(i)
    });
    if (l.status === 204) return;
    const c = await l.json().catch(() => ({}));
    if (!l.ok) {
      const m = Number(l.headers.get("Retry-After")) || 0;
      throw new d(l.status, c?.error?.message ?? "", m);
    }
    return c;
  }
}
const b = 20, f = 1e3, p = 15e3, v = [400, 413, 422];
class k {
  constructor(e, t) {
    this.listener = t, this.drafts = [], this.seen = 0, this.tokenKept = null, this.polling = null, this.sending = !1, this.sendPause = f, this.failed = null, this.reached = !0, this.key = `invivo-chat:${e}`;
    const i = this.read();
    this.api = new g(e, i.token), this.tokenKept = i.token, this.drafts = i.drafts, addEventListener("storage", (s) => s.key === this.key && this.otherTab()), addEventListener("online", () => {
      this.pause(), this.resume();
    });
  }
  /** Starts listening, and sends what could not be sent before the page was left. */
  resume() {
    this.tell(), this.api.token && this.poll(), this.drafts.length && this.flush();
  }
  pause() {
    this.polling?.abort(), this.polling = null;
  }
  say(e) {
    this.drafts.push({ ...e, client_id: w() }), this.failed = null, this.keep(), this.tell(), this.flush();
  }
  retry() {
    this.flush();
  }
  /** Deletes the conversation; when that fails it goes on as it was. */
  async clear() {
    this.pause();
    try {
      await this.api.clear();
    } catch (e) {
      if (!(e instanceof d && e.gone))
        throw this.resume(), e;
    }
    clearTimeout(this.again), this.drafts = [], this.startOver();
  }
  /** Sends what is to be sent, in order; a draft stays on screen until a poll brings the message. */
  async flush() {
    if (!this.sending) {
      this.sending = !0, clearTimeout(this.again);
      try {
        for (let e = this.next(); e; e = this.next()) {
          try {
            this.api.token === null && (await this.api.begin(), this.keep()), e.seq = (await this.api.send(e)).seq, this.failed = null, this.sendPause = f;
          } catch (t) {
            if (!(t instanceof d && v.includes(t.status))) throw t;
            this.drafts = this.drafts.filter((i) => i !== e), this.listener.refused(e, t.message);
          }
          this.settle(), this.keep(), this.tell(), this.api.token && this.poll();
        }
      } catch (e) {
        const t = e instanceof d ? e : null;
        this.failed = t?.message ?? "", this.sendLater((t?.retryAfter ?? 0) * 1e3), t?.gone ? this.end() : this.tell();
      } finally {
        this.sending = !1;
      }
    }
  }
  next() {
    return this.drafts.find((e) => e.seq === void 0);
  }
  /** Tries again by itself: nobody should have to watch a message that is still to go. */
  sendLater(e) {
    clearTimeout(this.again), this.again = setTimeout(() => {
      this.flush();
    }, Math.max(this.sendPause, e)), this.sendPause = Math.min(this.sendPause * 2, p);
  }
  /** Takes away the drafts that came back as messages; a second click came back as the first. */
  settle() {
    this.drafts = this.drafts.filter((e) => e.seq === void 0 || e.seq > this.seen);
  }
  tell() {
    this.listener.drafts(this.drafts, this.failed);
  }
  reach(e) {
    const t = e && !this.reached;
    this.reached = e, this.listener.reachable(e), t && this.flush();
  }
  async poll() {
    if (this.polling) return;
    const e = this.polling = new AbortController();
    let t = f, i = 0;
    for (; this.polling === e && this.api.token; )
      try {
        const s = await this.api.messages(this.seen, i, e.signal);
        for (const a of s.messages)
          a.seq <= this.seen || (this.seen = a.seq, this.drafts = this.drafts.filter((l) => l.client_id !== a.client_id), this.listener.message(a));
        if (s.closed) {
          this.end();
          break;
        }
        s.messages.length && (this.settle(), this.keep(), this.tell()), this.listener.typing(s.typing), this.reach(!0), i = b, t = f;
      } catch (s) {
        if (e.signal.aborted) break;
        if (s instanceof d && s.gone) {
          this.end();
          break;
        }
        this.reach(s instanceof d && s.status === 429);
        const a = s instanceof d ? s.retryAfter * 1e3 : 0;
        await new Promise((l) => setTimeout(l, Math.max(t, a))), t = Math.min(t * 2, p);
      }
    this.polling === e && (this.polling = null);
  }
  /** Another tab began or cleared the conversation: this one follows. */
  otherTab() {
    const e = this.read();
    e.token !== this.tokenKept && this.follow(e.token);
  }
  /** What was not sent goes into a new conversation, unless another tab began one already. */
  end() {
    this.pause();
    const e = this.read();
    if (e.token && e.token !== this.api.token) return this.follow(e.token);
    this.startOver(), this.listener.ended(), this.drafts.length && !this.sending && this.flush();
  }
  follow(e) {
    this.pause(), this.api.token = this.tokenKept = e, this.begin(), this.resume();
  }
  startOver() {
    this.api.token = null, this.begin(), this.keep(), this.tell();
  }
  /** A new conversation knows nothing of the buttons of the last one: their words remain. */
  begin() {
    this.seen = 0, this.failed = null, this.drafts = this.drafts.filter((e) => e.seq === void 0).map(({ client_id: e, label: t, text: i }) => ({ client_id: e, label: t, text: i ?? t })), this.listener.typing(!1), this.listener.reset();
  }
  keep() {
    const e = this.tokenKept = this.api.token;
    try {
      const t = this.drafts.filter((i) => i.seq === void 0);
      e || t.length ? localStorage.setItem(this.key, JSON.stringify({ token: e, drafts: t })) : localStorage.removeItem(this.key);
    } catch {
    }
  }
  read() {
    try {
      const e = JSON.parse(localStorage.getItem(this.key) ?? "null");
      return { token: e?.token ?? null, drafts: Array.isArray(e?.drafts) ? e.drafts : [] };
    } catch {
      return { token: null, drafts: [] };
    }
  }
}
function w() {
  const o = crypto.getRandomValues(new Uint8Array(16));
  o[6] = o[6] & 15 | 64, o[8] = o[8] & 63 | 128;
  const e = [...o].map((t) => t.toString(16).padStart(2, "0")).join("");
  return [e.slice(0, 8), e.slice(8, 12), e.slice(12, 16), e.slice(16, 20), e.slice(20)].join("-");
}
function n(o, e = {}, ...t) {
  const i = document.createElement(o);
  for (const [s, a] of Object.entries(e)) i.setAttribute(s, a);
  return i.append(...t.filter((s) => s !== null)), i;
}
function h(o, e, t) {
  const i = n("button", { type: "button", class: e }, o);
  return i.addEventListener("click", t), i;
}
function u(o, e, t) {
  let i;
  try {
    i = new URL(e, location.href);
  } catch {
    return null;
  }
  const s = ["https:", "tel:", "mailto:"].includes(i.protocol), a = i.protocol === "http:" && ["localhost", "127.0.0.1", location.hostname].includes(i.hostname);
  if (!s && !a) return null;
  const l = { href: i.href, class: t };
  return i.protocol.startsWith("http") && i.origin !== location.origin && (l.target = "_blank", l.rel = "noopener noreferrer"), n("a", l, o);
}
const r = {
  language: "en",
  open: "Ask about sciatica",
  notLoaded: "The chat did not load. Try again",
  title: "Sciatica helper",
  log: "Conversation",
  hello: "Hi! Ask me about sciatica, or book a free screening.",
  starters: ["What is sciatica?", "How do you treat it?", "Book a free screening"],
  field: "Your message",
  placeholder: "Type your message",
  send: "Send",
  close: "Close the chat",
  clear: "Clear chat",
  clearSure: "Delete this conversation here and on our server?",
  clearYes: "Delete it",
  clearNo: "Keep it",
  cleared: "The conversation was deleted.",
  notCleared: "The conversation could not be deleted. Try again in a moment.",
  ended: "Your last chat has ended. You can start a new one here.",
  call: "Call",
  person: "Talk to a person",
  personSays: "I want to talk to a person",
  typing: "Typing",
  sending: "Sending",
  failed: "Not sent yet.",
  retry: "Try again",
  offline: "You are offline. Your message is sent when you are back.",
  unreachable: "The chat can't be reached right now. Trying again.",
  patient: "You",
  assistant: "Helper",
  staff: "Clinic staff",
  system: "Clinic",
  calendar: "Add to calendar",
  when: "When",
  where: "Where",
  reference: "Reference",
  bring: "Bring"
};
function y(o) {
  return new Date(o).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}
const x = `
:host { --brand: var(--invivo-brand, #0f5c5c); --on-brand: var(--invivo-on-brand, #fff); --paper: var(--invivo-paper, #fbfaf6);
  --raised: var(--invivo-raised, #fff); --ink: var(--invivo-ink, #16302f); --soft: var(--invivo-soft, #4d6664);
  --line: var(--invivo-line, #d9e0dc); --focus: var(--invivo-focus, #b45309); --danger: #a12622; --danger-soft: #fdecea;
  font: 400 1rem/1.5 var(--invivo-font, "Segoe UI", system-ui, sans-serif); color: var(--ink); }
@media (prefers-color-scheme: dark) { :host { --brand: var(--invivo-brand-dark, #7cc7c0); --on-brand: var(--invivo-on-brand-dark, #0c1f1e);
  --paper: #10201f; --raised: #1b3230; --ink: #e6efed; --soft: #a9bcb9; --line: #35504d; --focus: #f5b36b; --danger: #ffb4ab; --danger-soft: #43201d; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.chat { position: fixed; z-index: 2147483001; right: 1rem; bottom: 1rem; width: min(25rem, 100vw - 2rem); height: min(40rem, 100dvh - 2rem);
  display: flex; flex-direction: column; background: var(--paper); border: 1px solid var(--line); border-radius: 1.1rem; overflow: hidden;
  box-shadow: 0 18px 60px rgb(8 30 30 / .3); }
@media (max-width: 32rem), (max-height: 30rem) { .chat { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; } }
.head { display: flex; align-items: center; gap: .35rem; padding: .6rem .7rem .6rem 1rem; background: var(--brand); color: var(--on-brand); }
h2 { flex: 1; min-width: 0; font-size: 1.05rem; line-height: 1.25; margin: 0; }
h2 small { display: block; font-weight: 400; font-size: .8rem; opacity: .9; }
button, .tool { font: inherit; cursor: pointer; }
.tool { display: inline-flex; align-items: center; justify-content: center; min-width: 2.5rem; min-height: 2.5rem; padding: 0 .7rem; border: 1.5px solid transparent;
  border-radius: 999px; background: none; color: inherit; text-decoration: none; font-weight: 600; }
.tool:hover { border-color: currentColor; }
.call { border-color: currentColor; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.head :focus-visible { outline-color: var(--on-brand); outline-offset: -3px; }
.banner { margin: 0; padding: .75rem 1rem; background: var(--danger-soft); color: var(--danger); font-weight: 650; border-bottom: 1px solid var(--danger); white-space: pre-wrap; max-height: 40%; overflow: auto; }
.log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 1rem; display: flex; flex-direction: column; gap: .55rem; }
.said { max-width: 86%; align-self: flex-start; }
.said p { margin: 0; padding: .6rem .85rem; border-radius: 1rem 1rem 1rem .3rem; background: var(--raised); border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
.said.patient { align-self: flex-end; }
.said.patient p { background: var(--brand); color: var(--on-brand); border-color: transparent; border-radius: 1rem 1rem .3rem 1rem; }
.said.safety p { border: 2px solid var(--danger); background: var(--danger-soft); color: var(--danger); font-weight: 600; }
.meta { color: var(--soft); font-size: .78rem; padding: .15rem .35rem 0; display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: center; }
.patient .meta { justify-content: flex-end; }
.source { color: var(--brand); padding: .15rem 0; min-height: 1.5rem; }
.card { margin: .4rem 0 0; padding: .8rem .9rem; background: var(--raised); border: 1.5px solid var(--brand); border-radius: .8rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .8rem; margin: 0 0 .6rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.choices { display: flex; flex-wrap: wrap; gap: .45rem; padding: 0 1rem .6rem; max-height: 34%; overflow: auto; }
.choice { color: var(--brand); background: var(--raised); border: 1.5px solid var(--brand); border-radius: 999px; padding: .45rem .95rem; min-height: 2.5rem; font-weight: 600; text-align: left; }
.choice:hover { background: var(--brand); color: var(--on-brand); }
.state { color: var(--soft); font-size: .85rem; padding: 0 1rem .3rem; margin: 0; }
.dots i { display: inline-block; width: .4rem; height: .4rem; margin-right: .2rem; border-radius: 50%; background: var(--soft); animation: dot 1.2s infinite; } .dots i:nth-child(2) { animation-delay: .2s; } .dots i:nth-child(3) { animation-delay: .4s; }
@keyframes dot { 50% { transform: translateY(-.25rem); } }
@media (prefers-reduced-motion: reduce) { .dots i { animation: none; } }
form { display: flex; gap: .5rem; align-items: flex-end; padding: .6rem .8rem; border-top: 1px solid var(--line); background: var(--raised); }
textarea { flex: 1; min-width: 0; font: inherit; color: inherit; background: var(--paper); border: 1.5px solid var(--soft); border-radius: .9rem; padding: .55rem .8rem; resize: none; max-height: 7.5rem; field-sizing: content; }
.send { background: var(--brand); color: var(--on-brand); border: 0; border-radius: 999px; min-height: 2.75rem; padding: 0 1.1rem; font-weight: 650; }
.notice { margin: 0; padding: .1rem .8rem .55rem; background: var(--raised); color: var(--soft); font-size: .76rem; display: flex; flex-wrap: wrap; gap: 0 .8rem; justify-content: space-between; align-items: center; }
.plain { background: none; border: 0; color: var(--brand); text-decoration: underline; padding: .15rem 0; min-height: 1.5rem; }
.sure { padding: .8rem 1rem; background: var(--raised); border-top: 1px solid var(--line); } .sure p { margin: 0 0 .5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { .chat, .said p, .choice, .send, textarea { border: 1px solid CanvasText; } .head { border-bottom: 1px solid CanvasText; } }
`;
class S extends HTMLElement {
  constructor() {
    super(...arguments), this.log = n("div", { class: "log", role: "log", "aria-label": r.log, tabindex: "0" }), this.choices = n("div", { class: "choices" }), this.banner = n("p", { class: "banner", role: "alert" }), this.state = n("p", { class: "state", role: "status" }), this.field = n("textarea", {
      id: "field",
      rows: "1",
      maxlength: "4000",
      placeholder: r.placeholder,
      enterkeyhint: "send"
    }), this.call = n("a", { class: "tool call" }, r.call), this.notice = n("span"), this.sure = n("div", { class: "sure", role: "group", "aria-label": r.clear }), this.subtitle = n("small"), this.pending = n("div", { class: "pending", "aria-live": "off" }), this.reachable = !0, this.isTyping = !1, this.configured = !1, this.failed = null, this.note = "", this.waiting = 0;
  }
  begin(e) {
    this.options = e, this.lang = r.language;
    const t = this.attachShadow({ mode: "open" }), i = new CSSStyleSheet();
    i.replaceSync(x), t.adoptedStyleSheets = [i], t.append(this.build()), this.conversation = new k(e.api, {
      message: (s) => this.show(s),
      drafts: (s, a) => this.showDrafts(s, a),
      typing: (s) => {
        this.isTyping = s, this.showState();
      },
      reachable: (s) => {
        this.reachable = s, this.showState();
      },
      reset: () => this.greet(),
      refused: (s, a) => {
        this.note = a, s.text && !this.field.value && (this.field.value = s.text);
      },
      ended: () => this.inform(r.ended)
    }), this.name(e.name, e.phone ? `tel:${e.phone}` : null, null), this.greet(), addEventListener("offline", () => this.showState()), addEventListener("online", () => this.showState());
  }
  open() {
    this.panel.hidden = !1, this.configured || this.configure(), this.conversation.resume(), this.field.focus(), this.toEnd();
  }
  close() {
    this.panel.hidden = !0, this.conversation.pause(), this.options.closed();
  }
  build() {
    const e = n(
      "form",
      {},
      n("label", { for: "field", class: "unseen" }, r.field),
      this.field,
      n("button", { class: "send" }, r.send)
    );
    e.addEventListener("submit", (i) => {
      i.preventDefault(), this.submit();
    }), this.field.addEventListener("keydown", (i) => {
      i.key === "Enter" && !i.shiftKey && !i.isComposing && (i.preventDefault(), this.submit());
    }), this.call.hidden = !0, this.banner.hidden = this.sure.hidden = !0;
    const t = h("✕", "tool", () => this.close());
    return t.setAttribute("aria-label", r.close), this.panel = n(
      "section",
      { class: "chat", role: "dialog", "aria-labelledby": "title" },
      n("div", { class: "head" }, n("h2", { id: "title" }, r.title, this.subtitle), this.call, t),
      this.banner,
      this.log,
      this.choices,
      this.state,
      this.sure,
      e,
      n(
        "p",
        { class: "notice" },
        this.notice,
        n(
          "span",
          {},
          h(r.person, "plain", () => this.say({ text: r.personSays, label: r.personSays })),
          " · ",
          h(r.clear, "plain", () => this.askToClear())
        )
      )
    ), this.panel.hidden = !0, this.panel.addEventListener("keydown", (i) => {
      i.key === "Escape" && (i.stopPropagation(), this.sure.hidden ? this.close() : this.keepChat());
    }), this.panel;
  }
  /** Asks for the clinic's name, number and notice until they are there. */
  async configure() {
    this.configured = !0;
    for (let e = 1e3; ; e = Math.min(e * 2, 15e3)) {
      try {
        const { clinic: t, notice: i } = await this.conversation.api.config();
        return this.name(t.name, t.phone_href, t.phone), this.notice.textContent = i, this.reachable = !0, this.showState();
      } catch {
        this.reachable = !1, this.showState(), await new Promise((t) => setTimeout(t, e));
      }
      if (this.panel.hidden) break;
    }
    this.configured = !1;
  }
  name(e, t, i) {
    this.subtitle.textContent = e, this.call.hidden = !t, t && (this.call.href = t, this.call.setAttribute("aria-label", `${r.call} ${e} ${i ?? ""}`.trim()));
  }
  greet() {
    this.log.replaceChildren(n("div", { class: "said assistant" }, n("p", {}, r.hello)), this.pending), this.banner.hidden = !0, this.waiting = 0, this.showChoices(r.starters.map((e) => ({ label: e, token: "" })));
  }
  submit() {
    const e = this.field.value.trim();
    e && (this.field.value = "", this.say({ text: e, label: e }), this.field.focus());
  }
  say(e) {
    this.choices.replaceChildren(), this.note = "", this.conversation.say(e);
  }
  show(e) {
    const t = e.from === "patient";
    this.waiting = t ? this.waiting + 1 : 0;
    const i = e.kind === "safety" ? " safety" : "", s = n("div", { class: "meta" });
    if (e.source) {
      const c = u(e.source.title, e.source.url, "source");
      c && s.append(c);
    }
    e.from !== "assistant" && !t && s.append(r[e.from]), s.append(n("time", { datetime: e.at }, y(e.at)));
    const a = n("span", { class: "unseen" }, `${r[e.from]}: `), l = n(
      "div",
      { class: `said ${e.from}${i}` },
      n("p", {}, a, e.text),
      e.card ? this.card(e.card) : null,
      s
    );
    this.log.insertBefore(l, this.pending), e.banner && (this.banner.textContent = e.text, this.banner.hidden = !1), t ? this.choices.replaceChildren() : this.showChoices(e.choices ?? []), this.toEnd();
  }
  card(e) {
    const t = n("dl");
    for (const s of ["when", "where", "reference", "bring"]) {
      const a = e[s];
      a && t.append(n("dt", {}, r[s]), n("dd", {}, a));
    }
    const i = e.calendar_url ? u(r.calendar, e.calendar_url, "source") : null;
    return n("div", { class: "card" }, t, i);
  }
  showChoices(e) {
    this.choices.replaceChildren(...e.map(({ label: t, token: i }) => h(t, "choice", () => {
      this.say(i ? { choice: i, label: t } : { text: t, label: t }), this.field.focus();
    })));
  }
  /** What is on its way; silent, as each is announced once when it is in the log. */
  showDrafts(e, t) {
    this.failed = t, this.pending.replaceChildren(...e.map((i) => {
      const s = n("div", { class: "meta" });
      return i.seq === void 0 && t === null && s.append(r.sending), i.seq === void 0 && t !== null && s.append(r.failed, h(r.retry, "plain", () => this.conversation.retry())), n("div", { class: "said patient" }, n("p", {}, i.label), s);
    })), this.pending.hidden = !e.length, this.showState(), this.toEnd();
  }
  showState() {
    let e = "";
    navigator.onLine ? this.reachable ? this.failed !== null ? e = this.failed || r.unreachable : e = this.note : e = r.unreachable : e = r.offline;
    const t = this.isTyping && (!e || e === this.note);
    this.state.replaceChildren(t ? n("span", { class: "dots" }, n("span", { class: "unseen" }, r.typing), n("i"), n("i"), n("i")) : e), this.state.hidden = !e && !t;
  }
  /** Says something until the visitor says something. */
  inform(e) {
    this.note = e, this.showState();
  }
  askToClear() {
    const e = h(r.clearNo, "choice", () => this.keepChat());
    this.sure.replaceChildren(
      n("p", {}, r.clearSure),
      h(r.clearYes, "choice", () => {
        this.clearChat();
      }),
      " ",
      e
    ), this.sure.hidden = !1, e.focus();
  }
  keepChat() {
    this.sure.hidden = !0, this.field.focus();
  }
  async clearChat() {
    try {
      await this.conversation.clear(), this.inform(r.cleared);
    } catch {
      this.inform(r.notCleared);
    }
    this.keepChat();
  }
  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
function C(o) {
  customElements.get("invivo-chat") || customElements.define("invivo-chat", S);
  const e = document.createElement("invivo-chat");
  return document.body.append(e), e.begin(o), e;
}
export {
  C as start
};
