// Records a voice message into the file field beside it. Without this file a sound file can be chosen there. Nothing is stored or sent here.
(function () {
  "use strict";
  var box = document.querySelector("[data-voice]");
  if (!box || !window.MediaRecorder || !window.DataTransfer || !navigator.mediaDevices) return;
  var kind = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"].filter(function (one) {
    return MediaRecorder.isTypeSupported(one);
  })[0];
  if (!kind) return;

  function part(name) { return box.querySelector("[data-voice-" + name + "]"); }
  var record = part("record"), stop = part("stop"), listen = part("listen"), remove = part("delete");
  var state = part("state"), clock = part("clock");
  var field = document.querySelector("input[name=voice]");
  var seconds = Number(box.getAttribute("data-most-seconds"));
  var recorder = null, ticking = 0, sending = null;
  var without = document.querySelector("[data-voice-without]");
  box.hidden = false;
  if (without) without.hidden = true;

  function say(what) { state.textContent = state.getAttribute("data-" + what) || ""; }

  function show(isRecording, isThere) {
    record.hidden = isRecording;
    stop.hidden = !isRecording;
    listen.hidden = remove.hidden = !isThere;
    if (!isRecording) clock.textContent = "";
  }

  function forget() {
    if (listen.src) URL.revokeObjectURL(listen.src);
    listen.removeAttribute("src");
    listen.load();
  }

  function ended(stream, chunks) {
    clearInterval(ticking);
    stream.getTracks().forEach(function (track) { track.stop(); });
    recorder = null;
    var type = kind.split(";")[0];
    var held = new DataTransfer();
    held.items.add(new File(chunks, "message." + type.split("/")[1], { type: type }));
    field.files = held.files;
    listen.src = URL.createObjectURL(held.files[0]);
    show(false, true);
    say("ready");
    if (sending) field.form.requestSubmit(sending);
    sending = null;
  }

  function begin(stream) {
    var chunks = [], left = seconds;
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
    recorder.ondataavailable = function (event) { chunks.push(event.data); };
    recorder.onstop = function () { ended(stream, chunks); };
    recorder.start();
    ticking = setInterval(function () {
      left -= 1;
      clock.textContent = Math.floor(left / 60) + ":" + ("0" + left % 60).slice(-2);
      if (left <= 0) halt();
    }, 1000);
    show(true, false);
    say("recording");
    stop.focus();
  }

  function halt() { if (recorder && recorder.state !== "inactive") recorder.stop(); }

  record.addEventListener("click", function () {
    forget();
    field.value = "";
    record.disabled = true;
    navigator.mediaDevices.getUserMedia({ audio: true }).then(begin).catch(function () {
      show(false, false);
      say("refused");
    }).then(function () { record.disabled = false; });
  });
  stop.addEventListener("click", function () { halt(); record.focus(); });
  remove.addEventListener("click", function () {
    forget();
    field.value = "";
    show(false, false);
    say("deleted");
    record.focus();
  });
  // A file that somebody chooses takes the place of what was recorded.
  field.addEventListener("change", function () { forget(); show(false, false); say(""); });
  // Whoever sends while it still records sends what was said so far.
  if (field.form) field.form.addEventListener("submit", function (event) {
    if (!recorder || recorder.state === "inactive") return;
    event.preventDefault();
    sending = event.submitter;
    halt();
  });
  window.addEventListener("pagehide", halt);
})();
