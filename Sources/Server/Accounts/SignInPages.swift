import LabelMarket

func signInPage(_ visit: Visit, _ form: FormMarkup, next: String) -> Page {
    let t = visit.t
    return Page(t("Sign in"), form: form) {
        """
        <h1>\(t("Sign in"))</h1>
        \(visit.form("/sign-in"))<input type="hidden" name="next" value="\(next)">\
        \(form.text("email", t("E-mail address"), type: "email", autocomplete: "username"))\
        \(form.text("password", t("Password"), type: "password", autocomplete: "current-password"))\
        <button>\(t("Sign in"))</button></form>
        <p>\(visit.link("/register", t("Register an organisation")))</p>
        <p class="hint">\(t("A session ends after 30 minutes without use and after 12 hours in any case."))</p>
        """
    }
}

func codePage(_ visit: Visit, _ form: FormMarkup, next: String) -> Page {
    let t = visit.t
    return Page(t("Enter the code of your second factor"), form: form, back: "/sign-in") {
        """
        <h1>\(t("Enter the code of your second factor"))</h1>
        \(visit.form("/sign-in/code"))<input type="hidden" name="next" value="\(next)">\
        \(form.text(
            "code", t("Code"), hint: t("Six digits from your authenticator, or one of your recovery codes"),
            autocomplete: "one-time-code", short: true))\
        <button>\(t("Continue"))</button></form>
        """
    }
}

func passwordPage(_ visit: Visit, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Change the password"), form: form, back: "/account") {
        """
        <h1>\(t("Change the password"))</h1>
        <p>\(t("All your other sessions end when the password changes."))</p>
        \(visit.form("/account/password"))\
        \(form.text(
            "currentPassword", t("Current password"), type: "password", autocomplete: "current-password"))\
        \(newPasswordField(form, t("New password")))\
        <button>\(t("Change the password"))</button></form>
        """
    }
}

/// The field for a password that is being chosen.
func newPasswordField(_ form: FormMarkup, _ label: String) -> HTML {
    let t = form.t
    return form.text(
        "password", label,
        hint: t("At least 12 characters, any kind. A few words that belong together only for you work well."),
        type: "password", autocomplete: "new-password")
}

func startSecondFactorPage(_ visit: Visit, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Set up a second factor"), form: form, back: "/account") {
        """
        <h1>\(t("Set up a second factor"))</h1>
        \(if: visit.signedIn?.owesSecondFactor == true, """
            <p class="notice">\(t("Your role needs a second factor. Set it up before anything else."))</p>
            """)
        <p>\(t("You need an authenticator: an app or a password manager that shows six-digit codes (TOTP, RFC 6238)."))</p>
        \(visit.form("/account/second-factor/start"))\
        \(form.text("currentPassword", t("Password"), type: "password", autocomplete: "current-password"))\
        <button>\(t("Continue"))</button></form>
        """
    }
}

func confirmSecondFactorPage(_ visit: Visit, _ form: FormMarkup, _ setUp: SecondFactorSetUp) -> Page {
    let t = visit.t
    return Page(t("Connect your authenticator"), form: form, back: "/account") {
        """
        <h1>\(t("Connect your authenticator"))</h1>
        <h2>\(t("1. Enter this secret in the authenticator"))</h2>
        <dl class="summary"><div><dt>\(t("Secret"))</dt><dd><code>\(setUp.secretText)</code></dd></div>
        <div><dt>\(t("Address for authenticators"))</dt><dd><a href="\(setUp.address)">\(t("Open in an authenticator on this device"))</a></dd></div>
        <div><dt>\(t("Kind"))</dt><dd>\(t("Time-based, SHA-1, six digits, 30 seconds"))</dd></div></dl>
        <h2>\(t("2. Keep the recovery codes"))</h2>
        <p>\(t("Each works once in place of a code, should the authenticator be lost. They are shown only until you confirm."))</p>
        <ul>\(each: setUp.recoveryCodes, { "<li><code>\($0)</code></li>" })</ul>
        <h2>\(t("3. Confirm with a code"))</h2>
        \(visit.form("/account/second-factor/confirm"))\
        \(form.text(
            "code", t("Code"), hint: t("The six digits that the authenticator shows now"), autocomplete: "one-time-code",
            inputMode: "numeric", short: true))\
        <button>\(t("Confirm the second factor"))</button></form>
        """
    }
}

func removeSecondFactorPage(_ visit: Visit, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Remove the second factor"), form: form, back: "/account") {
        """
        <h1>\(t("Remove the second factor"))</h1>
        <p>\(t("Your account is then protected by the password alone."))</p>
        \(visit.form("/account/second-factor/remove"))\
        \(form.text("currentPassword", t("Password"), type: "password", autocomplete: "current-password"))\
        <button>\(t("Remove the second factor"))</button></form>
        """
    }
}
