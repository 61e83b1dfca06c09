package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must be true of a wording before it may be saved. Collects every objection. */
public final class WordingRules {

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
    private static final Pattern META_NAME = Pattern.compile("[a-z0-9_]{1,512}");
    private static final Pattern META_LANGUAGE = Pattern.compile("[a-z]{2,3}(_[A-Z]{2})?");
    private static final Set<String> ANSWERS = Set.of("confirm", "reschedule", "cancel");
    private static final int MAX_WHATSAPP_BODY = 1_024;
    /** CANCEL is an opt-out word (47 CFR 64.1200(a)(10)): who is told to reply it would unsubscribe. */
    private static final Pattern REPLY_CANCEL =
            Pattern.compile("(?iu)\\b(?:reply|text|send|responda|responder|env[ií]e)\\W{0,3}cancel");

    private static final Pattern OPT_OUT = Pattern.compile("\\bSTOP\\b");

    private final Purpose purpose;
    private final Wording wording;
    private final List<Map<String, String>> objections = new ArrayList<>();

    private WordingRules(Purpose purpose, Wording wording) {
        this.purpose = purpose;
        this.wording = wording;
    }

    /**
     * Judges a wording.
     *
     * @throws ProblemException 422 {@code invalid-template} with member {@code errors}
     */
    public static void check(Purpose purpose, Wording wording) {
        var objections = new WordingRules(purpose, wording).objections();
        if (!objections.isEmpty()) {
            throw ProblemException.unprocessable("invalid-template", "The template cannot be saved like this")
                    .with("errors", objections);
        }
    }

    private List<Map<String, String>> objections() {
        demand(LANGUAGE.matcher(wording.language()).matches(), "language", "is not a BCP 47 language tag");
        demand(wording.marketing() || !purpose.marketing(), "is_marketing", "must be true for this purpose");
        checkDeclared();
        checkText("subject", wording.subject());
        checkText("body", wording.body());
        checkText("html_body", wording.html());
        switch (wording.channel()) {
            case EMAIL -> demand(wording.subject() != null, "subject", "is required for e-mail");
            case SMS -> checkSms();
            case WHATSAPP -> checkWhatsApp();
        }
        checkParts();
        return objections;
    }

    private void checkDeclared() {
        var known = Variable.of(purpose).stream().map(Variable::code).toList();
        demand(
                known.containsAll(wording.variables()),
                "variables",
                "may only hold " + String.join(", ", known) + " for this purpose");
    }

    private void checkText(String field, @Nullable String source) {
        if (source == null) {
            return;
        }
        demand(Phrase.plain(source).isPresent(), field, "has a tag that is not {{name}}");
        var used = new TreeSet<>(Phrase.namesIn(source));
        demand(wording.variables().containsAll(used), field, "uses a variable that is not declared");
        demand(
                used.stream().flatMap(name -> Variable.named(name).stream()).allMatch(this::allowedHere),
                field,
                "uses a variable that this channel must not carry");
        PhiLint.judge(PhiLint.withoutMarkup(Phrase.fixedText(source)))
                .ifPresent(rule -> object(field, "holds what must not be sent: " + rule.code()));
        demand(!REPLY_CANCEL.matcher(source).find(), field, "asks for the reply CANCEL, which is an opt-out word");
    }

    private boolean allowedHere(Variable variable) {
        return variable.allowedOn(wording.channel());
    }

    private void checkSms() {
        demand(OPT_OUT.matcher(wording.body()).find(), "body", "must say how to opt out: STOP");
        if (objections.isEmpty()) {
            var text = Phrase.plain(wording.body()).orElseThrow().with(Values.samples(wording.variables()));
            demand(
                    SmsSegments.of(text).count() <= CompiledWording.MAX_SEGMENTS,
                    "body",
                    "takes more than " + CompiledWording.MAX_SEGMENTS + " SMS segments");
        }
    }

    private void checkWhatsApp() {
        var whatsapp = wording.whatsapp();
        if (whatsapp == null) {
            object("whatsapp", "is required for WhatsApp");
            return;
        }
        demand(META_NAME.matcher(whatsapp.name()).matches(), "whatsapp.name", "may only hold a-z, 0-9 and _");
        demand(META_LANGUAGE.matcher(whatsapp.languageCode()).matches(), "whatsapp.language_code", "is not Meta's");
        demand(
                whatsapp.parameters().equals(List.copyOf(Phrase.namesIn(wording.body()))),
                "whatsapp.parameters",
                "must be the variables of the body in order of first use");
        demand(
                whatsapp.quickReplies().size() <= 3 && ANSWERS.containsAll(whatsapp.quickReplies()),
                "whatsapp.quick_replies",
                "may only hold confirm, reschedule and cancel");
        demand(wording.body().length() <= MAX_WHATSAPP_BODY, "body", "is too long for WhatsApp");
        var fixed = Phrase.fixedText(wording.body());
        demand(!fixed.startsWith("~") && !fixed.endsWith("~"), "body", "must not start or end with a variable");
        demand(!fixed.contains("~~"), "body", "must not have two variables side by side");
    }

    private void checkParts() {
        var email = wording.channel() == Channel.EMAIL;
        demand(email || wording.subject() == null, "subject", "is for e-mail only");
        demand(email || wording.html() == null, "html_body", "is for e-mail only");
        demand(wording.channel() == Channel.WHATSAPP || wording.whatsapp() == null, "whatsapp", "is for WhatsApp only");
    }

    private void demand(boolean fulfilled, String field, String objection) {
        if (!fulfilled) {
            object(field, objection);
        }
    }

    private void object(String field, String objection) {
        objections.add(Map.of("field", field, "message", objection));
    }
}
