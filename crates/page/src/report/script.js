
(() => {
  const filter = document.getElementById("filter");
  const rules = Array.from(document.querySelectorAll("article.rule"), (rule) => ({
    rule,
    count: rule.querySelector(".count"),
    head: (rule.querySelector("h3").textContent + " " + rule.querySelector(".of").textContent).toLowerCase(),
    groups: Array.from(rule.querySelectorAll(".same")),
    hits: Array.from(rule.querySelectorAll(".hit"), (hit) => ({
      hit,
      text: (hit.closest(".same").querySelector(".reason").textContent + " " + hit.textContent).toLowerCase(),
    })),
  }));
  const apply = () => {
    const words = filter.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set(Array.from(filter.querySelectorAll("[name=severity]:checked"), (it) => it.value));
    const component = filter.elements.component.value;
    const control = filter.elements.control.value;
    let all = 0;
    let shown = 0;
    for (const { rule, count, head, groups, hits } of rules) {
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
      for (const group of groups) group.hidden = !group.querySelector(".hit:not([hidden])");
      rule.hidden = here === 0;
      count.textContent = here === hits.length ? String(here) : here + " / " + hits.length;
      all += hits.length;
      shown += here;
    }
    const output = filter.querySelector("output");
    output.textContent = (root.lang === "ja" ? output.dataset.ofJa : output.dataset.ofEn).replace("{n}", shown).replace("{all}", all);
    document.getElementById("nothing").hidden = shown > 0;
  };
  if (filter) {
    filter.addEventListener("input", apply);
    filter.addEventListener("reset", () => setTimeout(apply));
    for (const it of document.querySelectorAll("#languages button")) it.addEventListener("click", apply);
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
  // A finding that somebody was sent to is shown, whatever the filter hides.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (filter && target && target.closest("[hidden]")) {
      filter.reset();
      setTimeout(() => target.scrollIntoView(), 0);
    }
  };
  addEventListener("hashchange", reveal);
  const verdicts = document.getElementById("verdict-filter");
  if (verdicts) {
    verdicts.addEventListener("change", () => {
      const shown = new Set(Array.from(verdicts.querySelectorAll(":checked"), (it) => it.value));
      for (const row of document.querySelectorAll("tr[data-verdict]")) {
        row.hidden = !shown.has(row.dataset.verdict);
      }
    });
  }
  const told = document.createElement("p");
  told.className = "skip";
  told.setAttribute("role", "status");
  document.querySelector("main").append(told);
  const copied = (button) => {
    const done = root.lang === "ja" ? button.dataset.doneJa : button.dataset.doneEn;
    button.textContent = done;
    told.textContent = done;
    setTimeout(() => { button.textContent = button.dataset[root.lang]; told.textContent = ""; }, 2000);
  };
  for (const button of document.querySelectorAll(".copy")) {
    button.addEventListener("click", () => {
      const code = button.parentElement.querySelector("code");
      const select = () => {
        getSelection().selectAllChildren(code);
        if (document.execCommand("copy")) copied(button);
      };
      if (navigator.clipboard) navigator.clipboard.writeText(code.textContent).then(() => copied(button), select);
      else select();
    });
  }
})();
