// Least disturbance: the points of the curve become a slider; where it stops, who moves is shown.

const form = document.querySelector("[data-slide]");
const points = [...(form?.querySelectorAll("input[name=point]") ?? [])];

if (points.length) {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "form-range";
  slider.max = points.length - 1;
  slider.value = points.findIndex((one) => one.checked);
  slider.setAttribute("aria-label", form.querySelector("legend").textContent);
  slider.addEventListener("change", () => {
    points[slider.value].checked = true;
    form.requestSubmit();
  });
  form.querySelector("fieldset").before(slider);
  for (const one of points) one.addEventListener("change", () => form.requestSubmit());
}
