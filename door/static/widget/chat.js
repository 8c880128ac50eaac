function r(n, e = {}, ...t) {
  const i = document.createElement(n);
  for (const [s, o] of Object.entries(e)) i.setAttribute(s, o);
  return i.append(...t.filter((s) => s !== null)), i;
}
function c(n, e, t) {
  const i = r("button", { type: "button", class: e }, n);
  return i.addEventListener("click", (s) => {
    (!s.detail || !i.hasAttribute(k)) && t();
  }), i;
}
const Y = 600, k = "aria-disabled";
function b(...n) {
  for (const e of n) e.setAttribute(k, "true");
  setTimeout(() => {
    for (const e of n) e.removeAttribute(k);
  }, Y);
}
function w(n, e, t) {
  let i;
  try {
    i = new URL(e, location.href);
  } catch {
    return null;
  }
  const s = ["https:", "tel:", "sms:", "mailto:"].includes(i.protocol), o = i.protocol === "http:" && ["localhost", "127.0.0.1", location.hostname].includes(i.hostname);
  if (!s && !o) return null;
  const l = { href: i.href, class: t };
  return i.protocol.startsWith("http") && i.origin !== location.origin && (l.target = "_blank", l.rel = "noopener noreferrer"), r("a", l, n);
}
const D = {
  language: "en",
  title: "Sciatica helper",
  log: "Conversation",
  hello: "Hi! Ask me about sciatica, or book a free screening.",
  starters: ["What is sciatica?", "How do you treat it?", "Book a free screening"],
  field: "Your message",
  placeholder: "Type your message",
  send: "Send",
  close: "Close the chat",
  exit: "Leave now",
  exitTo: "https://www.weather.gov/",
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
  text: "Text us instead",
  textSays: "Hi, I was on your website and would like to go on by text.",
  personSays: "I want to talk to a person",
  choices: "You can choose",
  typing: "Typing",
  personTyping: "A person at the clinic is typing",
  sending: "Sending",
  failed: "Not sent yet.",
  retry: "Try again",
  offline: "You are offline. Your message is sent when you are back.",
  unreachable: "The chat can't be reached right now. Trying again.",
  barred: "This chat is not set up for this website yet. Please call us.",
  tooLong: "That is {n} characters. Up to {most} can be sent: please make it shorter, or send it in parts.",
  nearlyTooLong: "{n} of {most} characters",
  stillYou: "Is it still you? There is a chat on this device from {when}.",
  stillYouYes: "Yes, show it",
  stillYouNo: "No, start a new chat",
  patient: "You",
  assistant: "Helper",
  staff: "Clinic staff",
  system: "Clinic",
  calendar: "Add to calendar",
  when: "When",
  where: "Where",
  reference: "Reference",
  bring: "Bring",
  therapist: "With",
  takes: "Takes",
  minutes: "about {n} minutes",
  map: "Map",
  calendarOf: "calendar",
  // What a button says, and what is said for who presses it.
  visitActions: [["Move it", "Please move my screening {reference}"], ["Call it off", "Please call off my screening {reference}"]],
  change: "Change:",
  changes: [["Time", "Other time"], ["Name", "I want to change the name"], ["Phone", "The phone number is wrong"]],
  timesMore: "More days and times",
  timesAll: "Free times",
  timesIn: 'Pick a day, then a time ({zone}). Or type one, like "Tuesday at 3".',
  timesFree: "{n} free",
  timesNone: "No time is free right now.",
  timesBack: "Back",
  helped: "Did this help?",
  yes: "Yes",
  no: "No",
  thanks: "Thank you."
}, x = {
  language: "es",
  title: "Ayuda con la ciática",
  log: "Conversación",
  hello: "¡Hola! Pregúnteme sobre la ciática o haga una cita para una revisión gratis.",
  starters: ["¿Qué es la ciática?", "¿Cómo la tratan?", "Quiero una cita gratis"],
  field: "Su mensaje",
  placeholder: "Escriba su mensaje",
  send: "Enviar",
  close: "Cerrar el chat",
  exit: "Salir ya",
  exitTo: "https://www.weather.gov/",
  clear: "Borrar el chat",
  clearSure: "¿Borrar esta conversación aquí y en nuestro servidor?",
  clearYes: "Borrarla",
  clearNo: "Dejarla",
  cleared: "La conversación se borró.",
  notCleared: "No se pudo borrar la conversación. Intente en un momento.",
  ended: "Su último chat terminó. Aquí puede empezar uno nuevo.",
  call: "Llamar",
  callEmergency: "Llamar al 911",
  callCrisis: "Llamar al 988",
  person: "Hablar con una persona",
  text: "Mejor por mensaje de texto",
  textSays: "Hola, estaba en su página y quiero seguir por mensaje de texto.",
  personSays: "Quiero hablar con una persona",
  choices: "Puede escoger",
  typing: "Escribiendo",
  personTyping: "Una persona de la clínica está escribiendo",
  sending: "Enviando",
  failed: "Todavía no se envió.",
  retry: "Intentar otra vez",
  offline: "No tiene conexión. Su mensaje se envía cuando vuelva.",
  unreachable: "Ahora no se puede llegar al chat. Intentando otra vez.",
  barred: "Este chat todavía no está listo en esta página. Por favor llámenos.",
  tooLong: "Son {n} letras. Se pueden enviar hasta {most}: hágalo más corto o envíelo en partes.",
  nearlyTooLong: "{n} de {most} letras",
  stillYou: "¿Sigue siendo usted? En este aparato hay un chat de {when}.",
  stillYouYes: "Sí, mostrarlo",
  stillYouNo: "No, empezar otro",
  patient: "Usted",
  assistant: "Asistente",
  staff: "Personal de la clínica",
  system: "Clínica",
  calendar: "Añadir al calendario",
  when: "Cuándo",
  where: "Dónde",
  reference: "Código",
  bring: "Traiga",
  therapist: "Con",
  takes: "Dura",
  minutes: "unos {n} minutos",
  map: "Mapa",
  calendarOf: "calendario",
  visitActions: [["Cambiarla", "Por favor cambie mi cita {reference}"], ["Anularla", "Por favor anule mi cita {reference}"]],
  change: "Cambiar:",
  changes: [["Hora", "Otra hora"], ["Nombre", "El nombre está mal"], ["Teléfono", "El teléfono está mal"]],
  timesMore: "Más días y horas",
  timesAll: "Horas libres",
  timesIn: 'Escoja un día y una hora ({zone}). O escriba, como "martes a las 3".',
  timesFree: "{n} libres",
  timesNone: "Ahora no hay hora libre.",
  timesBack: "Volver",
  helped: "¿Le ayudó esto?",
  yes: "Sí",
  no: "No",
  thanks: "Gracias."
}, z = document.querySelector('script[src*="widget.js"]'), j = (z?.dataset.languages ?? "").split(" "), q = navigator.language.startsWith("es") && j.includes("es");
let a = q ? x : D;
function E(n) {
  const e = n === x.language ? x : D, t = n === e.language && e !== a;
  return t && (a = e), t;
}
function T(n) {
  const e = new Date(n), t = e.toDateString() === (/* @__PURE__ */ new Date()).toDateString() ? {} : { month: "short", day: "numeric" };
  return e.toLocaleString(a.language, { ...t, hour: "numeric", minute: "2-digit" });
}
function m(n, e) {
  return n.replace(/\{(\w+)\}/g, (t, i) => String(e[i] ?? t));
}
const L = (n) => n.toLocaleString(a.language);
function B(n, e) {
  const t = [], i = [];
  let s, o;
  for (const l of n) {
    const h = c(l.time ?? l.label, "choice", () => e(l));
    if (i.push(h), l.day === void 0) {
      t.push(h);
      continue;
    }
    l.time && h.setAttribute("aria-label", l.label), (l.day !== o || !s) && (o = l.day, t.push(s = r("div", { class: "day", role: "group", "aria-label": o }, r("b", { "aria-hidden": "true" }, o)))), s.append(h);
  }
  return b(...i), t;
}
function H(n) {
  return n.length ? r("p", { class: "spoken" }, `${a.choices}: ${n.map((e) => e.label).join("; ")}.`) : null;
}
class f extends Error {
  constructor(e, t, i, s = "") {
    super(t), this.status = e, this.retryAfter = i, this.banner = s;
  }
  get gone() {
    return this.status === 401 || this.status === 410;
  }
}
class W {
  constructor(e, t) {
    this.url = e, this.token = t;
  }
  config() {
    return this.ask("GET", "/config");
  }
  /** Whether the server says that it does not know this website: browsers hide why a request to it
   * fails. False also when that can't be asked. */
  async bars() {
    const e = new URL(`/embed.json?site=${encodeURIComponent(location.origin)}`, this.url).href;
    return (await fetch(e, { credentials: "omit" }).then((i) => i.json()).catch(() => null))?.allowed === !1;
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
  /** Says that somebody is typing here, and nothing of what. */
  typing() {
    return this.ask("POST", "/typing", {});
  }
  times() {
    return this.ask("GET", "/times");
  }
  rate(e, t) {
    return this.ask("POST", "/ratings", { seq: e, helpful: t });
  }
  async clear() {
    this.token && await this.ask("DELETE", "/conversation");
  }
  async ask(e, t, i, s) {
    const o = { "Accept-Language": a.language };
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
    const h = await l.json().catch(() => ({}));
    if (!l.ok) {
      const d = Number(l.headers.get("Retry-After")) || 0, { message: u = "", banner: p = "" } = h?.error ?? {};
      throw new f(l.status, u, d, p);
    }
    return h;
  }
}
const A = (n) => `${n}:quiet`;
function O(n, e) {
  try {
    e ? localStorage.setItem(A(n), "1") : localStorage.removeItem(A(n));
  } catch {
  }
}
const U = 20, K = 3, F = 3e3, G = 30 * 6e4, v = 1e3, I = 15e3, V = [400, 413, 422];
class Q {
  constructor(e, t) {
    this.listener = t, this.drafts = [], this.seen = 0, this.tokenKept = null, this.polling = null, this.sending = !1, this.clearing = !1, this.sendPause = v, this.failed = null, this.reached = !0, this.readTo = 0, this.told = 0, this.leaving = !1, this.key = `invivo-chat:${e}`;
    const i = this.read();
    this.api = new W(e, i.token), this.tokenKept = i.token, this.drafts = i.drafts, this.at = i.at ?? Date.now(), this.readTo = i.seen ?? 0, addEventListener("storage", (s) => s.key === this.key && this.otherTab()), addEventListener("online", () => {
      this.pause(), this.resume();
    }), addEventListener("pagehide", () => this.goingAway(!0)), document.addEventListener("visibilitychange", () => this.goingAway(document.hidden));
  }
  /** Whether there is something to read already. */
  get begun() {
    return this.api.token !== null && this.seen === 0;
  }
  /** Whether it rested for so long that somebody else may be reading. */
  get rested() {
    return this.api.token !== null && Date.now() - Math.max(this.at, this.read().at ?? 0) > G;
  }
  /** Somebody is there. */
  touch() {
    const e = this.at;
    this.at = Date.now(), this.api.token && this.at - e > 2e4 && this.keep();
  }
  /** Starts anew, and leaves what was said to who said it. */
  leave() {
    this.pause(), clearTimeout(this.again), this.drafts = [], this.startOver();
  }
  /** Starts listening, and sends what could not be sent before the page was left. */
  resume() {
    this.tell(), this.api.token && this.poll(), this.drafts.length && this.flush();
  }
  pause() {
    this.polling?.abort(), this.polling = null;
  }
  say(e) {
    this.at = Date.now(), this.drafts.push({ ...e, client_id: J() }), this.failed = null, this.keep(), this.tell(), this.flush();
  }
  /** The patient is typing: the clinic may see that. One beat at a time, and nothing waits for it. */
  typed() {
    !this.api.token || !this.reached || Date.now() - this.told < F || (this.told = 1 / 0, this.api.typing().catch(() => {
    }).finally(() => {
      this.told = Date.now();
    }));
  }
  retry() {
    this.flush();
  }
  /** Deletes the conversation; when that fails it goes on as it was. What is said meanwhile waits:
   * it belongs to what follows. */
  async clear() {
    const { token: e } = this.api, t = this.drafts.map((i) => i.client_id);
    this.pause(), this.clearing = !0;
    try {
      await this.api.clear();
    } catch (i) {
      if (!(i instanceof f && i.gone))
        throw this.clearing = !1, this.resume(), i;
    }
    this.clearing = !1, this.drafts = this.drafts.filter((i) => !t.includes(i.client_id)), this.api.token === e && this.startOver(), this.resume();
  }
  /** Sends what is to be sent, in order; a draft stays on screen until a poll brings the message. */
  async flush() {
    if (!this.sending) {
      this.sending = !0, clearTimeout(this.again);
      try {
        for (let e = this.next(); e; e = this.next()) {
          try {
            this.api.token === null && (await this.api.begin(), this.keep()), e.seq = (await this.api.send(e)).seq, this.failed = null, this.sendPause = v;
          } catch (t) {
            if (!(t instanceof f && V.includes(t.status))) throw t;
            this.drafts = this.drafts.filter((i) => i !== e), this.listener.refused(e, t.message);
          }
          this.settle(), this.keep(), this.tell(), this.api.token && this.poll();
        }
      } catch (e) {
        const t = e instanceof f ? e : null;
        this.failed = t?.message ?? "", t?.banner && this.listener.warned(t.banner, t.message), this.sendLater((t?.retryAfter ?? 0) * 1e3), t?.gone ? this.end() : this.tell();
      } finally {
        this.sending = !1;
      }
    }
  }
  next() {
    return this.clearing ? void 0 : this.drafts.find((e) => e.seq === void 0);
  }
  /** Tries again by itself: nobody should have to watch a message that is still to go. */
  sendLater(e) {
    clearTimeout(this.again), this.again = setTimeout(() => {
      this.flush();
    }, Math.max(this.sendPause, e)), this.sendPause = Math.min(this.sendPause * 2, I);
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
    let t = v, i = 0;
    for (; this.polling === e && this.api.token; )
      try {
        const s = await this.api.messages(this.seen, i, e.signal);
        s.language && this.listener.language(s.language);
        for (const l of s.messages)
          l.seq <= this.seen || (this.seen = l.seq, this.drafts = this.drafts.filter((h) => h.client_id !== l.client_id), this.listener.message(l));
        if (s.closed) {
          this.end();
          break;
        }
        s.messages.length && (this.settle(), this.keep(), this.tell());
        const o = s.messages.some((l) => l.from !== "patient");
        this.listener.typing(s.typing && !o, s.person ?? !1), this.reach(!0), i = s.typing ? o ? 1 : K : U, t = v;
      } catch (s) {
        if (e.signal.aborted) break;
        if (s instanceof f && s.gone) {
          this.end();
          break;
        }
        this.listener.typing(!1, !1), this.reach(s instanceof f && s.status === 429);
        const o = s instanceof f ? s.retryAfter * 1e3 : 0;
        await new Promise((l) => setTimeout(l, Math.max(t, o))), t = Math.min(t * 2, I);
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
  /** Nothing outside the chat hints at this conversation any more. */
  keepQuiet() {
    O(this.key, !0);
  }
  /** Leaves nothing of the conversation in this browser. */
  forget() {
    this.pause(), clearTimeout(this.again), this.drafts = [], this.startOver();
  }
  startOver() {
    this.api.token = null, O(this.key, !1), this.begin(), this.keep(), this.tell();
  }
  /** A new conversation knows nothing of the buttons of the last one: their words remain. */
  begin() {
    this.seen = this.readTo = 0, this.failed = null, this.drafts = this.drafts.filter((e) => e.seq === void 0).map(({ client_id: e, label: t, text: i }) => ({ client_id: e, label: t, text: i ?? t })), this.listener.typing(!1, !1), this.listener.reset();
  }
  goingAway(e) {
    const t = this.drafts.some((i) => i.seq === void 0);
    this.leaving = e, t && this.keep();
  }
  keep() {
    const e = this.tokenKept = this.api.token;
    try {
      const t = this.leaving ? this.drafts.filter((i) => i.seq === void 0) : [];
      e || t.length ? (this.readTo = Math.max(this.readTo, this.seen), localStorage.setItem(this.key, JSON.stringify({ token: e, drafts: t, seen: this.readTo, at: Math.max(this.at, this.read().at ?? 0) }))) : localStorage.removeItem(this.key);
    } catch {
    }
  }
  read() {
    try {
      const e = JSON.parse(localStorage.getItem(this.key) ?? "null");
      return { ...e, token: e?.token ?? null, drafts: Array.isArray(e?.drafts) ? e.drafts : [] };
    } catch {
      return { token: null, drafts: [] };
    }
  }
}
function J() {
  const n = crypto.getRandomValues(new Uint8Array(16));
  n[6] = n[6] & 15 | 64, n[8] = n[8] & 63 | 128;
  const e = [...n].map((t) => t.toString(16).padStart(2, "0")).join("");
  return [e.slice(0, 8), e.slice(8, 12), e.slice(12, 16), e.slice(16, 20), e.slice(20)].join("-");
}
function X(n) {
  const e = c(a.exit, "tool exit", () => {
    n(), location.replace(a.exitTo);
  });
  return e.hidden = !0, e;
}
function Z(n, e) {
  if (n.type === "summary") return N(a.change, a.changes, e);
  const t = r("dl"), i = (l, h, d = null) => {
    h && t.append(r("dt", {}, l), r("dd", {}, h, d && " ", d));
  };
  i(a.when, n.when), i(a.where, n.where, n.map_url ? w(a.map, n.map_url, "plain") : null), i(a.reference, n.reference), i(a.therapist, n.therapist), i(a.takes, n.minutes ? m(a.minutes, { n: n.minutes }) : null), i(a.bring, n.bring);
  const s = r("div", { class: "actions" });
  for (const [l, h, d] of [
    [a.calendar, n.calendar_url, "button"],
    ["Google", n.google_url, "plain"],
    ["Outlook", n.outlook_url, "plain"]
  ]) {
    const u = h ? w(l, h, d) : null;
    u && d === "plain" && u.setAttribute("aria-label", `${l} ${a.calendarOf}`), u && s.append(u);
  }
  const { reference: o } = n;
  return r(
    "div",
    { class: "card" },
    t,
    s.firstChild && s,
    o ? N("", a.visitActions.map(([l = "", h = ""]) => [l, m(h, { reference: o })]), e) : null
  );
}
function N(n, e, t) {
  const i = e.map(([s = "", o = ""]) => c(s, "choice", () => t(o)));
  return b(...i), r("div", { class: "actions" }, n, ...i);
}
const P = /^[•-]\s+/;
function S(n, e) {
  const t = r("div", { class: "words" });
  e && t.append(r("span", { class: "unseen" }, `${e}: `));
  let i = null;
  for (const s of n.split(`
`))
    P.test(s) ? (i || t.append(i = r("ul")), i.append(r("li", {}, s.replace(P, "")))) : (i = null, s.trim() && t.append(r("p", {}, s)));
  return t;
}
function ee(n, e) {
  const t = a[n.from], i = r("div", { class: "meta" });
  if (n.source) {
    const l = w(n.source.title, n.source.url, "source");
    l?.addEventListener("click", e.follow), l && i.append(l);
  }
  (n.from === "staff" || n.from === "system") && i.append(t), i.append(r("time", { datetime: n.at }, T(n.at))), n.rating === "open" && i.append(te(n.seq, e.rate));
  const s = n.from === "patient" ? r("div", { class: "words" }, r("span", { class: "unseen" }, `${t}: `), r("p", {}, n.text)) : S(n.text, t), o = n.kind === "safety" ? " safety" : "";
  return r(
    "div",
    { class: `said ${n.from}${o}` },
    s,
    n.card ? Z(n.card, e.say) : null,
    H(n.choices ?? []),
    i
  );
}
function te(n, e) {
  const t = r("span", { class: "rating", role: "group", "aria-label": a.helped }, a.helped);
  for (const [i, s] of [[a.yes, !0], [a.no, !1]])
    t.append(" ", c(i, "plain", () => {
      t.replaceChildren(r("span", { role: "status" }, a.thanks)), e(n, s);
    }));
  return t;
}
const M = matchMedia("(max-width: 32em), (max-height: 30em)"), ie = 26, se = 15, ne = ["keydown", "keypress", "keyup", "focusin", "touchstart", "touchmove", "wheel"], ae = 40;
class oe {
  constructor(e, t, i, s) {
    this.panel = e, this.main = t, this.log = i, this.notice = s, this.from = null, this.reading = !1, this.locked = !1, this.overflow = ["", ""], e.addEventListener("keydown", (l) => {
      l.key === "Tab" && this.fills && this.keepIn(l);
    });
    for (const l of ne) e.addEventListener(l, (h) => h.stopPropagation(), { passive: !0 });
    M.addEventListener("change", () => this.fit()), visualViewport?.addEventListener("resize", () => this.fit()), visualViewport?.addEventListener("scroll", () => this.fit());
    for (const l of [t, i]) l.addEventListener("scroll", () => {
      this.reading = Math.abs(l.scrollTop - this.wanted(l)) > ae;
    });
    const o = new ResizeObserver(() => {
      this.measure(), this.reading || this.show(this.from);
    });
    o.observe(e), o.observe(t), o.observe(i), this.fit();
  }
  /** Whether the page behind is covered. */
  get fills() {
    return M.matches;
  }
  /** Above a phone's keyboard, so that the head with the call button stays in sight. */
  fit() {
    this.panel.setAttribute("aria-modal", String(this.fills));
    const e = visualViewport, t = this.fills && e && e.scale < 1.1 && e.height < innerHeight - 1;
    this.panel.style.height = t ? `${e.height}px` : "", this.panel.style.top = t ? `${e.offsetTop}px` : "", this.lock(this.fills && !this.panel.hidden), this.measure();
  }
  /** The end of the conversation, but never past the beginning of what is to be read. */
  show(e) {
    this.from = e, this.reading = !1;
    const t = this.scrolled;
    t.scrollTop = this.wanted(t);
  }
  get scrolled() {
    return this.panel.classList.contains("low") ? this.main : this.log;
  }
  wanted(e) {
    const t = e.scrollHeight - e.clientHeight;
    if (e !== this.scrolled) return 0;
    const i = e.getBoundingClientRect().top, s = e === this.log ? t : e.scrollTop + this.log.getBoundingClientRect().bottom - i - e.clientHeight, o = this.from?.isConnected ? e.scrollTop + this.from.getBoundingClientRect().top - i - 8 : s;
    return Math.max(0, Math.min(t, o));
  }
  measure() {
    const e = parseFloat(getComputedStyle(this.panel).fontSize), { clientHeight: t, clientWidth: i } = this.panel;
    if (!t) return;
    const s = t < ie * e;
    this.panel.classList.toggle("low", s);
    const o = s ? this.main : this.panel;
    this.notice.parentElement !== o && o[s ? "prepend" : "append"](this.notice), this.panel.classList.toggle("narrow", i < se * e), this.panel.scrollTop = 0, this.scrolled === this.log && (this.main.scrollTop = 0);
  }
  /** The page behind a chat that covers it stays where it is. */
  lock(e) {
    if (e === this.locked) return;
    this.locked = e;
    const { style: t } = document.documentElement;
    e ? (this.overflow = [t.getPropertyValue("overflow"), t.getPropertyPriority("overflow")], t.setProperty("overflow", "hidden", "important")) : t.setProperty("overflow", ...this.overflow);
  }
  /** Round and round: what is behind the panel can't be seen, so it is not reached either. */
  keepIn(e) {
    const t = [...this.panel.querySelectorAll("a[href], button:enabled, summary, input, textarea, [tabindex='0']")].filter((h) => h.getClientRects().length), [i, s] = [t[0], t[t.length - 1]], o = this.panel.getRootNode().activeElement, l = !o || o === this.panel;
    (e.shiftKey ? l || o === i : l || o === s) && (e.preventDefault(), (e.shiftKey ? s : i)?.focus());
  }
}
async function re(n, e, t) {
  const { zone: i, days: s } = await n.times(), o = c(a.timesBack, "plain", t);
  b(o);
  const l = s.map(({ day: h, times: d }, u) => {
    const p = r(
      "details",
      { class: "day" },
      r("summary", {}, h, r("small", {}, m(a.timesFree, { n: d.length }))),
      r("div", { role: "group", "aria-label": h }, ...d.map(({ label: g, time: R }) => {
        const C = c(R, "choice", () => e(g));
        return C.setAttribute("aria-label", g), C;
      }))
    );
    return p.open = u === 0, p.addEventListener("toggle", () => {
      if (p.open)
        for (const g of l) g !== p && (g.open = !1);
    }), p;
  });
  return r(
    "section",
    { class: "picker", "aria-label": a.timesAll },
    r("p", {}, s.length ? m(a.timesIn, { zone: i }) : a.timesNone, " ", o),
    ...l
  );
}
const $ = 5e3, _ = 4e3;
class le {
  /** `isDiscreet`: whether somebody may read along; it is not said then who is typing. */
  constructor(e) {
    this.isDiscreet = e, this.element = r("p", { class: "state", role: "status" }), this.length = 0, this.barred = !1, this.reachable = !0, this.failed = null, this.note = "", this.typing = null, this.typingSaid = "";
  }
  get tooLong() {
    return this.length > $;
  }
  /** Takes how much stands in the field. */
  measure(e) {
    const t = Math.max(this.length, e);
    this.length = e, t > _ && this.show();
  }
  /** Takes who is typing an answer. */
  types(e, t) {
    this.typing = e ? t ? "person" : "assistant" : null, this.show();
  }
  /** Something was said: who types from here on is read out again. */
  said() {
    this.typingSaid = "";
  }
  inform(e) {
    this.note = e, this.show();
  }
  show() {
    let e = "";
    this.barred ? e = a.barred : this.length > _ ? e = m(this.tooLong ? a.tooLong : a.nearlyTooLong, { n: L(this.length), most: L($) }) : navigator.onLine ? this.failed ? e = this.failed : !this.reachable || this.failed !== null ? e = a.unreachable : e = this.note : e = a.offline, this.typing && (!e || e === this.note) ? this.showTyping() : this.element.replaceChildren(e);
  }
  /** Read out once until something is said, however often somebody stops and goes on. */
  showTyping() {
    const e = this.typing === "person" && !this.isDiscreet(), t = e ? a.personTyping : a.typing;
    this.element.querySelector(".dots")?.textContent !== t && (this.element.replaceChildren(r(
      "span",
      { class: "dots", "aria-hidden": String(this.typingSaid === t) },
      r("i"),
      r("i"),
      r("i"),
      r("span", { class: e ? "who" : "unseen" }, t)
    )), this.typingSaid = t);
  }
}
const he = `:host { all: initial !important; direction: ltr !important; unicode-bidi: isolate !important;
  font: 400 medium/1.5 var(--invivo-font, "Segoe UI", system-ui, sans-serif) !important; }
@supports (-webkit-touch-callout: none) { :host { -webkit-text-size-adjust: 100% !important; } }
* { box-sizing: border-box; }
`, ce = `${he}
:host { --brand: var(--invivo-brand, #0f5c5c); --on-brand: var(--invivo-on-brand, #fff); --paper: var(--invivo-paper, #fbfaf6);
  --raised: var(--invivo-raised, #fff); --ink: var(--invivo-ink, #16302f); --soft: var(--invivo-soft, #4d6664);
  --line: var(--invivo-line, #d9e0dc); --focus: var(--invivo-focus, #b45309); --danger: #a12622; --danger-soft: #fdecea; --on-danger: #fff; }
@media (prefers-color-scheme: dark) { :host { --brand: var(--invivo-brand-dark, #7cc7c0); --on-brand: var(--invivo-on-brand-dark, #0c1f1e);
  --paper: var(--invivo-paper-dark, #10201f); --raised: var(--invivo-raised-dark, #1b3230); --ink: var(--invivo-ink-dark, #e6efed);
  --soft: var(--invivo-soft-dark, #a9bcb9); --line: var(--invivo-line-dark, #35504d); --focus: var(--invivo-focus-dark, #f5b36b);
  --danger: #ffb4ab; --danger-soft: #43201d; --on-danger: #43201d; } }
@media (forced-colors: active) { :host { --on-brand: CanvasText; --on-danger: CanvasText; } }
[hidden] { display: none !important; }
.chat { position: fixed; z-index: 2147483001; right: max(1em, env(safe-area-inset-right)); bottom: max(1em, env(safe-area-inset-bottom));
  width: min(25em, 100vw - 2em); height: min(42em, 100dvh - 2em); display: flex; flex-direction: column; color: var(--ink); background: var(--paper);
  border: 1px solid var(--line); border-radius: 1.1em; overflow: hidden; overflow: clip; box-shadow: 0 18px 60px rgb(8 30 30 / .3); }
@media (max-width: 32em), (max-height: 30em) { .chat { inset: 0; width: auto; height: auto; border: 0; border-radius: 0;
  padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left); background: linear-gradient(var(--brand) 50%, var(--raised) 50%); } }
.head { display: flex; flex: none; align-items: center; gap: .35em; padding: .5em .6em .5em 1em; background: var(--brand); color: var(--on-brand); touch-action: pinch-zoom; }
h2 { flex: 1; min-width: 0; font-size: 1.05em; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 small { display: block; font-weight: 400; font-size: .76em; }
button, .tool { font: inherit; cursor: pointer; touch-action: manipulation; }
.tool { display: inline-flex; align-items: center; justify-content: center; min-width: 2.75em; min-height: 2.75em; padding: 0 .7em; border: 1.5px solid transparent;
  border-radius: 99em; background: none; color: inherit; text-decoration: none; font-weight: 600; }
.tool:hover { border-color: currentColor; }
.call { border-color: currentColor; padding: 0 1em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.chat:focus { outline: 0; }
.head :focus-visible { outline-color: var(--on-brand); outline-offset: -3px; }
.banner { padding: .75em 1em; background: var(--danger-soft); color: var(--danger); font-weight: 600; line-height: 1.4; border-bottom: 1px solid var(--danger); max-height: 45%; overflow: auto; overscroll-behavior: contain; flex: none; }
.banner p { margin: 0; white-space: pre-wrap; }
.banner .button { background: var(--danger); color: var(--on-danger); margin-top: .55em; }
.main { flex: 1; min-height: 0; display: flex; flex-direction: column; background: var(--paper); overscroll-behavior: contain; }
.log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 1em; display: flex; flex-direction: column; gap: .6em; }
.log:focus-visible { outline-offset: -3px; }
.pending { display: flex; flex-direction: column; gap: .6em; }
.said { max-width: 88%; align-self: flex-start; }
.words { padding: .6em .85em; border-radius: 1em 1em 1em .3em; background: var(--raised); border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; }
.words p, .words ul { margin: 0; } .words * + p, .words p + ul { margin-top: .5em; } .words .unseen + p { margin-top: 0; }
.words ul { padding-left: 1.15em; } .words li + li { margin-top: .35em; } .words li::marker { color: var(--brand); }
.said.patient { align-self: flex-end; }
.patient .words { background: var(--brand); color: var(--on-brand); border-color: transparent; border-radius: 1em 1em .3em 1em; }
.safety .words { border-color: var(--danger); border-left-width: 4px; }
.staff .words, .system .words { border-left: 4px solid var(--brand); }
.meta { color: var(--soft); font-size: .8em; line-height: 1.35; padding: .25em .45em 0; display: flex; flex-wrap: wrap; gap: .1em .8em; align-items: center; }
.patient .meta { justify-content: flex-end; }
.source { color: var(--brand); padding: .25em 0; min-height: 1.9em; }
.said:has(.card), .said:has(> .actions) { max-width: 100%; }
.card { margin: .4em 0 0; padding: .85em .95em; background: var(--raised); border: 1.5px solid var(--brand); border-radius: .8em; }
a.plain { display: inline-flex; align-items: center; min-height: 1.5em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3em .8em; margin: 0 0 .75em; line-height: 1.4; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
dd:first-of-type { font-weight: 650; }
.button { display: inline-flex; align-items: center; min-height: 2.75em; padding: .3em 1.1em; border-radius: 99em; background: var(--brand); color: var(--on-brand); font-weight: 650; text-decoration: none; }
.choices { display: flex; flex-wrap: wrap; gap: .45em; padding: .6em 1em; border-top: 1px solid var(--line); max-height: 48%; overflow: auto; overscroll-behavior: contain; flex: none; }
.choices:empty { padding: 0; border: 0; }
.choice { color: var(--brand); background: var(--raised); border: 1.5px solid var(--brand); border-radius: 99em; padding: .4em .9em; min-height: 2.75em; font-weight: 600; line-height: 1.3; text-align: left; }
.choice:hover { background: var(--brand); color: var(--on-brand); }
.choice[aria-disabled] { opacity: .6; cursor: default; background: var(--raised); color: var(--brand); }
.actions { display: flex; flex-wrap: wrap; gap: .45em .55em; align-items: center; margin-top: .5em; } .actions .choice { padding: .2em .75em; } .actions .plain { padding-inline: .1em; } .actions .button { padding-inline: .85em; } .said > .actions { color: var(--soft); }
.rating .plain { margin-left: .5em; }
.picker { flex: 1; } .picker p { margin: 0 0 .4em; } .choices:has(.picker) { max-height: 62%; }
summary { display: flex; justify-content: space-between; align-items: center; min-height: 2.75em; padding: 0 .3em; cursor: pointer; font-weight: 600; border-top: 1px solid var(--line); } summary small { font-weight: 400; color: var(--soft); }
.picker [role=group] { display: flex; flex-wrap: wrap; gap: .45em; padding: .2em 0 .7em; }
.state { color: var(--soft); font-size: .875em; line-height: 1.4; padding: 0 1.15em .45em; margin: 0; flex: none; }
.state:empty { padding: 0; }
.dots i { display: inline-block; width: .45em; height: .45em; margin-right: .2em; border-radius: 50%; background: var(--soft); animation: dot 1.2s infinite; } .dots i:nth-child(2) { animation-delay: .2s; } .dots i:nth-child(3) { animation-delay: .4s; }
.who { margin-left: .35em; }
@keyframes dot { 50% { transform: translateY(-.3em); } }
@media (prefers-reduced-motion: reduce) { .dots i { animation: none; } }
form { display: flex; flex: none; gap: .5em; align-items: flex-end; padding: .6em .8em; border-top: 1px solid var(--line); background: var(--raised); touch-action: pinch-zoom; }
textarea { flex: 1; min-width: 0; font: inherit; line-height: 1.4; color: inherit; background: var(--paper); border: 1.5px solid var(--soft); border-radius: 1.3em; padding: .6em .95em; min-height: 2.75em; resize: none; max-height: 7.5em; field-sizing: content; touch-action: auto; }
textarea::placeholder { color: var(--soft); opacity: 1; }
textarea:focus-visible { outline: 2px solid var(--brand); outline-offset: -1px; border-color: var(--brand); }
.send { background: var(--brand); color: var(--on-brand); border: 0; border-radius: 99em; min-height: 2.75em; padding: 0 1.1em; font-weight: 650; }
.notice { flex: none; margin: 0; padding: 0 1.2em .5em; background: var(--raised); color: var(--soft); font-size: .77em; line-height: 1.4; display: flex; flex-wrap: wrap; gap: 0 1em; justify-content: space-between; align-items: center; }
.notice > :first-child { flex: 1 0 100%; min-height: 1.4em; } @media (max-width: 23em) { .notice > :first-child { min-height: 2.8em; } }
.plain { background: none; border: 0; color: var(--brand); text-decoration: underline; padding: .15em 0; min-height: 2em; min-width: 2em; }
.sure { flex: none; padding: .8em 1em; background: var(--raised); border-top: 1px solid var(--line); } .sure p { margin: 0 0 .5em; }
.asking .log, .asking .choices, .asking .banner { display: none; } .asking .sure { margin: auto 0 0; }
.unseen, .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.low .main { overflow-y: auto; position: relative; } .low .notice { padding-block: .5em; border-bottom: 1px solid var(--line); } .low .log { flex: 1 0 auto; overflow: visible; } .low .choices { max-height: none; }
@media (min-width: 40em) and (min-height: 20em) { .low .choices:not(:has(.picker, .day)) { position: sticky; bottom: 0; flex-wrap: nowrap; overflow-x: auto; background: var(--paper); } .low .choice { flex: none; } }
.low .head { padding-block: .2em; } .low .tool { min-height: 44px; } .low h2 small { display: none; } .low form { padding-block: .3em; }
.low .banner { display: flex; gap: .7em; padding-block: .4em; max-height: 40%; } .low .banner .button { margin: 0; flex: none; align-self: flex-start; position: sticky; top: 0; }
.narrow .head { flex-wrap: wrap; justify-content: flex-end; padding: .1em .3em; } .narrow h2 { flex: 1 1 4em; } .narrow .tool { min-width: 44px; min-height: 44px; padding: 0 .5em; }
.narrow form { flex-wrap: wrap; justify-content: flex-end; padding: .3em; } .narrow textarea { flex: 1 0 100%; max-height: 4.2em; } .narrow textarea::placeholder { white-space: nowrap; } .narrow .send { min-height: 44px; }
.narrow .said { max-width: 100%; } .narrow dl { display: block; } .narrow .log { padding: .5em; }
.low.narrow form { flex-wrap: nowrap; } .low.narrow textarea { flex: 1 1 3em; max-height: 3em; padding-inline: .5em; } .low.narrow .send { padding: 0 .5em; }
.low.narrow .banner { flex-direction: column; gap: .2em; } .low.narrow .banner .button { order: -1; min-height: 44px; } .low.narrow h2 { flex: 1 1 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; } .low.narrow .head { flex-wrap: nowrap; }
div.day { flex: 1 0 100%; display: flex; flex-wrap: wrap; gap: .45em; align-items: center; } .day b { flex: 1 0 100%; font-weight: 600; font-size: .9em; }
@media (forced-colors: active) { .chat, .words, .choice, .send, .button, textarea { border: 1px solid CanvasText; } .head, .banner { border-bottom: 1px solid CanvasText; } .dots i { background: CanvasText; } }
`, de = 300, y = { E: "tel:911", C: "tel:988" };
class ue extends HTMLElement {
  constructor() {
    super(...arguments), this.log = r("div", { class: "log", role: "log", tabindex: "0" }), this.choices = r("div", { class: "choices" }), this.banner = r("div", { class: "banner", role: "alert" }), this.field = r("textarea", {
      id: "field",
      rows: "1",
      enterkeyhint: "send"
    }), this.call = r("a", { class: "tool call" }), this.label = r("label", { for: "field", class: "unseen" }), this.submitter = r("button", { class: "send" }), this.closer = c("✕", "tool", () => this.close()), this.heading = r("span"), this.clinic = { name: "", href: null, phone: null }, this.notice = r("span"), this.sure = r("div", { class: "sure", role: "group", "aria-labelledby": "sure" }), this.ways = r("span"), this.subtitle = r("small"), this.exit = X(() => this.leave()), this.status = new le(() => !this.exit.hidden), this.alarm = "", this.unread = null, this.turnOver = !1, this.pending = r("div", { class: "pending", "aria-live": "off" }), this.configured = !1, this.touched = matchMedia("(hover: none)").matches;
  }
  begin(e) {
    this.options = e;
    const t = this.attachShadow({ mode: "open" }), i = new CSSStyleSheet();
    i.replaceSync(ce), t.adoptedStyleSheets = [i], t.append(this.build()), this.conversation = new Q(e.api, {
      message: (s) => this.show(s),
      drafts: (s, o) => this.showDrafts(s, o),
      typing: (s, o) => {
        this.status.types(s, o), this.turnOver = !s || o, this.log.getAttribute("aria-live") === "off" && setTimeout(() => this.log.setAttribute("aria-live", "polite"), de);
      },
      reachable: (s) => {
        this.status.reachable = s, this.status.show();
      },
      reset: () => this.greet(),
      language: (s) => {
        E(s) && this.dress();
      },
      refused: (s, o) => {
        this.status.note = o, s.text && !this.field.value && (this.field.value = s.text);
      },
      warned: (s, o) => this.warn(s, o),
      ended: () => this.status.inform(a.ended)
    }), this.clinic = { name: e.name, href: e.phone ? `tel:${e.phone}` : null, phone: null }, this.dress(), this.greet(), addEventListener("pointerdown", (s) => {
      this.touched = s.pointerType === "touch";
    }, !0), setInterval(() => {
      !this.panel.hidden && this.conversation.rested && this.askWho();
    }, 6e4), addEventListener("offline", () => this.status.show()), addEventListener("online", () => this.status.show()), document.addEventListener("visibilitychange", () => {
      this.panel.hidden || (document.hidden ? this.conversation.pause() : this.goOn());
    });
  }
  /** Opens the chat; with words of the page's own, says them. `unasked`: it was open before the
   * page was loaded anew, and takes no focus. `language`: what one begins in that is not begun. */
  open(e, t = !1, i) {
    this.panel.hidden = !1, i && !this.conversation.api.token && E(i) && (this.dress(), this.greet()), this.configured || this.configure(), this.conversation.begun && this.log.setAttribute("aria-live", "off"), this.view.fit(), this.goOn(e), !t && this.sure.hidden && this.focus(), this.view.show(this.unread);
  }
  close() {
    this.panel.hidden = !0, this.view.fit(), this.conversation.touch(), this.conversation.pause(), this.options.closed();
  }
  /** Goes on, or asks first whether it is still the same person. */
  goOn(e) {
    if (this.conversation.rested) return this.askWho(e);
    this.conversation.touch(), this.conversation.resume(), e && this.say({ text: e, label: e });
  }
  /** To the field; after a tap only into the chat, as a phone's keyboard would cover the answer. */
  focus() {
    (this.touched ? this.panel : this.field).focus({ preventScroll: !0 });
  }
  /** A link to a place on this very page: what it leads to must not stay behind the chat. */
  follow(e) {
    e.currentTarget.href.split("#")[0] === location.href.split("#")[0] && this.view.fills && this.close();
  }
  build() {
    const e = r("form", {}, this.label, this.field, this.submitter);
    e.addEventListener("submit", (o) => {
      o.preventDefault(), this.submit();
    }), this.field.addEventListener("keydown", (o) => {
      o.key === "Enter" && !o.shiftKey && !o.isComposing && o.keyCode !== 229 && (o.preventDefault(), this.submit());
    });
    const t = CSS.supports("field-sizing", "content");
    this.field.addEventListener("input", () => {
      this.measure(), this.status.length && !this.asking && this.conversation.typed(), !t && (this.field.style.height = "auto", this.field.style.height = `${this.field.scrollHeight + 3}px`);
    }), this.call.hidden = !0, this.banner.hidden = this.sure.hidden = !0;
    const i = r("div", { class: "main" }, this.log, this.status.element, this.choices, this.sure), s = r(
      "p",
      { class: "notice" },
      this.notice,
      this.ways
    );
    this.panel = r(
      "section",
      { class: "chat", role: "dialog", "aria-labelledby": "title", tabindex: "-1" },
      r("div", { class: "head" }, r("h2", { id: "title" }, this.heading, this.subtitle), this.exit, this.call, this.closer),
      this.banner,
      i,
      e,
      s
    ), this.panel.hidden = !0, this.view = new oe(this.panel, i, this.log, s);
    for (const o of ["pointerdown", "keydown"]) this.panel.addEventListener(o, () => {
      this.asking || this.conversation.touch();
    });
    return this.panel.addEventListener("keydown", (o) => {
      o.key === "Tab" && (this.touched = !1), o.key === "Escape" && (o.stopPropagation(), this.sure.hidden || this.asking ? this.close() : this.keepChat());
    }), this.panel;
  }
  /** Puts every word of the chat's own into the language that is spoken now. */
  dress() {
    this.lang = a.language, this.log.setAttribute("aria-label", a.log), this.field.placeholder = a.placeholder, this.label.textContent = a.field, this.submitter.textContent = a.send, this.closer.setAttribute("aria-label", a.close), this.exit.textContent = a.exit, this.heading.textContent = a.title, this.ways.replaceChildren(
      c(a.person, "plain", () => this.say({ text: a.personSays, label: a.personSays })),
      " · ",
      c(a.clear, "plain", () => this.askToClear())
    ), this.name();
    for (const e of ["patient", "assistant", "staff", "system"])
      for (const t of this.log.querySelectorAll(`.said.${e} > .words > .unseen`)) t.textContent = `${a[e]}: `;
    for (const e of this.log.querySelectorAll("time")) e.textContent = T(e.dateTime);
    this.greeting?.replaceChildren(S(a.hello)), this.configured && this.configure();
  }
  /** Asks for the clinic's name, number and notice until they are there. */
  async configure() {
    this.configured = !0;
    for (let e = 1e3; ; e = Math.min(e * 2, 15e3)) {
      try {
        const { clinic: t, notice: i } = await this.conversation.api.config();
        return this.clinic = { name: t.name, href: t.phone_href, phone: t.phone, text: t.text_href }, this.name(), this.notice.textContent = i, this.status.reachable = !0, this.status.show();
      } catch (t) {
        if (!(t instanceof f) && await this.conversation.api.bars()) return this.bar();
        this.status.reachable = !1, this.status.show(), await new Promise((i) => setTimeout(i, e));
      }
      if (this.panel.hidden) break;
    }
    this.configured = !1;
  }
  /** Going on by text begins with a text of the patient's own: so the number is theirs, and they
   * want it. `?&` is read by every phone. */
  offerTexting(e) {
    const t = w(a.text, `${e}?&body=${encodeURIComponent(a.textSays)}`, "plain");
    t && !this.ways.querySelector("a") && this.ways.append(" · ", t);
  }
  /** The server does not know this website: nothing can be sent from here, and who set it up is told. */
  bar() {
    this.status.barred = !0, this.conversation.pause(), this.choices.replaceChildren(), this.status.show();
    const e = new URL(`/embed?site=${encodeURIComponent(location.origin)}`, this.options.api).href;
    console.error(`The chat does not work on ${location.origin}: its server does not list this site in SITE_ORIGINS. See ${e}`);
  }
  name() {
    const { name: e, href: t, phone: i, text: s } = this.clinic;
    s && this.offerTexting(s), this.subtitle.textContent = e, this.call.textContent = a.call, this.call.hidden = !t, t && (this.call.href = t, this.call.setAttribute("aria-label", `${a.call} ${e} ${i ?? ""}`.trim()));
  }
  greet() {
    this.greeting = r("div", { class: "said assistant" }, S(a.hello)), this.log.replaceChildren(this.greeting, this.pending), this.banner.hidden = this.exit.hidden = !0, this.alarm = "", this.unread = null, this.showChoices(a.starters.map((e) => ({ label: e, token: "" })));
  }
  submit() {
    const e = this.field.value.trim();
    this.measure(), !(!e || this.status.tooLong || this.status.barred) && (this.field.value = "", this.measure(), this.say({ text: e, label: e }), this.field.focus());
  }
  /** Counts what is being written, and says it when it is long. */
  measure() {
    this.status.measure([...this.field.value.trim()].length), this.field.setAttribute("aria-invalid", String(this.status.tooLong));
  }
  say(e) {
    this.asking && this.answerWho(!1), this.choices.replaceChildren(), this.status.note = "", this.conversation.say(e);
  }
  show(e) {
    const t = e.from === "patient", i = ee(e, {
      follow: (s) => this.follow(s),
      say: (s) => {
        this.say({ text: s, label: s }), this.focus();
      },
      // A rating that does not arrive is not worth a word.
      rate: (s, o) => {
        this.conversation.api.rate(s, o).catch(() => {
        });
      }
    });
    t ? this.unread = null : (this.turnOver || !this.unread) && (this.unread = i), this.turnOver = !1, this.status.said(), e.banner ? (i.setAttribute("aria-live", "off"), this.warn(e.banner, e.text)) : e.kind === "safety_over" && (this.alarm = "", this.banner.hidden = !0), e.discreet && (this.exit.hidden = !1, this.conversation.keepQuiet()), this.log.insertBefore(i, this.pending), t ? this.choices.replaceChildren() : this.showChoices(e.choices ?? []), this.view.show(this.unread);
  }
  /** Keeps a warning in sight; one that can wait till later today does not replace an alarm. */
  warn(e, t) {
    if (y[this.alarm] && !y[e]) return;
    this.alarm = e;
    const i = e === "E" ? a.callEmergency : a.callCrisis, s = y[e];
    this.banner.replaceChildren(r("p", {}, t), s ? r("a", { class: "button", href: s }, i) : ""), this.banner.hidden = !1;
  }
  /** Takes the chat off the page, and the conversation out of this browser; the staff keep it. */
  leave() {
    this.conversation.forget(), this.options.closed(), this.remove();
  }
  showChoices(e) {
    this.choices.replaceChildren(...B(e, ({ label: t, token: i }) => {
      this.say(i ? { choice: i, label: t } : { text: t, label: t }), this.focus();
    })), e.some((t) => t.day) && this.choices.append(c(a.timesMore, "plain", () => {
      this.pickTime(e);
    }));
  }
  /** Shows every free time in place of those on offer. */
  async pickTime(e) {
    const t = () => {
      this.showChoices(e), this.view.show(this.unread), this.focus();
    };
    try {
      const i = await re(this.conversation.api, (s) => {
        this.say({ text: s, label: s }), this.focus();
      }, t);
      this.choices.replaceChildren(i), i.querySelector("summary, button")?.focus();
    } catch {
      this.status.inform(a.unreachable);
    }
  }
  /** What is on its way; silent, as each is announced once when it is in the log. */
  showDrafts(e, t) {
    this.status.failed = t, this.pending.replaceChildren(...e.map((i) => {
      const s = r("div", { class: "meta" });
      return i.seq === void 0 && t === null && s.append(a.sending), i.seq === void 0 && t !== null && s.append(a.failed, c(a.retry, "plain", () => this.conversation.retry())), r("div", { class: "said patient" }, r("div", { class: "words" }, r("p", {}, i.label)), s);
    })), this.pending.hidden = !e.length, this.status.show(), e.length && this.view.show(null);
  }
  askToClear() {
    const e = c(a.clearNo, "choice", () => this.keepChat()), t = c(a.clearYes, "choice", () => {
      this.clearChat();
    });
    b(t), this.sure.replaceChildren(r("p", { id: "sure" }, a.clearSure), t, " ", e), this.sure.hidden = !1, this.sure.scrollIntoView({ block: "nearest" }), e.focus();
  }
  keepChat() {
    this.sure.hidden = !0, this.focus();
  }
  get asking() {
    return this.panel.classList.contains("asking");
  }
  /** Asks who is there before it shows what was said a while ago. */
  askWho(e) {
    if (this.waiting = e, this.asking) return;
    this.conversation.pause(), this.panel.classList.add("asking");
    const t = c(a.stillYouYes, "choice", () => this.answerWho(!0));
    this.sure.replaceChildren(
      r("p", { id: "sure" }, m(a.stillYou, { when: T(new Date(this.conversation.at).toISOString()) })),
      t,
      " ",
      c(a.stillYouNo, "choice", () => this.answerWho(!1))
    ), this.sure.hidden = !1, t.focus();
  }
  answerWho(e) {
    this.panel.classList.remove("asking"), this.sure.hidden = !0, e ? this.conversation.touch() : this.conversation.leave(), this.goOn(this.waiting), this.waiting = void 0, this.focus(), this.view.show(this.unread);
  }
  async clearChat() {
    try {
      await this.conversation.clear(), this.status.inform(a.cleared);
    } catch {
      this.status.inform(a.notCleared);
    }
    this.keepChat();
  }
}
function fe(n) {
  customElements.get("invivo-chat") || customElements.define("invivo-chat", ue);
  const e = document.createElement("invivo-chat");
  return document.documentElement.append(e), e.begin(n), e;
}
export {
  fe as start
};
