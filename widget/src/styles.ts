export const css = `
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
