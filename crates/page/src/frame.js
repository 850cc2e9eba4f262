
"use strict";
const root = document.documentElement;
root.classList.add("scripted");
const speak = (lang) => {
  root.lang = lang;
  for (const it of document.querySelectorAll("[data-en]")) it.textContent = it.dataset[lang];
  for (const it of document.querySelectorAll("[data-label-en]")) it.setAttribute("aria-label", it.dataset[lang === "ja" ? "labelJa" : "labelEn"]);
  for (const it of document.querySelectorAll("#languages button")) it.setAttribute("aria-pressed", String(it.value === lang));
};
for (const it of document.querySelectorAll("#languages button")) it.addEventListener("click", () => speak(it.value));
document.getElementById("theme").addEventListener("change", (event) => { root.dataset.theme = event.target.value; });
speak(root.lang);
