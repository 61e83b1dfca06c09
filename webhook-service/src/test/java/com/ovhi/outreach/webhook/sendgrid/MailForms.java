package com.ovhi.outreach.webhook.sendgrid;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** E-mails as SendGrid's parse webhook posts them. */
public final class MailForms {

    public static final String TYPE = "multipart/form-data; boundary=xYzZY";

    private final Map<String, byte[]> fields = new LinkedHashMap<>();
    private final ByteArrayOutputStream attachments = new ByteArrayOutputStream();

    private MailForms() {}

    /** An answer of a patient, by a provider that vouches for her. */
    public static MailForms answer(String text) {
        return new MailForms()
                .with("headers", """
                        From: Jane Doe <jane@example.com>
                        To: reply@parse.example.org
                        Message-ID: <m1@mail.example.com>
                        In-Reply-To: <LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>
                        Date: Mon, 2 Mar 2026 14:59:00 +0000
                        """)
                .with("dkim", "{@example.com : pass}")
                .with("to", "reply@parse.example.org")
                .with("from", "Jane Doe <jane@example.com>")
                .with("text", text)
                .with("sender_ip", "10.0.0.1")
                .with("envelope", "{\"to\":[\"reply@parse.example.org\"],\"from\":\"jane@example.com\"}")
                .with("attachments", "0")
                .with("subject", "Re: Your appointment")
                .with("charsets", "{\"to\":\"UTF-8\",\"subject\":\"UTF-8\",\"from\":\"UTF-8\",\"text\":\"utf-8\"}")
                .with("SPF", "pass");
    }

    public MailForms with(String name, String value) {
        return with(name, value, StandardCharsets.UTF_8);
    }

    public MailForms with(String name, String value, Charset charset) {
        fields.put(name, value.getBytes(charset));
        return this;
    }

    /** The same with another header line, or with another value of one. */
    public MailForms header(String name, String value) {
        var lines = new String(fields.getOrDefault("headers", new byte[0]), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith(name + ":"))
                .reduce("", (some, line) -> some + line + "\n");
        return with("headers", lines + name + ": " + value + "\n");
    }

    public MailForms without(String name) {
        fields.remove(name);
        return this;
    }

    public MailForms attachment(String field, byte[] content) {
        attachments.writeBytes(("--xYzZY\r\nContent-Disposition: form-data; name=\"" + field
                        + "\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        attachments.writeBytes(content);
        attachments.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** A message that was attached, as SendGrid hands it on. */
    public MailForms message(String type, String content) {
        attachments.writeBytes(
                ("--xYzZY\r\nContent-Disposition: form-data; name=\"attachment1\"; filename=\"a.eml\"\r\n"
                                + "Content-Type: " + type + "\r\n\r\n" + content + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    public byte[] body() {
        var body = new ByteArrayOutputStream();
        body.writeBytes(attachments.toByteArray());
        fields.forEach((name, value) -> {
            body.writeBytes(("--xYzZY\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(value);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        });
        body.writeBytes("--xYzZY--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }
}
