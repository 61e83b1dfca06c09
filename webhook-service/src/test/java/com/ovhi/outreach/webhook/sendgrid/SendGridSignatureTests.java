package com.ovhi.outreach.webhook.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.webhook.Mutations;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final SendGridSignature signature = of(KEY);

    @Test
    void acceptsThePublishedExample() {
        assertThat(signature.signer("main", SIGNATURE, TIMESTAMP, BODY)).isPresent();
    }

    @Test
    void acceptsEitherKeyWhileOneIsRotated() {
        var both = of(OTHER_KEY, KEY);

        assertThat(both.signer("main", SIGNATURE, TIMESTAMP, BODY)).isPresent();
    }

    @Test
    void readsInPiecesAsInOne() {
        var check = signature.check("main", SIGNATURE, TIMESTAMP).orElseThrow();
        for (var each : BODY) {
            check.update(new byte[] {0, each}, 1, 1);
        }

        assertThat(check.signer()).isPresent();
    }

    @Test
    void knowsNoOtherAccount() {
        assertThat(signature.signer("north", SIGNATURE, TIMESTAMP, BODY)).isEmpty();
    }

    @Test
    void believesATimeForAWhileOnly() {
        assertThat(signature.fresh(TIMESTAMP, Duration.ofHours(25))).isTrue();
        assertThat(signature.fresh("1600112502", Duration.ofSeconds(9))).isFalse();
        assertThat(signature.fresh("1600112812", Duration.ofHours(25))).isTrue();
        assertThat(signature.fresh("1600112813", Duration.ofHours(25))).isFalse();
        assertThat(signature.fresh("soon", Duration.ofHours(25))).isFalse();
        assertThat(signature.fresh("-1600112502", Duration.ofHours(25))).isFalse();
        assertThat(signature.fresh(null, Duration.ofHours(25))).isFalse();
    }

    @Test
    void refusesAnotherKeyAndNoKey() {
        assertThat(of(OTHER_KEY).signer("main", SIGNATURE, TIMESTAMP, BODY)).isEmpty();
        assertThat(of().signer("main", SIGNATURE, TIMESTAMP, BODY)).isEmpty();
    }

    @Test
    void refusesEveryFlippedBitOfTheBody() {
        for (var bit = 0; bit < BODY.length * 8; bit += 7) {
            var spoilt = BODY.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(signature.signer("main", SIGNATURE, TIMESTAMP, spoilt))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void refusesEveryFlippedBitOfTheSignature() {
        var bytes = SIGNATURE.getBytes(StandardCharsets.US_ASCII);
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var spoilt = bytes.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(signature.signer("main", new String(spoilt, StandardCharsets.ISO_8859_1), TIMESTAMP, BODY))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void refusesAnotherTimeAReformattedBodyAndWhatIsMissing() {
        var text = new String(BODY, StandardCharsets.UTF_8);

        assertThat(signature.signer("main", SIGNATURE, "1600112503", BODY)).isEmpty();
        assertThat(signature.signer("main", SIGNATURE, TIMESTAMP, text.strip().getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(signature.signer("main", null, TIMESTAMP, BODY)).isEmpty();
        assertThat(signature.signer("main", SIGNATURE, null, BODY)).isEmpty();
        assertThat(signature.signer("main", "", TIMESTAMP, BODY)).isEmpty();
        assertThat(signature.signer("main", Base64.getEncoder().encodeToString(new byte[70]), TIMESTAMP, BODY))
                .isEmpty();
    }

    @Test
    void doesNotStartWithAKeyThatIsNone() {
        assertThatThrownBy(() -> of("no key"))
                .hasMessageContaining("outreach.webhook.sendgrid.accounts.main.public-keys");
    }

    @Test
    void tenThousandMutationsAreRefused() {
        Mutations.of(BODY)
                .forEach(body -> assertThat(signature.signer("main", SIGNATURE, TIMESTAMP, body))
                        .isEmpty());
        Mutations.of(SIGNATURE)
                .forEach(each -> assertThat(signature.signer("main", each, TIMESTAMP, BODY))
                        .as(each)
                        .isEmpty());
    }

    private static SendGridSignature of(String... keys) {
        var account = new SendGridProperties.Keys(List.of(keys), Set.of());
        var properties = new SendGridProperties(
                Map.of("main", account), Duration.ofHours(25), Duration.ofHours(73), Duration.ofMinutes(5));
        var later = Clock.fixed(Instant.ofEpochSecond(1_600_112_512), ZoneOffset.UTC);
        return new SendGridSignature(new SendGridAccounts(properties), properties, later);
    }
}
