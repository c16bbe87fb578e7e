// What scripts add to every page. Without them each page works all the same.

// A refused form: the reader lands on the list of what to mend.
document.querySelector(".message[role=alert][tabindex]")?.focus();

// A link to a closed answer opens it: /rounds/…#s12 shows why this pair was proposed.
const open = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const answer = target && (target.closest("details") ?? target.querySelector("details"));
  if (answer) {
    answer.open = true;
    target.scrollIntoView({ block: "start" });
  }
};
addEventListener("hashchange", open);
open();

// A slow button says so and is pressed only once.
addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.busy) return;
  setTimeout(() => {
    button.disabled = true;
    button.textContent = button.dataset.busy;
  });
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// Files may be dropped on the whole area of a file field.
for (const area of document.querySelectorAll("[data-drop]")) {
  const input = area.querySelector("input[type=file]");
  const mark = (on) => area.classList.toggle("over", on);
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  area.addEventListener("dragleave", () => mark(false));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    input.files = event.dataTransfer.files;
  });
}

// A filter that is chosen from a list applies at once.
addEventListener("change", (event) => {
  if (event.target.matches("select[data-apply]")) event.target.form.requestSubmit();
});
