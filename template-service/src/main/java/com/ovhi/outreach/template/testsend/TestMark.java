package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import com.ovhi.outreach.template.wording.Wording;
import com.ovhi.outreach.template.wording.sms.SafeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a text say that it is a test, so that nobody takes it for a message to a patient. */
final class TestMark {

    private static final String SENTENCE = "TEST - not for a patient";
    private static final String WORD = "TEST ";
    private static final Pattern BODY = Pattern.compile("<body[^>]*>", Pattern.CASE_INSENSITIVE);

    private TestMark() {}

    /**
     * What travels to an address of staff.
     *
     * @throws ProblemException 422 {@code test-cannot-be-marked} for a WhatsApp template that says nothing of ours
     */
    static MessageContent content(Wording wording, Composition composition, String address, String addressHash) {
        return new MessageContent(
                address,
                addressHash,
                composition.subject() == null ? null : WORD + composition.subject(),
                text(wording, composition),
                html(composition.html()),
                whatsapp(wording.whatsapp(), composition),
                "TEST",
                wording.language());
    }

    private static String text(Wording wording, Composition composition) {
        return switch (wording.channel()) {
            case SMS -> SafeCharacters.in(SENTENCE + ": " + composition.text());
            case EMAIL, WHATSAPP -> SENTENCE + "\n\n" + composition.text();
        };
    }

    private static @Nullable String html(@Nullable String html) {
        if (html == null) {
            return null;
        }
        var mark = "<p><strong>" + SENTENCE + "</strong></p>";
        var body = BODY.matcher(html);
        return body.find() ? body.replaceFirst(Matcher.quoteReplacement(body.group() + mark)) : mark + html;
    }

    /** What Meta has approved cannot be changed, but for what we fill in. Answers to a test would mean nothing. */
    private static MessageContent.@Nullable WhatsAppTemplate whatsapp(
            Wording.@Nullable WhatsApp whatsapp, Composition composition) {
        if (whatsapp == null) {
            return null;
        }
        if (composition.parameters().isEmpty()) {
            throw ProblemException.unprocessable(
                    "test-cannot-be-marked", "The WhatsApp template has no parameter that could say it is a test");
        }
        var parameters = new ArrayList<>(composition.parameters());
        parameters.set(0, WORD + parameters.getFirst());
        return new MessageContent.WhatsAppTemplate(
                whatsapp.name(), whatsapp.languageCode(), List.copyOf(parameters), List.of());
    }
}
