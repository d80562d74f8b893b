// What pages do beyond HTML. Everything works without it, but for passkeys.

/** Times come in UTC; here they become the reader's own. */
function localTimes() {
  const language = document.documentElement.lang;
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  for (const element of document.querySelectorAll("time[datetime]")) {
    const format = element.classList.contains("day") ? day : moment;
    element.textContent = format.format(new Date(element.dateTime));
  }
}

/** A second press of the same button, while the first is under way, does nothing. */
function onePressOnly() {
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    // A download leaves the page as it is, so its button serves again.
    if (!("again" in event.target.dataset)) event.target.dataset.sent = "yes";
  });
  // A page that comes back from the browser's memory can be used again.
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
}

localTimes();
onePressOnly();
