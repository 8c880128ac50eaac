// Sizes are in em, see reset.ts.

import { reset } from "./reset";

export const css = `${reset}
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
`;
