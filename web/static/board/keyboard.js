// The board by keyboard: J and K move, A R P S H decide, X ticks, Z and Y undo and redo, ? shows all.

// By the very address the page loads it from: under another it would be another module.
const { current, look, rows } = await import(document.getElementById("live").src);

const OFF = "board-keys-off";
let pending = null;

const typing = (target) =>
  target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
const chosen = () => document.querySelectorAll("#chosen input[name=pair]:checked").length > 0;

const move = (by) => {
  const all = rows();
  const place = all.indexOf(current());
  const next = all[Math.min(Math.max(place + by, 0), all.length - 1)];
  next?.scrollIntoView({ block: "nearest" });
  look(next);
};

// What needs a reason waits until it is typed; Enter then does it.
const ask = (button, field) => {
  if (!button || !field) return;
  if (field.value.trim()) {
    button.form.requestSubmit(button);
    return;
  }
  pending?.classList.remove("waits");
  pending = button;
  button.classList.add("waits");
  field.focus();
};

const decide = (decision, needsReason) => {
  const form = document.getElementById(chosen() ? "chosen" : "decide");
  const button = form?.querySelector(`button[name=decision][value=${decision}]`);
  if (needsReason) ask(button, form?.querySelector("[name=reason]"));
  else button?.form.requestSubmit(button);
};

const tick = () => {
  const box = current()?.querySelector("input[name=pair]");
  box?.click();
};

const toggle = () => {
  const dialog = document.getElementById("keys");
  if (dialog?.open) dialog.close();
  else dialog?.showModal();
};

const press = (key) => document.querySelector(`#board .head [data-key=${key}]`)?.click();

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  a: () => decide("confirm"),
  p: () => decide("pin"),
  r: () => decide("veto", true),
  h: () => decide("aside", true),
  s: () => document.querySelector("#exchange input[name=instead]")?.focus(),
  x: tick,
  z: () => press("z"),
  y: () => press("y"),
  "?": toggle,
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Enter" && event.target.name === "reason" && pending && !event.shiftKey) {
    event.preventDefault();
    const button = pending;
    pending = null;
    button.form.requestSubmit(button);
    return;
  }
  if (event.key === "Escape" && typing(event.target)) {
    event.target.blur();
    return;
  }
  const act = KEYS[event.key.toLowerCase()];
  if (!act || typing(event.target) || localStorage.getItem(OFF)) return;
  if (document.querySelector("dialog[open]") && event.key !== "?") return;
  event.preventDefault();
  act();
});

addEventListener("click", (event) => {
  if (event.target.closest("[data-show-keys]")) toggle();
  if (event.target.closest("[data-close]")) document.getElementById("keys").close();
});
addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-off]")) return;
  if (event.target.checked) localStorage.setItem(OFF, "1");
  else localStorage.removeItem(OFF);
});

const ready = () => {
  pending = null;
  for (const hint of document.querySelectorAll(".keys-hint")) hint.hidden = false;
  const box = document.querySelector("[data-keys-off]");
  if (box) box.checked = Boolean(localStorage.getItem(OFF));
};
document.addEventListener("board", ready);
ready();
