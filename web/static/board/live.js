// Steps on the board without leaving it: a form is sent, its answer takes the old board's place,
// and rows slide to where they stand now. Without scripts the same forms lead to the same pages.

const SLIDE = 200;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const beside = matchMedia("(min-width: 75rem)");
let busy = false;

export const board = () => document.getElementById("board");
export const rows = () => [...document.querySelectorAll("#board .pair-row")];
export const current = () => document.querySelector("#board .pair-row[aria-current]");

const tops = () =>
  new Map(rows().map((row) => [row.dataset.key, row.getBoundingClientRect().top]));

const slide = (before) => {
  if (still.matches) return;
  for (const row of rows()) {
    const was = before.get(row.dataset.key);
    const moved = was === undefined ? 0 : was - row.getBoundingClientRect().top;
    const from = was === undefined ? { opacity: 0 } : { transform: `translateY(${moved}px)` };
    if (was === undefined || Math.abs(moved) > 1) row.animate([from, {}], { duration: SLIDE });
  }
};

const show = (page, address) => {
  const fresh = page.getElementById("board");
  const before = tops();
  const focused = board().contains(document.activeElement);
  if (fresh) board().replaceWith(fresh);
  else document.querySelector("main").replaceWith(page.querySelector("main"));
  document.title = page.title;
  history.replaceState(null, "", address);
  slide(before);
  const alert = document.querySelector("#board [role=alert]");
  if (alert) {
    alert.tabIndex = -1;
    alert.focus();
  } else if (focused) {
    current()?.querySelector(".closer")?.focus({ preventScroll: true });
  }
  document.dispatchEvent(new Event("board"));
};

const load = async (address, options = {}) => {
  if (busy) return;
  busy = true;
  board().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, options);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.url);
  } catch {
    location.reload();
  } finally {
    busy = false;
    board()?.removeAttribute("aria-busy");
  }
};

// After a decision one goes on with the next pair that waits for one.
const following = (key) => {
  const all = rows();
  const place = all.findIndex((row) => row.dataset.key === key);
  const onward = [...all.slice(place + 1), ...all.slice(0, Math.max(place, 0))];
  return onward.find((row) => row.classList.contains("pending"))?.dataset.key ?? key;
};

addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("#board form[data-live]")) return;
  event.preventDefault();
  const data = new URLSearchParams(new FormData(form, event.submitter));
  if (form.method === "get") {
    load(`${form.action}?${data}`);
    return;
  }
  const at = current()?.dataset.key ?? "";
  const acted = data.get("only") ?? data.get("pair") ?? "";
  data.set("at", acted.startsWith(at) ? following(at) : at);
  load(form.action, { method: "POST", body: data });
});

// Looking at another pair: beside the list where there is room, else as a page of its own.
export const look = async (row) => {
  const panel = document.getElementById("closely");
  const link = row?.querySelector(".closer");
  if (!panel || !link) return;
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  link.focus();
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const article = page.querySelector("#closely article");
  if (current() !== row || !article) return;
  const title = article.querySelector("h1");
  const smaller = document.createElement("h3");
  smaller.append(...title.childNodes);
  title.replaceWith(smaller);
  panel.replaceChildren(article);
  panel.scrollTop = 0;
  const address = new URL(location);
  address.searchParams.set("at", row.dataset.key);
  history.replaceState(null, "", address);
};

addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const live = event.target.closest("#board a[data-live]");
  if (live) {
    event.preventDefault();
    load(live.href);
    return;
  }
  const row = event.target.closest("#board .pair-row");
  if (!row || !beside.matches || !document.getElementById("closely")) return;
  const link = event.target.closest("a, button, input");
  if (!link || link.classList.contains("closer")) {
    event.preventDefault();
    look(row);
  }
});

// How many are ticked stands beside what can be done with them.
const count = () => {
  const place = document.querySelector("[data-chosen]");
  const chosen = document.querySelectorAll("#chosen input[name=pair]:checked").length;
  if (place) place.textContent = chosen ? place.dataset.words.replace("#", chosen) : "";
};
addEventListener("change", (event) => {
  if (event.target.matches("#chosen input[name=pair]")) count();
});
document.addEventListener("board", count);
