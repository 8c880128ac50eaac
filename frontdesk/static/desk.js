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

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open], details.canned[open]").forEach((menu) => { menu.open = false; });
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "answer") {
      event.target.form.requestSubmit();
    }
  });

  // A password can be seen while it is typed, and a new one says how hard it is to guess.
  function beside(field) {
    const show = document.createElement("button");
    show.type = "button";
    show.className = "quiet";
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

  function strength(field) {
    const told = document.createElement("p"), meter = document.createElement("meter"), words = document.createElement("span");
    told.className = "small";
    meter.max = 3;
    meter.setAttribute("aria-label", "How hard it is to guess");
    told.append(meter, " ", words);
    told.setAttribute("role", "status");
    field.addEventListener("input", () => {
      const lacking = field.minLength - field.value.length, letters = new Set(field.value.toLowerCase()).size;
      meter.value = !field.value ? 0 : lacking > 0 || letters < 6 ? 1 : letters < 10 ? 2 : 3;
      words.textContent = ["", lacking > 0 ? `${lacking} more characters` : "Easy to guess: too few different letters", "Fair", "Hard to guess"][meter.value];
    });
    return told;
  }

  document.querySelectorAll("input[type=password]").forEach(beside);

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
