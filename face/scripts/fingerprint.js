// Makes the SHA-256 of chosen files on this device and writes it into the box of the form. No file is sent: its field has no name and stands in no form.
(function () {
  "use strict";
  var box = document.querySelector("[data-fingerprint]");
  if (!box || !window.crypto || !crypto.subtle || !Blob.prototype.arrayBuffer) return;
  var most = Number(box.getAttribute("data-most-bytes"));
  var files = box.querySelector("input[type=file]");
  var state = box.querySelector("[data-fingerprint-state]");
  var written = document.querySelector("textarea[name=hashes]");
  document.querySelector("[data-fingerprint-without]").hidden = true;
  box.hidden = false;

  function say(what) { state.textContent = state.getAttribute("data-" + what); }

  function hexadecimal(bytes) {
    return Array.prototype.map.call(new Uint8Array(bytes), function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }

  function add(hash) {
    var lines = written.value.split(/\s+/).filter(Boolean);
    if (lines.indexOf(hash) < 0) written.value = lines.concat(hash).join("\n");
  }

  // One after the other, so that one file at a time is in memory.
  function next(left, told) {
    if (!left.length) return say(told);
    var file = left[0];
    if (file.size > most) return next(left.slice(1), "large");
    return file.arrayBuffer().then(function (bytes) {
      return crypto.subtle.digest("SHA-256", bytes);
    }).then(function (hash) {
      add(hexadecimal(hash));
      return next(left.slice(1), told);
    }).catch(function () { return next(left.slice(1), "large"); });
  }

  files.addEventListener("change", function () {
    if (!files.files.length) return;
    say("working");
    next(Array.prototype.slice.call(files.files), "done");
  });
})();
