package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.lint.Finding;
import com.ovhi.outreach.template.wording.lint.ForeignLinks;
import com.ovhi.outreach.template.wording.lint.Lint;
import com.ovhi.outreach.template.wording.lint.SafeHtml;
import com.ovhi.outreach.template.wording.lint.Strictness;
import com.ovhi.outreach.template.wording.locale.Bidi;
import com.ovhi.outreach.template.wording.sms.OptOutLine;
import com.ovhi.outreach.template.wording.sms.SafeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must be true of a wording before it may be saved. Collects every objection. */
public final class WordingRules {

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}");
    /** CANCEL is an opt-out word (47 CFR 64.1200(a)(10)): who is told to reply it would unsubscribe. */
    private static final Pattern REPLY_CANCEL =
            Pattern.compile("(?iu)\\b(?:reply|text|send|responda|responder|responde|env[ií]e|r[eé]pondez|envoyez"
                    + "|reponn|voye|sumagot|ipadala|i-reply|ответьте|отправьте)\\W{0,3}cancel");

    private static final int MAX_SUBJECT = 255;
    private static final int MAX_BODY = 4_000;
    private static final int MAX_SMS = 1_600;
    private static final int MAX_HTML = 16_000;

    private final Purpose purpose;
    private final Wording wording;
    private final Terms terms;
    private final Objections objections = new Objections();

    private WordingRules(Purpose purpose, Wording wording, Terms terms) {
        this.purpose = purpose;
        this.wording = wording;
        this.terms = terms;
    }

    /**
     * Judges a wording.
     *
     * @throws ProblemException 422 {@code invalid-template} with member {@code errors}
     */
    public static void check(Purpose purpose, Wording wording) {
        check(purpose, wording, Terms.USUAL);
    }

    /** Like {@link #check(Purpose, Wording)}, for an organisation that has agreed to more or less than usual. */
    public static void check(Purpose purpose, Wording wording, Terms terms) {
        var objections = review(purpose, wording, terms);
        if (!objections.isEmpty()) {
            throw ProblemException.unprocessable("invalid-template", "The template cannot be saved like this")
                    .with("errors", objections);
        }
    }

    /**
     * All objections: {@code field} and {@code message}, and where they are known {@code from}, {@code to}, {@code rule}
     * and {@code way_out}. None for a good wording.
     */
    public static List<Map<String, Object>> review(Purpose purpose, Wording wording, Terms terms) {
        return new WordingRules(purpose, wording, terms).review();
    }

    private List<Map<String, Object>> review() {
        checkLength("subject", wording.subject(), MAX_SUBJECT);
        checkLength("body", wording.body(), wording.channel() == Channel.SMS ? MAX_SMS : MAX_BODY);
        checkLength("html_body", wording.html(), MAX_HTML);
        if (!objections.none()) {
            // Nobody reads ten megabytes to say what else is wrong with them.
            return objections.list();
        }
        objections.demand(LANGUAGE.matcher(wording.language()).matches(), "language", "is not a BCP 47 language tag");
        objections.demand(wording.marketing() || !purpose.marketing(), "is_marketing", "must be true for this purpose");
        checkDeclared();
        checkTexts();
        switch (wording.channel()) {
            case EMAIL -> objections.demand(wording.subject() != null, "subject", "is required for e-mail");
            case SMS -> checkSms();
            case WHATSAPP -> new WhatsAppRules(wording, objections).check();
        }
        checkParts();
        return objections.list();
    }

    private void checkLength(String field, @Nullable String text, int limit) {
        if (text != null && text.length() > limit) {
            objections.add(field, "is longer than " + limit + " characters", limit, text.length());
        }
    }

    private void checkDeclared() {
        var known = Variable.of(purpose).stream().map(Variable::code).toList();
        if (known.containsAll(wording.variables())) {
            return;
        }
        objections.add("variables", "may only hold " + String.join(", ", known) + " for this purpose");
    }

    private void checkTexts() {
        var subject = wording.subject();
        if (subject != null) {
            checkText("subject", subject, true);
            checkPhi("subject", Lint.plain(Phrase.masked(subject), Strictness.STRICTEST, Set.of()));
        }
        var strictness = PhiLint.strictness(purpose.marketing());
        checkText("body", wording.body(), false);
        ForeignLinks.inText(wording.body(), terms.portal().hosts()).forEach(place -> objections.add("body", place));
        checkPhi("body", Lint.plain(Phrase.masked(wording.body()), strictness, Set.of()));
        var html = wording.html();
        if (html != null) {
            checkText("html_body", html, false);
            SafeHtml.review(html).forEach(flaw -> objections.add("html_body", flaw));
            ForeignLinks.inHtml(html, terms.portal().hosts()).forEach(place -> objections.add("html_body", place));
            checkPhi("html_body", Lint.html(Phrase.masked(html), strictness, Set.of()));
        }
    }

    private void checkText(String field, String source, boolean forStrangers) {
        checkCharacters(field, source);
        objections.demand(Phrase.plain(source).isPresent(), field, "has a tag that is not {{name}}");
        var used = Phrase.namesIn(source);
        var undeclared = new ArrayList<>(used);
        undeclared.removeAll(wording.variables());
        undeclared.forEach(name -> Variable.deniedBy(name)
                .ifPresent(kind ->
                        objections.add(field, "uses a variable for what no channel may carry: " + kind.code())));
        objections.demand(undeclared.isEmpty(), field, "uses a variable that is not declared");
        objections.demand(
                used.stream()
                        .flatMap(name -> Variable.named(name).stream())
                        .allMatch(variable -> variable.allowedOn(wording.channel(), terms.capabilities())
                                && (!forStrangers || variable.sensitivity().allowedInSubject())),
                field,
                "uses a variable that this channel must not carry");
        objections.demand(
                !REPLY_CANCEL.matcher(source).find(), field, "asks for the reply CANCEL, which is an opt-out word");
    }

    private void checkCharacters(String field, String source) {
        for (var at = 0; at < source.length(); at++) {
            var character = source.charAt(at);
            if (Bidi.control(character)
                    || (Character.isISOControl(character)
                            && character != '\n'
                            && character != '\r'
                            && character != '\t')) {
                objections.add(field, "has a control or direction character", at, at + 1);
                return;
            }
        }
    }

    private void checkPhi(String field, List<Finding> findings) {
        findings.stream().findFirst().ifPresent(finding -> objections.add(field, finding));
    }

    private void checkSms() {
        if (!OptOutLine.saidIn(wording.body())) {
            objections.add("body", "must say how to opt out: STOP; for example: " + OptOutLine.of(wording.language()));
        }
        if (objections.none()) {
            var gate = new Gate(wording, terms);
            var phrase = Phrase.plain(wording.body()).orElseThrow();
            var values = gate.admitWithSamples(new Values(Map.of()), phrase.names());
            objections.demand(
                    SmsSegments.of(SafeCharacters.in(phrase.with(values))).count() <= CompiledWording.MAX_SEGMENTS,
                    "body",
                    "takes more than " + CompiledWording.MAX_SEGMENTS + " SMS segments");
        }
    }

    private void checkParts() {
        var email = wording.channel() == Channel.EMAIL;
        objections.demand(email || wording.subject() == null, "subject", "is for e-mail only");
        objections.demand(email || wording.html() == null, "html_body", "is for e-mail only");
        objections.demand(
                wording.channel() == Channel.WHATSAPP || wording.whatsapp() == null,
                "whatsapp",
                "is for WhatsApp only");
    }
}
