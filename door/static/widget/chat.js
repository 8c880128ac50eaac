class d extends Error {
  constructor(e, t, i, s = "") {
    super(t), this.status = e, this.retryAfter = i, this.banner = s;
  }
  get gone() {
    return this.status === 401 || this.status === 410;
  }
}
class x {
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
    const o = {};
    this.token && (o.Authorization = `Bearer ${this.token}`), i !== void 0 && (o["Content-Type"] = "application/json");
    const l = await fetch(this.url + t, {
      method: e,
      headers: o,
      signal: s,
      credentials: "omit",
      cache: "no-store",
      body: i === void 0 ? void 0 : JSON.stringify(i)
    });
    if (l.status === 204) return;
    const u = await l.json().catch(() => ({}));
    if (!l.ok) {
      const w = Number(l.headers.get("Retry-After")) || 0, { message: y = "", banner: k = "" } = u?.error ?? {};
      throw new d(l.status, y, w, k);
    }
    return u;
  }
}
const C = 20, c = 1e3, p = 15e3, S = [400, 413, 422];
class T {
  constructor(e, t) {
    this.listener = t, this.drafts = [], this.seen = 0, this.tokenKept = null, this.polling = null, this.sending = !1, this.sendPause = c, this.failed = null, this.reached = !0, this.key = `invivo-chat:${e}`;
    const i = this.read();
    this.api = new x(e, i.token), this.tokenKept = i.token, this.drafts = i.drafts, addEventListener("storage", (s) => s.key === this.key && this.otherTab()), addEventListener("online", () => {
      this.pause(), this.resume();
    });
  }
  /** Whether there is something to read already. */
  get begun() {
    return this.api.token !== null && this.seen === 0;
  }
  /** Starts listening, and sends what could not be sent before the page was left. */
  resume() {
    this.tell(), this.api.token && this.poll(), this.drafts.length && this.flush();
  }
  pause() {
    this.polling?.abort(), this.polling = null;
  }
  say(e) {
    this.drafts.push({ ...e, client_id: E() }), this.failed = null, this.keep(), this.tell(), this.flush();
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
            this.api.token === null && (await this.api.begin(), this.keep()), e.seq = (await this.api.send(e)).seq, this.failed = null, this.sendPause = c;
          } catch (t) {
            if (!(t instanceof d && S.includes(t.status))) throw t;
            this.drafts = this.drafts.filter((i) => i !== e), this.listener.refused(e, t.message);
          }
          this.settle(), this.keep(), this.tell(), this.api.token && this.poll();
        }
      } catch (e) {
        const t = e instanceof d ? e : null;
        this.failed = t?.message ?? "", t?.banner && this.listener.warned(t.banner, t.message), this.sendLater((t?.retryAfter ?? 0) * 1e3), t?.gone ? this.end() : this.tell();
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
    let t = c, i = 0;
    for (; this.polling === e && this.api.token; )
      try {
        const s = await this.api.messages(this.seen, i, e.signal);
        for (const o of s.messages)
          o.seq <= this.seen || (this.seen = o.seq, this.drafts = this.drafts.filter((l) => l.client_id !== o.client_id), this.listener.message(o));
        if (s.closed) {
          this.end();
          break;
        }
        s.messages.length && (this.settle(), this.keep(), this.tell()), this.listener.typing(s.typing), this.reach(!0), i = C, t = c;
      } catch (s) {
        if (e.signal.aborted) break;
        if (s instanceof d && s.gone) {
          this.end();
          break;
        }
        this.reach(s instanceof d && s.status === 429);
        const o = s instanceof d ? s.retryAfter * 1e3 : 0;
        await new Promise((l) => setTimeout(l, Math.max(t, o))), t = Math.min(t * 2, p);
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
function E() {
  const r = crypto.getRandomValues(new Uint8Array(16));
  r[6] = r[6] & 15 | 64, r[8] = r[8] & 63 | 128;
  const e = [...r].map((t) => t.toString(16).padStart(2, "0")).join("");
  return [e.slice(0, 8), e.slice(8, 12), e.slice(12, 16), e.slice(16, 20), e.slice(20)].join("-");
}
function n(r, e = {}, ...t) {
  const i = document.createElement(r);
  for (const [s, o] of Object.entries(e)) i.setAttribute(s, o);
  return i.append(...t.filter((s) => s !== null)), i;
}
function h(r, e, t) {
  const i = n("button", { type: "button", class: e }, r);
  return i.addEventListener("click", t), i;
}
function v(r, e, t) {
  let i;
  try {
    i = new URL(e, location.href);
  } catch {
    return null;
  }
  const s = ["https:", "tel:", "mailto:"].includes(i.protocol), o = i.protocol === "http:" && ["localhost", "127.0.0.1", location.hostname].includes(i.hostname);
  if (!s && !o) return null;
  const l = { href: i.href, class: t };
  return i.protocol.startsWith("http") && i.origin !== location.origin && (l.target = "_blank", l.rel = "noopener noreferrer"), n("a", l, r);
}
const a = {
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
  callEmergency: "Call 911",
  callCrisis: "Call 988",
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
function L(r) {
  const e = new Date(r), t = e.toDateString() === (/* @__PURE__ */ new Date()).toDateString() ? {} : { month: "short", day: "numeric" };
  return e.toLocaleString(a.language, { ...t, hour: "numeric", minute: "2-digit" });
}
const g = /^[•-]\s+/;
function b(r, e) {
  const t = n("div", { class: "words" });
  e && t.append(n("span", { class: "unseen" }, `${e}: `));
  let i = null;
  for (const s of r.split(`
`))
    g.test(s) ? (i || t.append(i = n("ul")), i.append(n("li", {}, s.replace(g, "")))) : (i = null, s.trim() && t.append(n("p", {}, s)));
  return t;
}
function A(r, e) {
  const t = a[r.from], i = n("div", { class: "meta" });
  if (r.source) {
    const l = v(r.source.title, r.source.url, "source");
    l?.addEventListener("click", e), l && i.append(l);
  }
  (r.from === "staff" || r.from === "system") && i.append(t), i.append(n("time", { datetime: r.at }, L(r.at)));
  const s = r.from === "patient" ? n("div", { class: "words" }, n("span", { class: "unseen" }, `${t}: `), n("p", {}, r.text)) : b(r.text, t), o = r.kind === "safety" ? " safety" : "";
  return n("div", { class: `said ${r.from}${o}` }, s, r.card ? O(r.card) : null, i);
}
function O(r) {
  const e = n("dl");
  for (const t of ["when", "where", "reference", "bring"]) {
    const i = r[t];
    i && e.append(n("dt", {}, a[t]), n("dd", {}, i));
  }
  return n("div", { class: "card" }, e, r.calendar_url ? v(a.calendar, r.calendar_url, "button") : null);
}
const m = matchMedia("(max-width: 32rem), (max-height: 30rem)");
class _ {
  constructor(e, t) {
    this.panel = e, this.log = t, e.addEventListener("keydown", (i) => {
      i.key === "Tab" && this.fills && this.keepIn(i);
    }), m.addEventListener("change", () => this.fit()), visualViewport?.addEventListener("resize", () => this.fit()), visualViewport?.addEventListener("scroll", () => this.fit()), this.fit();
  }
  /** Whether the page behind is covered. */
  get fills() {
    return m.matches;
  }
  /** Above a phone's keyboard, so that the head with the call button stays in sight. */
  fit() {
    this.panel.setAttribute("aria-modal", String(this.fills));
    const e = visualViewport, t = this.fills && e && e.scale < 1.1 && e.height < innerHeight - 1;
    this.panel.style.height = t ? `${e.height}px` : "", this.panel.style.top = t ? `${e.offsetTop}px` : "";
  }
  /** The end of the conversation, but never past the beginning of what is to be read. */
  show(e) {
    const t = this.log.scrollHeight > this.log.clientHeight ? this.log : this.panel, i = t.scrollHeight - t.clientHeight, s = e?.isConnected ? t.scrollTop + e.getBoundingClientRect().top - this.log.getBoundingClientRect().top - 8 : i;
    t.scrollTop = t === this.log ? Math.min(i, s) : i;
  }
  /** Round and round: what is behind the panel can't be seen, so it is not reached either. */
  keepIn(e) {
    const t = [...this.panel.querySelectorAll("a[href], button, textarea, [tabindex='0']")].filter((l) => l.getClientRects().length), [i, s] = [t[0], t[t.length - 1]], o = this.panel.getRootNode().activeElement;
    (e.shiftKey ? o === i : o === s) && (e.preventDefault(), (e.shiftKey ? s : i)?.focus());
  }
}
const $ = `
:host { --brand: var(--invivo-brand, #0f5c5c); --on-brand: var(--invivo-on-brand, #fff); --paper: var(--invivo-paper, #fbfaf6);
  --raised: var(--invivo-raised, #fff); --ink: var(--invivo-ink, #16302f); --soft: var(--invivo-soft, #4d6664);
  --line: var(--invivo-line, #d9e0dc); --focus: var(--invivo-focus, #b45309); --danger: #a12622; --danger-soft: #fdecea; --on-danger: #fff;
  font: 400 1rem/1.5 var(--invivo-font, "Segoe UI", system-ui, sans-serif); color: var(--ink); }
@media (prefers-color-scheme: dark) { :host { --brand: var(--invivo-brand-dark, #7cc7c0); --on-brand: var(--invivo-on-brand-dark, #0c1f1e);
  --paper: var(--invivo-paper-dark, #10201f); --raised: var(--invivo-raised-dark, #1b3230); --ink: var(--invivo-ink-dark, #e6efed);
  --soft: var(--invivo-soft-dark, #a9bcb9); --line: var(--invivo-line-dark, #35504d); --focus: var(--invivo-focus-dark, #f5b36b);
  --danger: #ffb4ab; --danger-soft: #43201d; --on-danger: #43201d; } }
@media (forced-colors: active) { :host { --on-brand: CanvasText; --on-danger: CanvasText; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.chat { position: fixed; z-index: 2147483001; right: 1rem; bottom: 1rem; width: min(25rem, 100vw - 2rem); height: min(42rem, 100dvh - 2rem);
  display: flex; flex-direction: column; background: var(--paper); border: 1px solid var(--line); border-radius: 1.1rem; overflow: hidden;
  box-shadow: 0 18px 60px rgb(8 30 30 / .3); }
@media (max-width: 32rem), (max-height: 30rem) { .chat { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; } }
.head { display: flex; align-items: center; gap: .35rem; padding: .6rem .7rem .6rem 1rem; background: var(--brand); color: var(--on-brand); }
h2 { flex: 1; min-width: 0; font-size: 1.05rem; line-height: 1.25; margin: 0; }
h2 small { display: block; font-weight: 400; font-size: .8rem; }
button, .tool { font: inherit; cursor: pointer; }
.tool { display: inline-flex; align-items: center; justify-content: center; min-width: 2.5rem; min-height: 2.5rem; padding: 0 .7rem; border: 1.5px solid transparent;
  border-radius: 999px; background: none; color: inherit; text-decoration: none; font-weight: 600; }
.tool:hover { border-color: currentColor; }
.call { border-color: currentColor; padding: 0 1rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.head :focus-visible { outline-color: var(--on-brand); outline-offset: -3px; }
.banner { padding: .75rem 1rem; background: var(--danger-soft); color: var(--danger); font-weight: 600; line-height: 1.4; border-bottom: 1px solid var(--danger); max-height: 45%; overflow: auto; flex: none; }
.banner p { margin: 0; white-space: pre-wrap; }
.banner .button { background: var(--danger); color: var(--on-danger); margin-top: .55rem; }
.log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 1rem; display: flex; flex-direction: column; gap: .6rem; }
.log:focus-visible { outline-offset: -3px; }
.pending { display: flex; flex-direction: column; gap: .6rem; }
.said { max-width: 88%; align-self: flex-start; }
.words { padding: .6rem .85rem; border-radius: 1rem 1rem 1rem .3rem; background: var(--raised); border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
.words p, .words ul { margin: 0; } .words * + p, .words p + ul { margin-top: .5rem; } .words .unseen + p { margin-top: 0; }
.words ul { padding-left: 1.15rem; } .words li + li { margin-top: .35rem; } .words li::marker { color: var(--brand); }
.said.patient { align-self: flex-end; }
.patient .words { background: var(--brand); color: var(--on-brand); border-color: transparent; border-radius: 1rem 1rem .3rem 1rem; }
.safety .words { border-color: var(--danger); border-left-width: 4px; }
.staff .words, .system .words { border-left: 4px solid var(--brand); }
.meta { color: var(--soft); font-size: .8rem; line-height: 1.35; padding: .2rem .35rem 0; display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: center; }
.patient .meta { justify-content: flex-end; }
.source { color: var(--brand); padding: .2rem 0; min-height: 1.5rem; }
.card { margin: .4rem 0 0; padding: .85rem .95rem; background: var(--raised); border: 1.5px solid var(--brand); border-radius: .8rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem .8rem; margin: 0 0 .75rem; line-height: 1.4; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
dd:first-of-type { font-weight: 650; }
.button { display: inline-flex; align-items: center; min-height: 2.5rem; padding: .3rem 1.1rem; border-radius: 999px; background: var(--brand); color: var(--on-brand); font-weight: 650; text-decoration: none; }
.choices { display: flex; flex-wrap: wrap; gap: .45rem; padding: .6rem 1rem; border-top: 1px solid var(--line); max-height: 34%; overflow: auto; flex: none; }
.choices:empty { padding: 0; border: 0; }
.choice { color: var(--brand); background: var(--raised); border: 1.5px solid var(--brand); border-radius: 999px; padding: .4rem .9rem; min-height: 2.5rem; font-weight: 600; line-height: 1.3; text-align: left; }
.choice:hover { background: var(--brand); color: var(--on-brand); }
.state { color: var(--soft); font-size: .875rem; line-height: 1.4; padding: 0 1rem .4rem; margin: 0; flex: none; }
.state:empty { padding: 0; }
.dots i { display: inline-block; width: .4rem; height: .4rem; margin-right: .2rem; border-radius: 50%; background: var(--soft); animation: dot 1.2s infinite; } .dots i:nth-child(2) { animation-delay: .2s; } .dots i:nth-child(3) { animation-delay: .4s; }
@keyframes dot { 50% { transform: translateY(-.25rem); } }
@media (prefers-reduced-motion: reduce) { .dots i { animation: none; } }
form { display: flex; gap: .5rem; align-items: flex-end; padding: .6rem .8rem .5rem; border-top: 1px solid var(--line); background: var(--raised); }
textarea { flex: 1; min-width: 0; font: inherit; line-height: 1.4; color: inherit; background: var(--paper); border: 1.5px solid var(--soft); border-radius: 1.3rem; padding: .6rem .95rem; min-height: 2.75rem; resize: none; max-height: 7.5rem; field-sizing: content; }
textarea::placeholder { color: var(--soft); opacity: 1; }
textarea:focus-visible { outline: 2px solid var(--brand); outline-offset: -1px; border-color: var(--brand); }
.send { background: var(--brand); color: var(--on-brand); border: 0; border-radius: 999px; min-height: 2.75rem; padding: 0 1.1rem; font-weight: 650; }
.notice { margin: 0; padding: 0 .95rem .5rem; background: var(--raised); color: var(--soft); font-size: .77rem; line-height: 1.4; display: flex; flex-wrap: wrap; gap: 0 .8rem; justify-content: space-between; align-items: center; }
.notice > :first-child { flex: 1 0 100%; min-height: 1.4em; } @media (max-width: 23rem) { .notice > :first-child { min-height: 2.8em; } }
.plain { background: none; border: 0; color: var(--brand); text-decoration: underline; padding: .15rem 0; min-height: 1.5rem; }
.sure { padding: .8rem 1rem; background: var(--raised); border-top: 1px solid var(--line); } .sure p { margin: 0 0 .5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-height: 26rem) { .chat { overflow-y: auto; } .head { position: sticky; top: 0; z-index: 1; flex: none; } .log { flex: 1 0 auto; overflow: visible; } .banner, .choices { max-height: none; } }
@media (forced-colors: active) { .chat, .words, .choice, .send, .button, textarea { border: 1px solid CanvasText; } .head, .banner { border-bottom: 1px solid CanvasText; } .dots i { background: CanvasText; } }
`, R = 300, f = {
  E: [a.callEmergency, "tel:911"],
  C: [a.callCrisis, "tel:988"]
};
class z extends HTMLElement {
  constructor() {
    super(...arguments), this.log = n("div", { class: "log", role: "log", "aria-label": a.log, tabindex: "0" }), this.choices = n("div", { class: "choices" }), this.banner = n("div", { class: "banner", role: "alert" }), this.state = n("p", { class: "state", role: "status" }), this.field = n("textarea", {
      id: "field",
      rows: "1",
      maxlength: "4000",
      placeholder: a.placeholder,
      enterkeyhint: "send"
    }), this.call = n("a", { class: "tool call" }, a.call), this.notice = n("span"), this.sure = n("div", { class: "sure", role: "group", "aria-labelledby": "sure" }), this.subtitle = n("small"), this.alarm = "", this.unread = null, this.turnOver = !1, this.pending = n("div", { class: "pending", "aria-live": "off" }), this.reachable = !0, this.isTyping = !1, this.configured = !1, this.failed = null, this.note = "";
  }
  begin(e) {
    this.options = e, this.lang = a.language;
    const t = this.attachShadow({ mode: "open" }), i = new CSSStyleSheet();
    i.replaceSync($), t.adoptedStyleSheets = [i], t.append(this.build()), this.conversation = new T(e.api, {
      message: (s) => this.show(s),
      drafts: (s, o) => this.showDrafts(s, o),
      typing: (s) => {
        this.isTyping = s, this.showState(), this.turnOver = !s, this.log.getAttribute("aria-live") === "off" && setTimeout(() => this.log.setAttribute("aria-live", "polite"), R);
      },
      reachable: (s) => {
        this.reachable = s, this.showState();
      },
      reset: () => this.greet(),
      refused: (s, o) => {
        this.note = o, s.text && !this.field.value && (this.field.value = s.text);
      },
      warned: (s, o) => this.warn(s, o),
      ended: () => this.inform(a.ended)
    }), this.name(e.name, e.phone ? `tel:${e.phone}` : null, null), this.greet(), addEventListener("offline", () => this.showState()), addEventListener("online", () => this.showState()), document.addEventListener("visibilitychange", () => {
      this.panel.hidden || (document.hidden ? this.conversation.pause() : this.conversation.resume());
    });
  }
  /** Opens the chat; with words of the page's own, says them. */
  open(e) {
    this.panel.hidden = !1, this.configured || this.configure(), this.conversation.begun && this.log.setAttribute("aria-live", "off"), this.conversation.resume(), e && this.say({ text: e, label: e }), this.field.focus(), this.view.fit(), this.view.show(this.unread);
  }
  close() {
    this.panel.hidden = !0, this.conversation.pause(), this.options.closed();
  }
  /** A link to a place on this very page: what it leads to must not stay behind the chat. */
  follow(e) {
    e.currentTarget.href.split("#")[0] === location.href.split("#")[0] && this.view.fills && this.close();
  }
  build() {
    const e = n(
      "form",
      {},
      n("label", { for: "field", class: "unseen" }, a.field),
      this.field,
      n("button", { class: "send" }, a.send)
    );
    e.addEventListener("submit", (i) => {
      i.preventDefault(), this.submit();
    }), this.field.addEventListener("keydown", (i) => {
      i.key === "Enter" && !i.shiftKey && !i.isComposing && (i.preventDefault(), this.submit());
    }), CSS.supports("field-sizing", "content") || this.field.addEventListener("input", () => {
      this.field.style.height = "auto", this.field.style.height = `${this.field.scrollHeight + 3}px`;
    }), this.call.hidden = !0, this.banner.hidden = this.sure.hidden = !0;
    const t = h("✕", "tool", () => this.close());
    return t.setAttribute("aria-label", a.close), this.panel = n(
      "section",
      { class: "chat", role: "dialog", "aria-labelledby": "title" },
      n("div", { class: "head" }, n("h2", { id: "title" }, a.title, this.subtitle), this.call, t),
      this.banner,
      this.log,
      this.state,
      this.choices,
      this.sure,
      e,
      n(
        "p",
        { class: "notice" },
        this.notice,
        n(
          "span",
          {},
          h(a.person, "plain", () => this.say({ text: a.personSays, label: a.personSays })),
          " · ",
          h(a.clear, "plain", () => this.askToClear())
        )
      )
    ), this.panel.hidden = !0, this.view = new _(this.panel, this.log), this.panel.addEventListener("keydown", (i) => {
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
    this.subtitle.textContent = e, this.call.hidden = !t, t && (this.call.href = t, this.call.setAttribute("aria-label", `${a.call} ${e} ${i ?? ""}`.trim()));
  }
  greet() {
    this.log.replaceChildren(n("div", { class: "said assistant" }, b(a.hello)), this.pending), this.banner.hidden = !0, this.alarm = "", this.unread = null, this.showChoices(a.starters.map((e) => ({ label: e, token: "" })));
  }
  submit() {
    const e = this.field.value.trim();
    e && (this.field.value = "", this.say({ text: e, label: e }), this.field.focus());
  }
  say(e) {
    this.choices.replaceChildren(), this.note = "", this.conversation.say(e);
  }
  show(e) {
    const t = e.from === "patient", i = A(e, (s) => this.follow(s));
    t ? this.unread = null : (this.turnOver || !this.unread) && (this.unread = i), this.turnOver = !1, e.banner ? (i.setAttribute("aria-live", "off"), this.warn(e.banner, e.text)) : e.kind === "safety_over" && (this.alarm = "", this.banner.hidden = !0), this.log.insertBefore(i, this.pending), t ? this.choices.replaceChildren() : this.showChoices(e.choices ?? []), this.view.show(this.unread);
  }
  /** Keeps a warning in sight; one that can wait till later today does not replace an alarm. */
  warn(e, t) {
    if (f[this.alarm] && !f[e]) return;
    this.alarm = e;
    const [i, s] = f[e] ?? [];
    this.banner.replaceChildren(n("p", {}, t), i && s ? n("a", { class: "button", href: s }, i) : ""), this.banner.hidden = !1;
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
      return i.seq === void 0 && t === null && s.append(a.sending), i.seq === void 0 && t !== null && s.append(a.failed, h(a.retry, "plain", () => this.conversation.retry())), n("div", { class: "said patient" }, n("div", { class: "words" }, n("p", {}, i.label)), s);
    })), this.pending.hidden = !e.length, this.showState(), e.length && this.view.show(null);
  }
  showState() {
    let e = "";
    navigator.onLine ? this.failed ? e = this.failed : !this.reachable || this.failed !== null ? e = a.unreachable : e = this.note : e = a.offline;
    const t = this.isTyping && (!e || e === this.note);
    this.state.replaceChildren(t ? n("span", { class: "dots" }, n("span", { class: "unseen" }, a.typing), n("i"), n("i"), n("i")) : e);
  }
  /** Says something until the visitor says something. */
  inform(e) {
    this.note = e, this.showState();
  }
  askToClear() {
    const e = h(a.clearNo, "choice", () => this.keepChat());
    this.sure.replaceChildren(
      n("p", { id: "sure" }, a.clearSure),
      h(a.clearYes, "choice", () => {
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
      await this.conversation.clear(), this.inform(a.cleared);
    } catch {
      this.inform(a.notCleared);
    }
    this.keepChat();
  }
}
function D(r) {
  customElements.get("invivo-chat") || customElements.define("invivo-chat", z);
  const e = document.createElement("invivo-chat");
  return document.body.append(e), e.begin(r), e;
}
export {
  D as start
};
