// Four small services of the page: Streamlit's own words in the user's language, our own links in this tab, a key for the
// search of people, and the way to the sign-in when the session has ended. It changes nothing but texts from a closed list, and never those that the application wrote.
(() => {
  "use strict";
  const words = /*WORDS*/ {};
  const ATTRIBUTES = ["placeholder", "aria-label", "title", "data-title"];
  const OURS = "[data-testid=stMarkdown], [data-testid=stText], [data-testid=stDataFrame] canvas, code, pre, textarea";

  const patterns = Object.keys(words)
    .filter((word) => word.includes("{"))
    .map((word) => [expression(word), words[word]]);

  function expression(word) {
    const escaped = word.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    return new RegExp("^" + escaped.replace(/\{(\w+)\}/g, "(?<$1>.+?)") + "$");
  }

  function translated(text) {
    const word = text.trim();
    if (Object.hasOwn(words, word)) return text.replace(word, words[word]);
    for (const [pattern, chinese] of patterns) {
      const match = pattern.exec(word);
      if (match) return chinese.replace(/\{(\w+)\}/g, (_, name) => match.groups[name]);
    }
    return text;
  }

  function mendText(node) {
    if (node.parentElement?.closest(OURS)) return;
    const text = translated(node.nodeValue);
    if (text !== node.nodeValue) node.nodeValue = text;
  }

  function mendAttributes(element) {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (!value) continue;
      const text = translated(value);
      if (text !== value) element.setAttribute(name, text);
    }
  }

  function mend(root) {
    if (root.nodeType === Node.TEXT_NODE) return mendText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = root; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) mendText(node);
      else mendAttributes(node);
    }
  }

  function watch() {
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(mend);
        else if (change.type === "attributes") mendAttributes(change.target);
        else mendText(change.target);
      }
    }).observe(document.body, {
      childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
    });
    mend(document.body);
  }

  // Streamlit opens every link button in a new tab; our own addresses belong in this one.
  function stay(event) {
    const link = event.target.closest?.("a[target=_blank]");
    if (!link || link.origin !== location.origin || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.assign(link.href);
  }

  // Streamlit gives keys to buttons only: "/" leads into the search of people, from wherever nothing is being typed.
  function seek(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable=true], [role=dialog]")) return;
    const field = document.querySelector(".st-key-find_person input");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  }

  // Asking does not count as activity, so an idle session still ends.
  async function stillInside() {
    if (document.hidden) return;
    const answer = await fetch("/session", { cache: "no-store", redirect: "manual" }).catch(() => null);
    if (answer && answer.status === 401) {
      location.assign("/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
    }
  }

  if (Object.keys(words).length) watch();
  document.addEventListener("click", stay, true);
  document.addEventListener("keydown", seek, true);
  setInterval(stillInside, 30000);
  document.addEventListener("visibilitychange", stillInside);
})();
