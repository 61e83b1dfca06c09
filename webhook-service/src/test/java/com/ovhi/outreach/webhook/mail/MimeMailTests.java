package com.ovhi.outreach.webhook.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.ovhi.outreach.webhook.Mutations;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MimeMailTests {

    private static final String MAIL = """
            From: Jane <jane@example.com>
            Message-ID: <m1@example.com>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            S=ED, confirmo
            --inner
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PHA+U8OtLCBjb25maXJtbzwvcD4=
            --inner--
            --outer
            Content-Type: text/plain; name=notes.txt
            Content-Disposition: attachment; filename=notes.txt

            STOP
            --outer
            Content-Type: message/rfc822

            From: victim@example.com
            Content-Type: text/plain

            STOP
            --outer--
            """.replace("\n", "\r\n");

    @Test
    void readsTextHtmlAndHeadersAndNoAttachment() {
        var mail = MimeMail.read(MAIL.getBytes(StandardCharsets.US_ASCII));

        assertThat(mail.text().strip()).isEqualTo("Sí, confirmo");
        assertThat(mail.html()).isEqualTo("<p>Sí, confirmo</p>");
        assertThat(mail.headers().messageId()).hasValue("m1@example.com");
        assertThat(mail.headers().get("From")).hasValue("Jane <jane@example.com>");
    }

    @Test
    void readsAnAttachmentForNoAnswer() {
        var mail = MAIL.replace("Content-Type: text/plain; charset=iso-8859-1", "Content-Type: image/png")
                .replace("Content-Type: text/html; charset=utf-8", "Content-Type: image/png");

        assertThat(MimeMail.read(mail.getBytes(StandardCharsets.US_ASCII)).text())
                .isEmpty();
    }

    @Test
    void readsAMailWithoutParts() {
        var mail = MimeMail.read("From: jane@example.com\r\n\r\nYes\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(mail.text().strip()).isEqualTo("Yes");
    }

    @Test
    void manages10000Mutations() {
        Mutations.of(MAIL.getBytes(StandardCharsets.US_ASCII))
                .forEach(mail -> assertThatCode(() -> MimeMail.read(mail)).doesNotThrowAnyException());
    }
}
