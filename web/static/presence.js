// Every twenty seconds an open page says that its reader is here, and learns who else is. A page
// that nobody sees is silent; asking keeps nobody signed in, and whoever no longer is asks no more.

const EVERY = 20_000;

const ask = async () => {
  const place = document.querySelector("[data-presence]");
  const token = document.querySelector("input[name=csrf_token]")?.value;
  if (document.hidden || !place || !token) return;
  const body = new URLSearchParams({ csrf_token: token });
  const options = { method: "POST", body, redirect: "manual" };
  const answer = await fetch(place.dataset.presence, options).catch(() => null);
  if (answer === null) return;
  if (!answer.ok) {
    clearInterval(asking);
    place.hidden = true;
    return;
  }
  const { others } = await answer.json();
  place.querySelector("[data-others]").textContent = others;
  place.hidden = !others;
};

const asking = setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
