import LabelMarket

/// Questions about a job and their answers; the form for whoever may use it.
func questionsPage(_ visit: Visit, _ view: JobQuestions, _ form: FormMarkup) -> Page {
    let t = visit.t
    return Page(t("Questions about “{job}”", ["job": view.job.title]), form: form, back: "/jobs/\(view.job.id)") {
        "<h1>\(t("Questions about “{job}”", ["job": view.job.title]))</h1>"
        if view.questions.isEmpty { "<p>\(t("Nobody has asked anything yet."))</p>" }
        for (index, question) in view.questions.enumerated() { entry(visit, view, question, index + 1, form) }
        if view.mayAsk {
            """
            <h2>\(t("Ask the buyer"))</h2>\(visit.form("/jobs/\(view.job.id)/questions"))
            \(form.area("text", t("Your question"), hint: t("Everyone can read it; nobody sees who asked."), rows: 4))
            <button>\(t("Ask"))</button></form>
            """
        } else if !view.isOpen {
            "<p>\(t("Bidding has closed; no more questions are taken."))</p>"
        }
    }
}

private func entry(
    _ visit: Visit, _ view: JobQuestions, _ question: Question, _ number: Int, _ form: FormMarkup
) -> HTML {
    let t = visit.t
    let heading: HTML =
        "<h2>\(t("Question {number}", ["number": t.count(number)]))</h2>\(paragraphs(question.text))<p class=\"hint\">\(t.timeElement(question.askedAt))</p>"
    if let answer = question.answer {
        return heading
            + "<div class=\"notice\"><p><strong>\(t("The buyer's answer"))</strong></p>\(paragraphs(answer))</div>"
    }
    guard view.mayAnswer else { return heading + "<p>\(t("Not answered yet."))</p>" }
    return heading
        + """
        \(visit.form("/jobs/\(view.job.id)/questions/\(question.id)"))
        \(form.area("answer-\(question.id)", t("Answer question {number}", ["number": t.count(number)]), hint: t("All bidders read it."), rows: 4))
        <button>\(t("Send the answer"))</button></form>
        """
}
