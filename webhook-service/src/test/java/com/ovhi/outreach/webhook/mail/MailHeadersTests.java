package com.ovhi.outreach.webhook.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.phi.EmailAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailHeadersTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "jane@example.com|jane@example.com",
                "Jane Doe <jane@example.com>|jane@example.com",
                "\"Doe, Jane\" <jane@example.com>|jane@example.com",
                "\"victim@example.com\" <jane@example.com>|jane@example.com",
                "\"<victim@example.com>\" <jane@example.com>|jane@example.com",
                "<victim@example.com> <jane@example.com>|jane@example.com",
                "=?utf-8?q?=3Cvictim=40example=2Ecom=3E?= <jane@example.com>|jane@example.com",
                "jane@example.com (Jane <victim@example.com>)|jane@example.com"
            })
    void takesTheAddressAndNoName(String value, String address) {
        assertThat(MailHeaders.address(value).map(EmailAddress::value)).hasValue(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "<>", "undisclosed-recipients:;", "a@b@c"})
    void findsNoAddressWhereNoneIs(String value) {
        assertThat(MailHeaders.address(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Auto-Submitted: auto-replied|true",
                "Auto-Submitted: auto-generated; x=y|true",
                "auto-submitted: NO|false",
                "X-Autoreply: yes|true",
                "X-Autorespond: away|true",
                "Precedence: bulk|true",
                "Precedence: auto_reply|true",
                "Precedence: first-class|false",
                "Return-Path: <>|true",
                "Return-Path: <jane@example.com>|false",
                "From: Mailer <MAILER-DAEMON@example.com>|true",
                "Content-Type: multipart/report; report-type=delivery-status|true",
                "Content-Type: text/plain|false",
                "Subject: Automatic reply|false"
            })
    void tellsMachinesFromPeople(String header, boolean automatic) {
        assertThat(headers(header).automatic()).isEqualTo(automatic);
    }

    @Test
    void readsFoldedHeadersWhateverTheirCase() {
        var headers =
                headers("MESSAGE-ID:\r\n <a@b>\r\nIn-Reply-To: <LRz@ismtpd>\r\nFrom: Jane\r\n <jane@example.com>");

        assertThat(headers.messageId()).hasValue("a@b");
        assertThat(headers.inReplyTo()).hasValue("LRz@ismtpd");
        assertThat(headers.get("from").flatMap(MailHeaders::address).map(EmailAddress::value))
                .hasValue("jane@example.com");
    }

    @Test
    void takesTheLastReferenceWhereNothingElseTellsWhatIsAnswered() {
        assertThat(headers("References: <one@x> <two@x>").inReplyTo()).hasValue("two@x");
        assertThat(headers("References: none").inReplyTo()).isEmpty();
    }

    @Test
    void isNotHeldUpByAnEndlessName() {
        assertThat(MailHeaders.address("\"" + "\\\"".repeat(100_000) + "\" <jane@example.com>"))
                .isEmpty();
        assertThat(headers("X: " + "a".repeat(200_000) + "\r\nFrom: jane@example.com")
                        .get("X"))
                .isNotNull();
    }

    private static MailHeaders headers(String text) {
        return MailHeaders.read((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
