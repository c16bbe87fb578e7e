// The names one may put an @ before become buttons that write them; while a name is being typed only
// those that go on like it are left. Without scripts the list is there to be read.

const text = document.querySelector(".say textarea");
const list = document.querySelector("[data-names]");

// What is typed behind the last @ before the caret, if it may still become a name.
const begun = () => {
  const before = text.value.slice(0, text.selectionStart);
  const found = /[@＠]([^\s@＠]{0,20})$/u.exec(before);
  return found && { word: found[1].toLowerCase(), at: found.index };
};

const narrow = () => {
  const word = begun()?.word ?? "";
  const rows = [...list.children];
  const fits = (row) => row.dataset.name.toLowerCase().startsWith(word);
  const none = !rows.some(fits);
  for (const row of rows) row.hidden = !none && !fits(row);
  if (word) list.closest("details").open = true;
};

const write = (name) => {
  const at = begun()?.at ?? text.selectionStart;
  const head = text.value.slice(0, at);
  const gap = /[0-9A-Za-z._%+-]$/.test(head) ? " " : "";
  text.setRangeText(`${gap}@${name} `, at, text.selectionEnd, "end");
  text.focus();
  narrow();
};

if (text && list) {
  for (const row of list.children) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-plain";
    button.append(...row.childNodes);
    button.addEventListener("click", () => write(row.dataset.name));
    row.append(button);
  }
  for (const kind of ["input", "click", "keyup"]) text.addEventListener(kind, narrow);
}
