package com.ovhi.outreach.template.testsend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import com.ovhi.outreach.template.wording.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestMarkTests {

    @Test
    void marksAnSmsWithoutMakingItDearer() {
        var content = marked(wording(Channel.SMS, null), composition("Hello", null, List.of()));

        assertThat(content.text()).isEqualTo("TEST - not for a patient: Hello");
        assertThat(content.senderName()).isEqualTo("TEST");
        assertThat(content.subject()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <p>Hi</p>                                   | <p><strong>TEST - not for a patient</strong></p><p>Hi</p>
            <html><BODY lang="en"><p>Hi</p></BODY>      | <html><BODY lang="en"><p><strong>TEST - not for a patient</strong></p><p>Hi</p></BODY>
            <body title="$1 \\"><p>Hi</p>               | <body title="$1 \\"><p><strong>TEST - not for a patient</strong></p><p>Hi</p>
            """)
    void marksEveryPartOfAMail(String html, String marked) {
        var content = marked(wording(Channel.EMAIL, null), composition("Hi", html, List.of()));

        assertThat(content.subject()).isEqualTo("TEST Subject");
        assertThat(content.text()).startsWith("TEST - not for a patient\n");
        assertThat(content.html()).isEqualTo(marked);
    }

    @Test
    void marksWhatMayBeFilledIntoAWhatsAppTemplateAndAsksForNoAnswer() {
        var template = new Wording.WhatsApp("n", "en_US", List.of("clinic_name"), List.of("confirm"));

        var whatsapp = marked(
                        wording(Channel.WHATSAPP, template), composition("x", null, List.of("Clinic", "602-555-0000")))
                .whatsapp();

        assertThat(whatsapp)
                .isEqualTo(new MessageContent.WhatsAppTemplate(
                        "n", "en_US", List.of("TEST Clinic", "602-555-0000"), List.of()));
    }

    @Test
    void refusesAWhatsAppTemplateThatCannotSayItIsATest() {
        var template = new Wording.WhatsApp("n", "en_US", List.of(), List.of());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> marked(wording(Channel.WHATSAPP, template), composition("x", null, List.of())))
                .satisfies(e -> assertThat(e.slug()).isEqualTo("test-cannot-be-marked"));
    }

    private static MessageContent marked(Wording wording, Composition composition) {
        return TestMark.content(wording, composition, "+16025550123", "0".repeat(32));
    }

    private static Wording wording(Channel channel, Wording.@Nullable WhatsApp whatsapp) {
        return new Wording(
                channel, "en", channel == Channel.EMAIL ? "Subject" : null, "x", null, List.of(), whatsapp, false);
    }

    private static Composition composition(String text, @Nullable String html, List<String> parameters) {
        return new Composition(html == null ? null : "Subject", text, html, parameters, 1, text);
    }
}
