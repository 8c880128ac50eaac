// What open pages do beyond htmx: sound, title and notification for an alert, ready answers, and
// telling the server whether somebody looks. Every page works without it.
(() => {
  "use strict";

  const HEARD = "desk-alert-heard";
  const title = document.title;
  let sounds = null;

  /** Two short tones; a browser lets a page sound after somebody has used it. */
  function sound() {
    try {
      sounds = sounds || new AudioContext();
      sounds.resume();
      [[880, 0], [660, 0.22], [880, 0.44]].forEach(([pitch, after]) => {
        const tone = sounds.createOscillator();
        const loudness = sounds.createGain();
        const at = sounds.currentTime + after;
        tone.frequency.value = pitch;
        loudness.gain.setValueAtTime(0.0001, at);
        loudness.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
        loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
        tone.connect(loudness).connect(sounds.destination);
        tone.start(at);
        tone.stop(at + 0.21);
      });
    } catch (error) {
      // No sound here: the line on the page, the title and the notification say it.
    }
  }

  /** Shows in the title how many alerts wait, and makes itself heard for one that is new. */
  function alerts() {
    const strip = document.querySelector("[data-alerts]");
    const count = strip ? Number(strip.dataset.alerts) : 0;
    document.title = count ? `(${count}) Alert | ${title}` : title;
    if (!strip || localStorage.getItem(HEARD) === strip.dataset.newest) return;
    localStorage.setItem(HEARD, strip.dataset.newest);
    document.documentElement.dataset.sounded = strip.dataset.newest;
    sound();
    if ("Notification" in window && Notification.permission === "granted") {
      // Nothing about the patient: a notification stands on a locked screen.
      new Notification("An alert waits at the front desk", { tag: "alert" }).onclick = () => {
        window.focus();
        location.assign("/desk#tasks");
      };
    }
  }

  document.addEventListener("DOMContentLoaded", alerts);
  document.addEventListener("DOMContentLoaded", () => {
    const state = document.querySelector("[data-notify-state]");
    if (!state) return;
    const answers = { granted: "Allowed in this browser.", denied: "Refused in this browser's settings." };
    state.textContent = "Notification" in window ? answers[Notification.permission] || "" : "This browser shows none.";
  });
  document.addEventListener("htmx:afterSettle", alerts);

  // The stream is back after it broke: what was said meanwhile is asked for.
  let connected = false;
  document.addEventListener("htmx:sseOpen", () => {
    if (connected) {
      document.querySelectorAll("[hx-trigger*='sse:fresh']").forEach((part) => htmx.trigger(part, "sse:fresh"));
    }
    connected = true;
  });

  // A part of a page is read when somebody looks at it, not when it lies open.
  document.addEventListener("htmx:configRequest", (event) => {
    if (document.visibilityState === "visible" && document.hasFocus()) {
      event.detail.parameters.set("seen", "1");
    }
  });
  window.addEventListener("focus", () => {
    const said = document.getElementById("said");
    if (said && window.htmx) htmx.trigger(said, "sse:fresh");
  });

  // Who reads the end of a conversation sees what is said next. The list is turned round by the
  // style, so that its end is where it is not scrolled.
  const NEAR_THE_END = 120;
  let atTheEnd = true;
  const messages = () => document.querySelector("#said .scrolled");
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id === "said" && messages()) atTheEnd = Math.abs(messages().scrollTop) < NEAR_THE_END;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (atTheEnd && messages()) messages().scrollTop = 0;
  });

  document.addEventListener("click", (event) => {
    const ready = event.target.closest("[data-canned]");
    if (ready) {
      event.preventDefault();
      const field = document.getElementById("answer");
      field.value = field.value ? `${field.value.trimEnd()} ${ready.dataset.canned}` : ready.dataset.canned;
      ready.closest("details").open = false;
      field.focus();
    }
    if (event.target.closest("[data-notify]")) {
      Notification.requestPermission().then(() => location.reload());
    }
    // A menu closes when something beside it is pressed.
    document.querySelectorAll("details.menu[open], details.canned[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // That somebody is typing is told to who else looks at the conversation: now and then, one beat
  // at a time, and not a letter of it.
  const BEAT_MS = 3000;
  const told = {};
  document.addEventListener("input", (event) => {
    const field = event.target, composer = field.closest("#composer");
    if (!composer || !field.value.trim() || Date.now() - (told[field.id] || 0) < BEAT_MS) return;
    told[field.id] = Infinity;
    const beat = new URLSearchParams({ csrf: field.form.elements.csrf.value, kind: field.id });
    fetch(composer.dataset.typing, { method: "POST", body: beat, redirect: "manual" })
      .catch(() => {})
      .finally(() => { told[field.id] = Date.now(); });
  });

  const typing = document.getElementById("typing");
  if (typing) {
    // A page that reaches nobody knows of nobody who is typing.
    for (const lost of ["htmx:sseError", "htmx:sendError", "htmx:responseError"]) {
      document.addEventListener(lost, () => typing.replaceChildren());
    }
    // It is read out once until something is said, however often somebody stops and goes on.
    new MutationObserver(() => {
      if (!typing.textContent.trim()) typing.setAttribute("aria-live", "off");
    }).observe(typing, { childList: true });
    document.addEventListener("htmx:beforeSwap", (event) => {
      if (event.target.id === "said") typing.setAttribute("aria-live", "polite");
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open], details.canned[open]").forEach((menu) => { menu.open = false; });
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "answer") {
      event.target.form.requestSubmit();
    }
  });

  // A password can be seen while it is typed, and of a new one is said whether it will do.
  function beside(field) {
    const show = document.createElement("button");
    show.type = "button";
    show.className = "quiet shows";
    const turn = (hidden) => {
      field.type = hidden ? "password" : "text";
      show.textContent = hidden ? "Show what I type" : "Hide what I type";
    };
    turn(true);
    show.addEventListener("click", () => turn(field.type === "text"));
    // Sent as a password again, so that no browser keeps it as words.
    field.form.addEventListener("submit", () => turn(true));
    field.closest("label").after(show);
    if (field.autocomplete === "new-password") field.closest("label").after(strength(field));
  }

  /** Says of a new password what the form would say of it: the server has the one rule. */
  function strength(field) {
    const told = document.createElement("p");
    told.className = "small";
    told.setAttribute("role", "status");
    let asked = 0, waiting = 0;
    async function ask() {
      const mine = ++asked, form = new FormData();
      form.set("csrf", field.form.elements.csrf.value);
      form.set("password", field.value);
      const name = field.form.elements.name;
      if (name) form.set("name", name.value);
      const answer = await fetch("/desk/password", { method: "POST", body: new URLSearchParams(form) });
      const said = answer.ok ? await answer.text() : null;
      if (mine === asked && said !== null) told.textContent = said || "This one is good.";
    }
    field.form.addEventListener("input", () => {
      const lacking = field.minLength - field.value.length;
      clearTimeout(waiting);
      asked += 1;
      told.textContent = !field.value || lacking <= 0 ? "" : `${lacking} more characters`;
      if (field.value && lacking <= 0) waiting = setTimeout(ask, 300);
    });
    return told;
  }

  document.querySelectorAll("input[type=password]").forEach(beside);

  // The list for paper prints itself; a link or an address that is shown once can be copied.
  window.addEventListener("load", () => { if (document.querySelector("[data-print-now]")) window.print(); });
  document.querySelectorAll("[data-copy]").forEach((shown) => {
    const copy = document.createElement("button");
    copy.type = "button";
    copy.className = "quiet";
    copy.textContent = "Copy it";
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(shown.textContent);
        told.textContent = " Copied.";
      } catch (error) {
        getSelection().selectAllChildren(shown);
        told.textContent = " It is selected: copy it with the keyboard.";
      }
    });
    shown.after(" ", copy, told);
  });

  // A visit that is dragged onto a free time leads to the form that moves it, with that time chosen.
  const VISIT = "text/x-visit";
  document.addEventListener("dragstart", (event) => {
    const visit = event.target.closest && event.target.closest("[data-visit]");
    if (visit) event.dataTransfer.setData(VISIT, visit.dataset.visit);
  });
  document.addEventListener("dragover", (event) => {
    const free = event.target.closest && event.target.closest("[data-slot]");
    if (free && event.dataTransfer.types.includes(VISIT)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const free = event.target.closest && event.target.closest("[data-slot]");
    const visit = event.dataTransfer.getData(VISIT);
    if (!free || !visit) return;
    event.preventDefault();
    const to = encodeURIComponent(free.dataset.slot);
    location.assign(`/desk/screenings/${encodeURIComponent(visit)}?to=${to}`);
  });

  // After an answer was sent the field is there again, ready for the next.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.requestConfig && event.detail.requestConfig.verb === "post") {
      const field = document.getElementById("answer");
      if (field) field.focus();
    }
  });
})();
