class d extends Error {
  constructor(e, i, t) {
    super(i), this.status = e, this.retryAfter = t;
  }
  get gone() {
    return this.status === 401 || this.status === 410;
  }
}
class g {
  constructor(e, i) {
    this.url = e, this.token = i;
  }
  config() {
    return this.ask("GET", "/config");
  }
  async begin() {
    this.token = (await this.ask("POST", "/conversations", {})).token;
  }
  send(e) {
    const { label: i, ...t } = e;
    return this.ask("POST", "/messages", t);
  }
  messages(e, i, t) {
    return this.ask("GET", `/messages?after=${e}&wait=${i}`, void 0, t);
  }
  async clear() {
    this.token && await this.ask("DELETE", "/conversation"), this.token = null;
  }
  async ask(e, i, t, r) {
    const a = {};
    this.token && (a.Authorization = `Bearer ${this.token}`), t !== void 0 && (a["Content-Type"] = "application/json");
    const l = await fetch(this.url + i, {
      method: e,
      headers: a,
      signal: r,
      credentials: "omit",
      cache: "no-store",
      body: t === void 0 ? void 0 : JSON.stringify(t)
    });
    if (l.status === 204) return;
    const c = await l.json().catch(() => ({}));
    if (!l.ok) {
      const u = Number(l.headers.get("Retry-After")) || 0;
      throw new d(l.status, c?.error?.message ?? "", u);
    }
    return c;
  }
}
const m = 20, f = 1e3, b = 15e3;
class v {
  constructor(e, i) {
    this.listener = i, this.drafts = [], this.seen = 0, this.polling = null, this.sending = !1, this.tokenKept = null, this.key = `invivo-chat:${e}`;
    const t = this.read();
    this.api = new g(e, t.token), this.drafts = t.drafts, addEventListener("storage", (r) => r.key === this.key && this.otherTab()), addEventListener("online", () => this.resume());
  }
  /** Starts listening, and sends what could not be sent before the page was left. */
  resume() {
    this.listener.drafts(this.drafts, null), this.api.token && this.poll(), this.drafts.length && this.flush();
  }
  pause() {
    this.polling?.abort(), this.polling = null;
  }
  say(e) {
    this.drafts.push({ ...e, client_id: k() }), this.keep(), this.listener.drafts(this.drafts, null), this.flush();
  }
  retry() {
    this.flush();
  }
  async clear() {
    this.pause(), await this.api.clear().catch((e) => {
      if (!(e instanceof d && e.gone)) throw e;
    }), this.drop();
  }
  async flush() {
    if (!this.sending) {
      this.sending = !0;
      try {
        for (; this.drafts.length; ) {
          this.api.token === null && (await this.api.begin(), this.keep());
          const e = this.drafts[0];
          await this.api.send(e), this.drafts.shift(), this.keep(), this.poll();
        }
        this.listener.drafts(this.drafts, null);
      } catch (e) {
        if (e instanceof d && e.gone)
          return this.api.token = null, this.seen = 0, this.keep(), this.listener.reset(), this.sending = !1, this.flush();
        e instanceof d && [404, 413, 422].includes(e.status) && this.drafts.shift(), this.keep(), this.listener.drafts(this.drafts, e instanceof d ? e.message : "");
      } finally {
        this.sending = !1;
      }
    }
  }
  async poll() {
    if (this.polling) return;
    const e = this.polling = new AbortController();
    let i = f, t = 0;
    for (; this.polling === e && this.api.token; )
      try {
        const r = await this.api.messages(this.seen, t, e.signal);
        for (const a of r.messages)
          a.seq <= this.seen || (this.seen = a.seq, a.client_id && (this.drafts = this.drafts.filter((l) => l.client_id !== a.client_id)), this.listener.message(a));
        r.messages.length && this.listener.drafts(this.drafts, null), this.listener.typing(r.typing), this.listener.reachable(!0), t = m, i = f;
      } catch (r) {
        if (e.signal.aborted) break;
        if (r instanceof d && r.gone) {
          this.drop();
          break;
        }
        this.listener.reachable(!1);
        const a = r instanceof d ? r.retryAfter * 1e3 : 0;
        await new Promise((l) => setTimeout(l, Math.max(i, a))), i = Math.min(i * 2, b);
      }
    this.polling === e && (this.polling = null);
  }
  /** Another tab began or cleared the conversation: this one follows. */
  otherTab() {
    const e = this.read();
    e.token !== this.tokenKept && (this.pause(), this.seen = 0, this.listener.reset(), this.api.token = this.tokenKept = e.token, this.resume());
  }
  drop() {
    this.api.token = null, this.drafts = [], this.seen = 0, this.keep(), this.listener.reset();
  }
  keep() {
    const e = this.tokenKept = this.api.token;
    try {
      e || this.drafts.length ? localStorage.setItem(this.key, JSON.stringify({ token: e, drafts: this.drafts })) : localStorage.removeItem(this.key);
    } catch {
    }
  }
  read() {
    try {
      const e = JSON.parse(localStorage.getItem(this.key) ?? "null");
      return this.tokenKept = e?.token ?? null, { token: e?.token ?? null, drafts: Array.isArray(e?.drafts) ? e.drafts : [] };
    } catch {
      return { token: null, drafts: [] };
    }
  }
}
function k() {
  const o = crypto.getRandomValues(new Uint8Array(16));
  o[6] = o[6] & 15 | 64, o[8] = o[8] & 63 | 128;
  const e = [...o].map((i) => i.toString(16).padStart(2, "0")).join("");
  return [e.slice(0, 8), e.slice(8, 12), e.slice(12, 16), e.slice(16, 20), e.slice(20)].join("-");
}
function s(o, e = {}, ...i) {
  const t = document.createElement(o);
  for (const [r, a] of Object.entries(e)) t.setAttribute(r, a);
  return t.append(...i.filter((r) => r !== null)), t;
}
function h(o, e, i) {
  const t = s("button", { type: "button", class: e }, o);
  return t.addEventListener("click", i), t;
}
function p(o, e, i) {
  let t;
  try {
    t = new URL(e, location.href);
  } catch {
    return null;
  }
  const r = ["https:", "tel:", "mailto:"].includes(t.protocol), a = t.protocol === "http:" && ["localhost", "127.0.0.1", location.hostname].includes(t.hostname);
  if (!r && !a) return null;
  const l = { href: t.href, class: i };
  return t.protocol.startsWith("http") && t.origin !== location.origin && (l.target = "_blank", l.rel = "noopener noreferrer"), s("a", l, o);
}
const n = {
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
  call: "Call",
  person: "Talk to a person",
  personSays: "I want to talk to a person",
  typing: "Typing",
  sending: "Sending",
  failed: "Not sent.",
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
function w(o) {
  return new Date(o).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}
const y = `
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
class x extends HTMLElement {
  constructor() {
    super(...arguments), this.log = s("div", { class: "log", role: "log", "aria-label": n.log, tabindex: "0" }), this.choices = s("div", { class: "choices" }), this.banner = s("p", { class: "banner", role: "alert" }), this.state = s("p", { class: "state", role: "status" }), this.field = s("textarea", {
      id: "field",
      rows: "1",
      maxlength: "4000",
      placeholder: n.placeholder,
      enterkeyhint: "send"
    }), this.call = s("a", { class: "tool call" }, n.call), this.notice = s("span"), this.sure = s("div", { class: "sure", role: "group", "aria-label": n.clear }), this.subtitle = s("small"), this.pending = s("div", { class: "pending" }), this.reachable = !0, this.isTyping = !1, this.failed = null, this.waiting = 0;
  }
  begin(e) {
    this.options = e, this.lang = n.language;
    const i = this.attachShadow({ mode: "open" }), t = new CSSStyleSheet();
    t.replaceSync(y), i.adoptedStyleSheets = [t], i.append(this.build()), this.conversation = new v(e.api, {
      message: (r) => this.show(r),
      drafts: (r, a) => this.showDrafts(r, a),
      typing: (r) => {
        this.isTyping = r, this.showState();
      },
      reachable: (r) => {
        this.reachable = r, this.showState();
      },
      reset: () => this.greet()
    }), this.greet(), addEventListener("offline", () => this.showState()), addEventListener("online", () => this.showState()), this.conversation.api.config().then((r) => this.configure(r), () => this.showState());
  }
  open() {
    this.panel.hidden = !1, this.conversation.resume(), this.field.focus(), this.toEnd();
  }
  close() {
    this.panel.hidden = !0, this.conversation.pause(), this.options.closed();
  }
  build() {
    const e = s(
      "form",
      {},
      s("label", { for: "field", class: "unseen" }, n.field),
      this.field,
      s("button", { class: "send" }, n.send)
    );
    e.addEventListener("submit", (t) => {
      t.preventDefault(), this.submit();
    }), this.field.addEventListener("keydown", (t) => {
      t.key === "Enter" && !t.shiftKey && !t.isComposing && (t.preventDefault(), this.submit());
    }), this.call.hidden = !0, this.banner.hidden = this.sure.hidden = !0;
    const i = h("✕", "tool", () => this.close());
    return i.setAttribute("aria-label", n.close), this.panel = s(
      "section",
      { class: "chat", role: "dialog", "aria-labelledby": "title" },
      s("div", { class: "head" }, s("h2", { id: "title" }, n.title, this.subtitle), this.call, i),
      this.banner,
      this.log,
      this.choices,
      this.state,
      this.sure,
      e,
      s(
        "p",
        { class: "notice" },
        this.notice,
        s(
          "span",
          {},
          h(n.person, "plain", () => this.say({ text: n.personSays, label: n.personSays })),
          " · ",
          h(n.clear, "plain", () => this.askToClear())
        )
      )
    ), this.panel.hidden = !0, this.panel.addEventListener("keydown", (t) => {
      t.key === "Escape" && (t.stopPropagation(), this.sure.hidden ? this.close() : this.keepChat());
    }), this.panel;
  }
  configure(e) {
    this.subtitle.textContent = e.clinic.name, this.notice.textContent = e.notice, e.clinic.phone_href && (this.call.href = e.clinic.phone_href, this.call.setAttribute("aria-label", `${n.call} ${e.clinic.name} ${e.clinic.phone ?? ""}`), this.call.hidden = !1);
  }
  greet() {
    this.log.replaceChildren(s("div", { class: "said assistant" }, s("p", {}, n.hello)), this.pending), this.banner.hidden = !0, this.waiting = 0, this.showChoices(n.starters.map((e) => ({ label: e, token: "" })));
  }
  submit() {
    const e = this.field.value.trim();
    e && (this.field.value = "", this.say({ text: e, label: e }), this.field.focus());
  }
  say(e) {
    this.choices.replaceChildren(), this.conversation.say(e);
  }
  show(e) {
    const i = e.from === "patient";
    this.waiting = i ? this.waiting + 1 : 0;
    const t = e.kind === "safety" ? " safety" : "", r = s("div", { class: "meta" });
    if (e.source) {
      const c = p(e.source.title, e.source.url, "source");
      c && r.append(c);
    }
    e.from !== "assistant" && !i && r.append(n[e.from]), r.append(s("time", { datetime: e.at }, w(e.at)));
    const a = s("span", { class: "unseen" }, `${n[e.from]}: `), l = s(
      "div",
      { class: `said ${e.from}${t}` },
      s("p", {}, a, e.text),
      e.card ? this.card(e.card) : null,
      r
    );
    this.log.insertBefore(l, this.pending), e.banner && (this.banner.textContent = e.text, this.banner.hidden = !1), i ? this.choices.replaceChildren() : this.showChoices(e.choices ?? []), this.toEnd();
  }
  card(e) {
    const i = s("dl");
    for (const r of ["when", "where", "reference", "bring"]) {
      const a = e[r];
      a && i.append(s("dt", {}, n[r]), s("dd", {}, a));
    }
    const t = e.calendar_url ? p(n.calendar, e.calendar_url, "source") : null;
    return s("div", { class: "card" }, i, t);
  }
  showChoices(e) {
    this.choices.replaceChildren(...e.map(({ label: i, token: t }) => h(i, "choice", () => {
      this.say(t ? { choice: t, label: i } : { text: i, label: i }), this.field.focus();
    })));
  }
  showDrafts(e, i) {
    this.failed = i, this.pending.replaceChildren(...e.map((t) => s(
      "div",
      { class: "said patient" },
      s("p", {}, t.label),
      s(
        "div",
        { class: "meta" },
        i === null ? n.sending : null,
        i === null ? null : s("span", {}, `${n.failed} ${i}`),
        i === null ? null : h(n.retry, "plain", () => this.conversation.retry())
      )
    ))), this.pending.hidden = !e.length, this.showState(), this.toEnd();
  }
  showState() {
    let e = "";
    navigator.onLine ? this.reachable ? this.failed && this.pending.hidden && (e = this.failed) : e = n.unreachable : e = n.offline;
    const i = this.isTyping && !e;
    this.state.replaceChildren(i ? s("span", { class: "dots" }, s("span", { class: "unseen" }, n.typing), s("i"), s("i"), s("i")) : e), this.state.hidden = !e && !i;
  }
  askToClear() {
    const e = h(n.clearNo, "choice", () => this.keepChat());
    this.sure.replaceChildren(
      s("p", {}, n.clearSure),
      h(n.clearYes, "choice", () => {
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
      await this.conversation.clear(), this.state.textContent = n.cleared, this.state.hidden = !1;
    } catch {
      this.reachable = !1, this.showState();
    }
    this.keepChat();
  }
  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
function S(o) {
  customElements.get("invivo-chat") || customElements.define("invivo-chat", x);
  const e = document.createElement("invivo-chat");
  return document.body.append(e), e.begin(o), e;
}
export {
  S as start
};
