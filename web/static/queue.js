// While work runs its page tells how far it is, and goes on to the result when it is done.
const work = document.querySelector("[data-progress]");
const now = work.querySelector("[data-now]");
const bar = work.querySelector("progress");
const elapsed = work.querySelector("[data-elapsed]");

const show = (told) => {
  if (now.textContent !== told.now) now.textContent = told.now; // or it would be read out each time
  elapsed.textContent = told.elapsed;
  if (told.done === null) {
    bar.removeAttribute("value");
  } else {
    bar.max = told.total;
    bar.value = told.done;
  }
};

const look = async () => {
  if (document.hidden) return; // a forgotten page must not keep its reader signed in
  const answer = await fetch(work.dataset.progress).catch(() => null);
  if (answer?.redirected || answer?.status === 404) location.reload();
  if (!answer?.ok || answer.redirected) return;
  const told = await answer.json();
  if (told.open && told.alone === ("alone" in work.dataset)) show(told);
  else if (told.result) location.replace(told.result);
  else location.reload();
};

setInterval(look, 1000);
