// On a list: single keys move along the rows, one box chooses all, and what is new is told. Without this file the list works by Tab and by
// asking for it again.
(function () {
  "use strict";
  var list = document.querySelector("[data-list]");
  if (!list) return;
  var rows = Array.prototype.slice.call(list.querySelectorAll("tbody tr"));

  // --- One box for all on this page.
  var all = list.querySelector("[data-all]");
  var boxes = rows.map(function (row) { return row.querySelector("input[name=row]"); }).filter(Boolean);
  function agree() {
    if (all) all.checked = boxes.length > 0 && boxes.every(function (box) { return box.checked; });
  }
  if (all) {
    all.addEventListener("change", function () {
      boxes.forEach(function (box) { box.checked = all.checked; });
    });
    boxes.forEach(function (box) { box.addEventListener("change", agree); });
  }

  // --- Single keys: only where the reader has not turned them off, and never while something is typed.
  var help = list.querySelector("[data-keys-help]");
  function isTyping(element) {
    if (!element || !element.matches) return false;
    if (element.isContentEditable || element.matches("textarea, select")) return true;
    return element.matches("input") && !/^(checkbox|radio|button|submit|reset)$/.test(element.type);
  }
  // The row's own link takes the focus, so that a screen reader says it and Enter opens it.
  function handle(row) { return row.querySelector("th a") || row.querySelector("input[name=row]"); }
  function current() {
    for (var n = 0; n < rows.length; n++) if (rows[n].contains(document.activeElement)) return n;
    return -1;
  }
  function go(to) {
    var row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    var target = row && handle(row);
    if (target) target.focus();
  }
  function helpShown(isShown) {
    help.hidden = !isShown;
    if (isShown) help.focus();
  }
  function choose(at) {
    var box = at >= 0 && rows[at].querySelector("input[name=row]");
    if (!box) return;
    box.checked = !box.checked;
    agree();
  }
  function search() {
    var field = document.querySelector("[role=search] input:not([type=hidden]), [role=search] select");
    if (field) field.focus(); else window.location.assign("/");
  }
  function act(key, at) {
    if (key === "j") go(at + 1);
    else if (key === "k") go(at - 1);
    // Arrows scroll the page, unless somebody is among the rows already.
    else if (key === "ArrowDown" && at >= 0) go(at + 1);
    else if (key === "ArrowUp" && at >= 0) go(at - 1);
    else if (key === "x" && at >= 0) choose(at);
    else if (key === "/") search();
    else if (key === "?" && help) helpShown(help.hidden);
    else if (key === "Escape" && help && !help.hidden) helpShown(false);
    else return false;
    return true;
  }
  if (list.hasAttribute("data-keys")) {
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
      if (act(event.key, current())) event.preventDefault();
    });
  }

  // --- What is new: told, and never moved under the reader's hand. See desk/src/news.rs for why the answer is a picture.
  var said = list.querySelector("[data-news]");
  if (!said) return;
  var pause = Number(said.getAttribute("data-pause")) || 10000;
  var asked = 0;
  var silent = 0;
  var told = "";

  function tell(count) {
    var words = count > 0
      ? said.getAttribute("data-words").replace("#", count.toLocaleString(document.documentElement.lang))
      : said.getAttribute("data-changed");
    // The same words again would be read out again.
    if (words === told) return;
    told = words;
    var link = document.createElement("a");
    link.className = "govuk-link";
    link.href = window.location.href;
    link.textContent = said.getAttribute("data-show");
    said.textContent = words + " ";
    said.appendChild(link);
  }
  function later(took) {
    // A list that takes long is asked for seldom.
    window.setTimeout(ask, Math.max(pause, took * 20));
  }
  function ask() {
    if (document.hidden) return later(0);
    var began = Date.now();
    var picture = new Image();
    asked += 1;
    picture.onload = function () {
      silent = 0;
      if (picture.naturalHeight > 1) tell(picture.naturalWidth - 1);
      later(Date.now() - began);
    };
    picture.onerror = function () {
      silent += 1;
      // Signed out, or the node is down: whoever looks asks for the page.
      if (silent < 5) later(pause * silent / 20);
    };
    picture.src = said.getAttribute("data-news") + began + "-" + asked + said.getAttribute("data-query");
  }
  later(0);
})();
