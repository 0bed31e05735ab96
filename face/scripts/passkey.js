// Asks the browser for a passkey and sends its answer with the form around the button. Without this file the other ways to sign in work.
(function () {
  "use strict";
  var known = window.PublicKeyCredential;
  if (!known || !known.parseRequestOptionsFromJSON || !known.parseCreationOptionsFromJSON) return;

  function ready(box) {
    // Under another name of this site no passkey would work.
    if (box.getAttribute("data-origin") !== window.location.origin) return;
    var button = box.querySelector("[data-passkey-go]");
    var failed = box.querySelector("[data-passkey-failed]");
    var answer = box.querySelector("[name=passkey]");
    var form = answer.form;
    box.hidden = false;

    function ask() {
      var options = JSON.parse(box.getAttribute("data-options"));
      var asked = options.publicKey || options;
      if (box.getAttribute("data-passkey") === "get") {
        return navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(asked) });
      }
      var user = form.querySelector("[name=user]");
      if (user && user.value) asked.user.name = asked.user.displayName = user.value;
      return navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(asked) });
    }

    button.addEventListener("click", function () {
      failed.hidden = true;
      button.disabled = true;
      ask().then(function (made) {
        answer.value = JSON.stringify(made.toJSON());
        form.submit();
      }).catch(function () {
        button.disabled = false;
        failed.hidden = false;
      });
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-passkey]"), ready);
})();
