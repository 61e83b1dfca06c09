package com.ovhi.outreach.template.wording;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What Meta demands of a template. */
final class WhatsAppRules {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,512}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(_[A-Z]{2})?");
    private static final Set<String> ANSWERS = Set.of("confirm", "reschedule", "cancel");
    private static final int MAX_BODY = 1_024;
    private static final int MAX_QUICK_REPLIES = 3;

    private final Wording wording;
    private final Objections objections;

    WhatsAppRules(Wording wording, Objections objections) {
        this.wording = wording;
        this.objections = objections;
    }

    void check() {
        var whatsapp = wording.whatsapp();
        if (whatsapp == null) {
            objections.add("whatsapp", "is required for WhatsApp");
            return;
        }
        checkTemplate(whatsapp);
        objections.demand(wording.body().length() <= MAX_BODY, "body", "is too long for WhatsApp");
        var fixed = Phrase.fixedText(wording.body());
        objections.demand(
                !fixed.startsWith("~") && !fixed.endsWith("~"), "body", "must not start or end with a variable");
        objections.demand(!fixed.contains("~~"), "body", "must not have two variables side by side");
    }

    private void checkTemplate(Wording.WhatsApp whatsapp) {
        objections.demand(NAME.matcher(whatsapp.name()).matches(), "whatsapp.name", "may only hold a-z, 0-9 and _");
        objections.demand(
                LANGUAGE.matcher(whatsapp.languageCode()).matches(), "whatsapp.language_code", "is not Meta's");
        objections.demand(
                whatsapp.parameters().equals(List.copyOf(Phrase.namesIn(wording.body()))),
                "whatsapp.parameters",
                "must be the variables of the body in order of first use");
        objections.demand(
                whatsapp.quickReplies().size() <= MAX_QUICK_REPLIES && ANSWERS.containsAll(whatsapp.quickReplies()),
                "whatsapp.quick_replies",
                "may only hold confirm, reschedule and cancel");
    }
}
