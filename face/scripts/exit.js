// Leaving at once: a click, or Shift three times within two seconds. Works without this file too, by the plain link.
(function () {
  "use strict";
  var exit = document.querySelector("[data-exit]");
  if (!exit) return;
  var presses = [];
  var hint = document.querySelector("[data-exit-hint]");
  if (hint) hint.hidden = false;

  // Replacing the address keeps "back" from returning here; hiding comes first because networks are slow.
  function leave(event) {
    if (event) event.preventDefault();
    document.documentElement.hidden = true;
    document.title = " ";
    window.location.replace(exit.href);
  }

  exit.addEventListener("click", leave);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") {
      presses = [];
    } else if (!event.repeat) {
      presses = presses.concat(Date.now()).slice(-3);
      if (presses.length === 3 && presses[2] - presses[0] < 2000) leave();
    }
  });
})();
