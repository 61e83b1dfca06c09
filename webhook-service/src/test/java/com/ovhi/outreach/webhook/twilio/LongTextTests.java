package com.ovhi.outreach.webhook.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTextTests {

    @Test
    void readsWhatACarrierEncoded() {
        var text = "No puedo ir el miércoles 👋, ¿podría cambiar la cita?\nGracias";
        var bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(LongText.of(Base64.getEncoder().encodeToString(bytes))).isEqualTo(text);
        assertThat(LongText.of(Base64.getMimeEncoder().encodeToString(bytes))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "STOP",
                "Stop1234",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "hahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahaha",
                "I cannot come on Wednesday, could I have an appointment in the next week please? Thanks"
            })
    void leavesWhatPeopleWrite(String text) {
        assertThat(LongText.of(text)).isEqualTo(text);
    }
}
