export const css = `
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
`;
