// While weights are typed, their sum is told; it has to be 100.
const line = document.querySelector("[data-sum]");
const fields = [...document.querySelectorAll(".weight-field input")];

const tell = () => {
  const sum = fields.reduce((total, field) => total + (Number.parseInt(field.value, 10) || 0), 0);
  line.textContent = sum === 100 ? line.dataset.right : line.dataset.sum.replace("#", sum);
  line.classList.toggle("off", sum !== 100);
};

if (line) {
  for (const field of fields) field.addEventListener("input", tell);
  tell();
}
