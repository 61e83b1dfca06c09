package com.ovhi.outreach.webhook.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.webhook.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example that SendGrid publishes with its own libraries, and everything close to it. */
class SendGridSignatureTests {

    private static final String KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe6"
                    + "2gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
    private static final String OTHER_KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqTxd43gyp8IOEto2LdIfjRQrIbsd4SXZkLW6jDutdhXSJCWHw8RE"
                    + "ntlo7aNDthvj+y7GjUuFDb/R1NGe1OPzpA==";
    private static final String SIGNATURE =
            "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15Tl" + "uLtEZtM=";
    private static final String TIMESTAMP = "1600112502";
    private static final byte[] BODY =
            ("[{\"email\":\"hello@world.com\",\"event\":\"dropped\",\"reason\":\"Bounced Address\","
                            + "\"sg_event_id\":\"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA\",\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0\",\"smtp-id\":\"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>\",\"timestamp\":1600112492}]\r\n")
                    .getBytes(StandardCharsets.UTF_8);

    private final SendGridSignature signature = new SendGridSignature(new SendGridProperties(List.of(KEY)));

    @Test
    void acceptsThePublishedExample() {
        assertThat(signature.verify(SIGNATURE, TIMESTAMP, BODY)).isTrue();
    }

    @Test
    void acceptsEitherKeyWhileOneIsRotated() {
        var both = new SendGridSignature(new SendGridProperties(List.of(OTHER_KEY, KEY)));

        assertThat(both.verify(SIGNATURE, TIMESTAMP, BODY)).isTrue();
    }

    @Test
    void refusesAnotherKeyAndNoKey() {
        assertThat(new SendGridSignature(new SendGridProperties(List.of(OTHER_KEY))).verify(SIGNATURE, TIMESTAMP, BODY))
                .isFalse();
        assertThat(new SendGridSignature(new SendGridProperties(List.of())).verify(SIGNATURE, TIMESTAMP, BODY))
                .isFalse();
    }

    @Test
    void refusesEveryFlippedBitOfTheBody() {
        for (var bit = 0; bit < BODY.length * 8; bit += 7) {
            var spoilt = BODY.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(signature.verify(SIGNATURE, TIMESTAMP, spoilt))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void refusesEveryFlippedBitOfTheSignature() {
        var bytes = SIGNATURE.getBytes(StandardCharsets.US_ASCII);
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var spoilt = bytes.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(signature.verify(new String(spoilt, StandardCharsets.ISO_8859_1), TIMESTAMP, BODY))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void refusesAnotherTimeAReformattedBodyAndWhatIsMissing() {
        var text = new String(BODY, StandardCharsets.UTF_8);

        assertThat(signature.verify(SIGNATURE, "1600112503", BODY)).isFalse();
        assertThat(signature.verify(SIGNATURE, TIMESTAMP, text.strip().getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(signature.verify(null, TIMESTAMP, BODY)).isFalse();
        assertThat(signature.verify(SIGNATURE, null, BODY)).isFalse();
        assertThat(signature.verify("", TIMESTAMP, BODY)).isFalse();
        assertThat(signature.verify(Base64.getEncoder().encodeToString(new byte[70]), TIMESTAMP, BODY))
                .isFalse();
    }

    @Test
    void doesNotStartWithAKeyThatIsNone() {
        assertThatThrownBy(() -> new SendGridSignature(new SendGridProperties(List.of("no key"))))
                .hasMessageContaining("outreach.webhook.sendgrid.public-keys");
    }

    @Test
    void tenThousandMutationsAreRefused() {
        Mutations.of(BODY)
                .forEach(body ->
                        assertThat(signature.verify(SIGNATURE, TIMESTAMP, body)).isFalse());
        Mutations.of(SIGNATURE)
                .forEach(each -> assertThat(signature.verify(each, TIMESTAMP, BODY))
                        .as(each)
                        .isFalse());
    }
}
