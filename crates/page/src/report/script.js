
(() => {
  const filter = document.getElementById("filter");
  const rules = Array.from(document.querySelectorAll("article.rule"), (rule) => ({
    rule,
    count: rule.querySelector(".count"),
    head: (rule.querySelector("h3").textContent + " " + rule.querySelector(".of").textContent).toLowerCase(),
    hits: Array.from(rule.querySelectorAll(".hit"), (hit) => ({ hit, text: hit.textContent.toLowerCase() })),
  }));
  const apply = () => {
    const words = filter.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set(Array.from(filter.querySelectorAll("[name=severity]:checked"), (it) => it.value));
    const component = filter.elements.component.value;
    const control = filter.elements.control.value;
    let all = 0;
    let shown = 0;
    for (const { rule, count, head, hits } of rules) {
      let here = 0;
      for (const { hit, text } of hits) {
        const data = hit.dataset;
        const fits =
          severities.has(data.severity) &&
          (!component || data.component === component) &&
          (!control || data.controls.split(" ").includes(control)) &&
          words.every((word) => text.includes(word) || head.includes(word));
        hit.hidden = !fits;
        here += fits ? 1 : 0;
      }
      rule.hidden = here === 0;
      count.textContent = here === hits.length ? String(here) : here + " / " + hits.length;
      all += hits.length;
      shown += here;
    }
    const output = filter.querySelector("output");
    output.textContent = output.dataset.of.replace("{n}", shown).replace("{all}", all);
    document.getElementById("nothing").hidden = shown > 0;
  };
  if (filter) {
    filter.addEventListener("input", apply);
    filter.addEventListener("reset", () => setTimeout(apply));
    filter.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-control]");
      if (link) {
        filter.reset();
        filter.elements.control.value = link.dataset.control;
        apply();
      }
    });
    apply();
  }
  const verdicts = document.getElementById("verdict-filter");
  verdicts.addEventListener("change", () => {
    const shown = new Set(Array.from(verdicts.querySelectorAll(":checked"), (it) => it.value));
    for (const row of document.querySelectorAll("tr[data-verdict]")) {
      row.hidden = !shown.has(row.dataset.verdict);
    }
  });
})();
