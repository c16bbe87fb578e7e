// The graph: whoever is pointed at or has the focus keeps its lines, all others step back.

const leave = () => {
  for (const one of document.querySelectorAll("[data-graph].only")) one.classList.remove("only");
  for (const one of document.querySelectorAll("[data-graph] .on")) one.classList.remove("on");
};

const only = (party) => {
  leave();
  const graph = party.closest("[data-graph]");
  const { party: key } = party.dataset;
  const side = key[0];
  party.classList.add("on");
  for (const line of graph.querySelectorAll(`.line[data-${side}="${key}"]`)) {
    line.classList.add("on");
    const other = side === "v" ? line.dataset.e : line.dataset.v;
    graph.querySelector(`[data-party="${other}"]`)?.classList.add("on");
  }
  graph.classList.add("only");
};

for (const kind of ["pointerover", "focusin"]) {
  addEventListener(kind, (event) => {
    const party = event.target.closest?.("[data-graph] .party");
    if (party) only(party);
  });
}
for (const kind of ["pointerout", "focusout"]) {
  addEventListener(kind, (event) => {
    if (event.target.closest?.("[data-graph] .party")) leave();
  });
}
