/** The dialog that asks for the machine's password. */

import { MOST_PASSWORD_BYTES } from "../core/protocol/limits.js";

const NEW = "The machine wants a password.";
const AGAIN = "That password does not let in. It may be wrong, or expired.";

/** Asks. */
export class PasswordDialog {
  /**
   * @param {Document} document
   * @param {string} server whom the password is for
   * @param {(password: string) => void} given
   * @param {() => void} cancelled
   */
  constructor(document, server, given, cancelled) {
    const find = (/** @type {string} */ id) => document.getElementById(id);
    this.dialog = /** @type {HTMLDialogElement} */ (find("password"));
    this.field = /** @type {HTMLInputElement} */ (find("password-field"));
    this.field.maxLength = MOST_PASSWORD_BYTES;
    this.error = /** @type {HTMLElement} */ (find("password-error"));
    const text = /** @type {HTMLElement} */ (find("password-text"));
    text.textContent = `${NEW} It goes to ${server}.`;
    find("password-cancel")?.addEventListener("click", () => this.dialog.close("cancel"));
    this.dialog.addEventListener("cancel", () => {
      this.dialog.returnValue = "cancel";
    });
    this.dialog.addEventListener("close", () => {
      const password = this.field.value;
      this.field.value = "";
      if (this.dialog.returnValue === "cancel") cancelled();
      else if (this.dialog.returnValue !== "over") given(password);
    });
  }

  /**
   * Ask, if that is not being done.
   * @param {boolean} isAgain whether one was given that did not let in
   */
  ask(isAgain) {
    this.error.textContent = isAgain ? AGAIN : "";
    if (this.dialog.open) return;
    this.dialog.returnValue = "";
    this.dialog.showModal();
    this.field.focus();
  }

  /** Ask no more. */
  close() {
    if (this.dialog.open) this.dialog.close("over");
  }
}
